import { type Product, param } from './product.ts';

/** Harbor: `goharbor/harbor` `src/server/middleware/v2auth/auth.go`. Its API is in `electron/registry/products/harbor.ts`. (docs/protocol.md section 6) */
export const harbor: Product = {
  form: { address: 'harbor.example.com', signIn: 'password', username: 'robot$' },
  isChallenge: (challenge) =>
    param(challenge, 'service') === 'harbor-registry' || (challenge.scheme === 'basic' && param(challenge, 'realm') === 'harbor'),
  tagsFirst: false,
};
