import type { Product } from './product.ts';

/** Azure Container Registry. How it deletes a tag is in `electron/registry/products/acr.ts`. */
export const acr: Product = {
  form: { address: 'example.azurecr.io', signIn: 'password' },
  hosts: /^[a-z0-9]+(?:-[a-z0-9]+)?\.azurecr\.(?:io|cn|us)$/,
  tagsFirst: false,
};
