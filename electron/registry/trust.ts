import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Failure } from '../../shared/errors.ts';
import type { RegistryConnection } from './connection.ts';

let authorities: string[] | undefined;
let usual: SecureContext | undefined;

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
 * What a connection trusts and shows: the known authorities, its own one added to them, and its client certificate. Made once a
 * connection, because reading the authorities again for every socket would block. @throws Failure TLS for a certificate or key that cannot be read.
 */
export function secureContextOf({ ca, url }: RegistryConnection, client: { cert: string; key: string } | undefined): SecureContext {
  if (ca === '' && !client) {
    usual ??= createSecureContext({ ca: knownAuthorities() });
    return usual;
  }
  try {
    return createSecureContext({ ca: ca === '' ? knownAuthorities() : [...knownAuthorities(), ca], ...client });
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new Failure('TLS', { host: new URL(url).host, reason: client ? 'client-certificate' : 'other', detail, chain: [] });
  }
}
