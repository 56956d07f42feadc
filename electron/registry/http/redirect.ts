import { Failure } from '../../../shared/errors.ts';
import type { Answer } from './failure.ts';
import { headerOf } from './failure.ts';

const STATUSES: readonly number[] = [301, 302, 303, 307, 308];

/** Where an answer to a GET or HEAD redirects (RFC 9110 section 15.4); undefined for any other answer. @throws Failure INVALID_RESPONSE. */
export function redirectOf(answer: Answer, from: URL): URL | undefined {
  const location = headerOf(answer.headers, 'location');
  if (!STATUSES.includes(answer.status) || answer.headers['location'] === undefined) return undefined;
  if (!URL.canParse(location, from.href)) throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-no-address' });
  const next = new URL(location, from);
  if (next.protocol !== 'https:' && next.protocol !== 'http:')
    throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-scheme', detail: next.protocol.slice(0, 50) });
  if (from.protocol === 'https:' && next.protocol === 'http:')
    throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-to-http' });
  return next;
}
