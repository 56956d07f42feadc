import { createHash } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Failure } from '../../../shared/errors.ts';
import type { Endpoint } from '../endpoint.ts';

let authorities: string[] | undefined;
const contexts = new Map<string, SecureContext>();
/** Contexts of connections that were changed since are let go. */
const MOST = 20;

/** Node's own authorities and the system's, where companies put theirs; read once, because it takes a while. */
function knownAuthorities(): string[] {
  authorities ??= [...new Set([...getCACertificates('default'), ...systemAuthorities()])];
  return authorities;
}

function systemAuthorities(): string[] {
  try {
    return getCACertificates('system');
  } catch {
    // A system whose store cannot be read still has Node's own.
    return [];
  }
}

/**
 * What a connection trusts and shows: the known authorities, its own one added to them, and its client certificate. Made once for the same
 * of these, because reading the authorities takes tens of ms in which nothing else happens. @throws Failure TLS for a certificate or key that
 * cannot be read.
 */
export function secureContextOf({ ca, url }: Endpoint, client: { cert: string; key: string } | undefined): SecureContext {
  const name = createHash('sha256')
    .update(JSON.stringify([ca, client ?? null]))
    .digest('hex');
  const known = contexts.get(name);
  if (known) return known;
  try {
    const made = createSecureContext({ ca: ca === '' ? knownAuthorities() : [...knownAuthorities(), ca], ...client });
    const [oldest] = contexts.keys();
    if (contexts.size >= MOST && oldest !== undefined) contexts.delete(oldest);
    contexts.set(name, made);
    return made;
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new Failure('TLS', { host: new URL(url).host, reason: client ? 'client-certificate' : 'other', detail, chain: [] });
  }
}
