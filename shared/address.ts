import { withoutAlias } from './products/products.ts';
import { withoutTrailing } from './text.ts';

/** A typed address as base URLs to try, in order. `explicit` where the person named the scheme. */
export type AddressCandidates = { readonly urls: readonly string[]; readonly explicit: boolean };

function normalise(url: URL): string | undefined {
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') return undefined;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  // People paste what a browser or a client shows; `/v2` is added by us.
  url.pathname = withoutTrailing(url.pathname, '/').replace(/\/v2$/, '');
  return withoutTrailing(url.href, '/');
}

/**
 * Reads what a person typed: with a scheme it is that one alone; without, https is tried first and plain http after it. An alias means
 * its registry's host. Undefined for what is no address.
 */
export function readAddress(text: string): AddressCandidates | undefined {
  const trimmed = text.trim();
  const explicit = /^https?:\/\//i.test(trimmed);
  if (!explicit && trimmed.includes('://')) return undefined;
  const bare = withoutAlias(trimmed);
  const schemes = explicit ? [''] : ['https://', 'http://'];
  const urls = schemes.flatMap((scheme) => (URL.canParse(scheme + bare) ? (normalise(new URL(scheme + bare)) ?? []) : []));
  return urls.length > 0 && !/\s/.test(trimmed) ? { urls, explicit } : undefined;
}
