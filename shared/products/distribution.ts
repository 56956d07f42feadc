import type { Product } from './product.ts';

/** CNCF Distribution, the reference implementation. Other products built on it send its header, too. */
export const distribution: Product = {
  form: { address: 'registry.example.com:5000', signIn: 'password' },
  hasHeaders: (headers) => headers['docker-distribution-api-version'] !== undefined,
  tagsFirst: false,
  // It walks its whole folder for every page: 50,000 names took 3.0 s by the thousand and 0.2 s at once.
  pageSize: 50_000,
};
