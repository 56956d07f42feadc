import type { Product } from './product.ts';

/** Amazon ECR. Its passwords expire after 12 hours. (docs/protocol.md section 6) */
export const ecr: Product = {
  form: { address: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', signIn: 'helper', username: 'AWS', helper: 'ecr-login' },
  hosts: /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
  expiresWith403: true,
  tagsFirst: false,
};
