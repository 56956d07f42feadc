import type { Product } from './product.ts';

/** zot. It speaks the specification, and nothing in its answers names it. (docs/protocol.md section 6) */
export const zot: Product = { form: { address: 'zot.example.com', signIn: 'password' }, tagsFirst: false };
