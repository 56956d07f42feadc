import { type Product, param } from './product.ts';

/** Sonatype Nexus Repository. (docs/protocol.md section 6) */
export const nexus: Product = {
  form: { address: 'nexus.example.com/repository/docker', signIn: 'password' },
  isChallenge: (challenge) => /nexus/i.test(param(challenge, 'realm')),
  hasHeaders: (headers) => /nexus/i.test(String(headers['server'] ?? '')),
  tagsFirst: false,
};
