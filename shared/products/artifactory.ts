import { type Product, param } from './product.ts';

/** JFrog Artifactory. (docs/protocol.md section 6) */
export const artifactory: Product = {
  form: { address: 'example.jfrog.io/artifactory/api/docker/docker-local', signIn: 'password' },
  hosts: /\.jfrog\.io$/,
  isChallenge: (challenge) => /artifactory/i.test(param(challenge, 'realm')),
  hasHeaders: (headers) => headers['x-artifactory-id'] !== undefined || headers['x-jfrog-version'] !== undefined,
  tagsFirst: false,
};
