import { type Product, param } from './product.ts';

/** Quay, hosted or run by oneself. */
export const quay: Product = {
  form: { address: 'quay.io', isFixed: true, signIn: 'password' },
  hosts: /^quay\.io$/,
  isChallenge: (challenge) => param(challenge, 'realm').endsWith('/v2/auth') && param(challenge, 'service') !== '',
  tagsFirst: false,
};
