import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import { type ProductId, productOfHost, products, type RecognisedProduct, withoutAlias } from '../../../shared/products/products.ts';

const FORMS = Object.values(products).map(({ form }) => form);

/** Addresses that are the same for everyone. */
const FIXED: ReadonlySet<string> = new Set(FORMS.flatMap(({ address, isFixed }) => (isFixed ? [address] : [])));

/** Usernames that came from a product and not from the person. */
const USUAL: ReadonlySet<string> = new Set(['', ...FORMS.flatMap(({ username }) => username ?? [])]);

/** The product that an address gives away by its host. */
export function productOfAddress(address: string): RecognisedProduct {
  const text = withoutAlias(address.trim());
  const full = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(full) ? productOfHost(new URL(full).hostname) : 'unknown';
}

/** What choosing a product changes in the form: what the person has typed stays. */
export function valuesOf(values: ConnectionForm, id: ProductId): Partial<ConnectionForm> {
  const { address, isFixed, signIn, username = '', helper } = products[id].form;
  const isTyped = values.address !== '' && !FIXED.has(values.address);
  return {
    signIn,
    ...(isTyped ? {} : { address: isFixed ? address : '' }),
    ...(USUAL.has(values.username) ? { username } : {}),
    ...(helper !== undefined && values.helper === '' ? { helper } : {}),
  };
}
