import type { Connection } from '../../shared/contract/connections.ts';
import type { SecretKind, SecretLocation } from './secrets.ts';

export const SECRET_KINDS: readonly SecretKind[] = ['password', 'client-key', 'proxy-password'];

function isKept({ hasClientKey, proxy }: Connection, kind: Exclude<SecretKind, 'password'>): boolean {
  return kind === 'client-key' ? hasClientKey : proxy.hasPassword;
}

/** Where a secret of a saved registry is. What is said to be in memory is never looked for in the keychain, which may still hold an older one. */
export function secretLocation(connection: Connection, kind: SecretKind): SecretLocation | 'none' {
  if (kind === 'password') return connection.secret;
  if (!isKept(connection, kind)) return 'none';
  return connection.sessionOnly?.includes(kind) ? 'session' : 'keychain';
}
