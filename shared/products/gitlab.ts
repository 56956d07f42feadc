import { type Product, param } from './product.ts';

/** GitLab: its registry is Distribution with a database, its token service is GitLab. (docs/protocol.md section 6) */
export const gitlab: Product = {
  form: { address: 'registry.gitlab.com', isFixed: true, signIn: 'password' },
  hosts: /^registry\.gitlab\.com$/,
  isChallenge: (challenge) => param(challenge, 'realm').endsWith('/jwt/auth') && param(challenge, 'service') === 'container_registry',
  hasHeaders: (headers) =>
    headers['gitlab-container-registry-version'] !== undefined ||
    /gitlab/i.test(String(headers['gitlab-container-registry-features'] ?? '')),
  tagsFirst: false,
};
