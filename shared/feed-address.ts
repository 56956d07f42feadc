import { isLoopback } from './loopback.ts';
import { withoutTrailing } from './text.ts';

/** Why a text is no address of releases. */
type FeedProblem = 'no-address' | 'plain-http' | 'user-info' | 'query';

/** Where releases are, as typed: a base URL without a slash at its end, nothing, or why it is none. */
export type FeedAddress =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'refused'; readonly why: FeedProblem };

export const MOST_OF_FEED = 2_000;

/** Whether something that is to be run may be fetched from a URL: by https, or from this machine. */
export function isFetchable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
}

/** Reads what a person typed as the address of releases; without a scheme it is https. A name, a password or a token in it would be sent and logged. */
export function readFeedAddress(text: string): FeedAddress {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const full = /^https?:\/\//i.test(trimmed) || trimmed.includes('://') ? trimmed : `https://${trimmed}`;
  if (full.length > MOST_OF_FEED || /\s/.test(full) || !URL.canParse(full)) return { kind: 'refused', why: 'no-address' };
  const url = new URL(full);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'refused', why: 'no-address' };
  if (url.username !== '' || url.password !== '') return { kind: 'refused', why: 'user-info' };
  if (url.search !== '' || url.hash !== '') return { kind: 'refused', why: 'query' };
  if (!isFetchable(url.href)) return { kind: 'refused', why: 'plain-http' };
  return { kind: 'address', url: withoutTrailing(url.href, '/') };
}
