import { type Product, param } from './product.ts';

/** Quay, hosted or run by oneself. (docs/protocol.md section 6) */
export const quay: Product = {
  form: { address: 'quay.io', isFixed: true, signIn: 'password' },
  hosts: /^quay\.io$/,
  isChallenge: (challenge) => param(challenge, 'realm').endsWith('/v2/auth') && param(challenge, 'service') !== '',
  tagsFirst: false,
  // It gives no more, whatever is asked for.
  pageSize: 100,
};
