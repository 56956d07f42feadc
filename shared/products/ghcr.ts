import type { Product } from './product.ts';

/** GitHub Packages. Only GitHub itself deletes: a tag that was overwritten first would be lost. (docs/protocol.md section 6) */
export const ghcr: Product = {
  form: { address: 'ghcr.io', isFixed: true, signIn: 'password' },
  hosts: /^(?:ghcr\.io|containers\.[a-z0-9.-]+\.ghe\.com)$/,
  tagsFirst: true,
  exampleScope: 'repository:user/image:pull',
};
