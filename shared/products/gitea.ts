import { type Product, param } from './product.ts';

/** Gitea and Forgejo. (docs/protocol.md section 6) */
export const gitea: Product = {
  form: { address: 'git.example.com', signIn: 'password' },
  hosts: /^codeberg\.org$/,
  isChallenge: (challenge) => param(challenge, 'realm').endsWith('/v2/token') && param(challenge, 'service') === 'container_registry',
  tagsFirst: false,
};
