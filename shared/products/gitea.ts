import { type Product, param } from './product.ts';

/** Gitea and Forgejo. */
export const gitea: Product = {
  form: { address: 'git.example.com', signIn: 'password' },
  hosts: /^codeberg\.org$/,
  isChallenge: (challenge) => param(challenge, 'realm').endsWith('/v2/token') && param(challenge, 'service') === 'container_registry',
  tagsFirst: false,
};
