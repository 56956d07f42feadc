import type { Product } from './product.ts';

/** Docker Hub. Its API is in `electron/registry/products/docker-hub.ts`. (docs/protocol.md section 6) */
export const dockerHub: Product = {
  form: { address: 'docker.io', isFixed: true, signIn: 'password' },
  hosts: /^(?:registry-1|index|registry)\.docker\.io$/,
  alias: {
    address: 'docker.io',
    host: 'registry-1.docker.io',
    name: 'Docker Hub',
    credentialKeys: ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io'],
    namespace: 'library',
  },
  tagsFirst: true,
  countsPulls: true,
};
