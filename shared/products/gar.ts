import type { Product } from './product.ts';

/** Google Artifact Registry. Its tag table is in `electron/registry/products/gar.ts`. (docs/protocol.md section 6) */
export const gar: Product = {
  form: { address: 'europe-docker.pkg.dev', signIn: 'password', username: '_json_key' },
  hosts: /^(?:[a-z0-9-]+-docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io)$/,
  tagsFirst: true,
};
