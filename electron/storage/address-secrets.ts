import type { Connection } from '../../shared/contract/connections.ts';
import { splitUserInfo } from '../../shared/user-info.ts';
import type { AppDocument } from './document.ts';
import type { SecretKind, SecretLocation, SecretStore } from './secrets.ts';

type Keep = (id: string, kind: SecretKind, secret: string) => Promise<SecretLocation>;

async function withCleanProxy(connection: Connection, keep: Keep): Promise<Connection> {
  const { id, proxy, sessionOnly = [] } = connection;
  const { address, username, password } = splitUserInfo(proxy.url, 'proxy');
  const isUsed = proxy.kind === 'given' && !proxy.hasPassword && (proxy.username === '' || proxy.username === username);
  if (!isUsed || username === '') return { ...connection, proxy: { ...proxy, url: address } };
  const location = password === '' ? undefined : await keep(id, 'proxy-password', password);
  return {
    ...connection,
    proxy: { ...proxy, url: address, username, hasPassword: location !== undefined },
    ...(location === 'session' ? { sessionOnly: [...sessionOnly, 'proxy-password'] } : {}),
  };
}

async function withCleanUrl(connection: Connection, keep: Keep): Promise<Connection> {
  const { address: url, username, password } = splitUserInfo(connection.url);
  if (connection.signIn !== 'none' || username === '' || password === '') return { ...connection, url };
  return { ...connection, url, signIn: 'password', username, secret: await keep(connection.id, 'password', password) };
}

/**
 * Moves names and passwords out of the addresses in which an earlier version saved them, and keeps them as secrets: in the keychain, or in memory
 * where there is none. The file holds none of them afterwards. @throws Failure STORAGE.
 */
export async function moveAddressSecrets(document: AppDocument, secrets: SecretStore): Promise<void> {
  const keep: Keep = async (id, kind, secret) => {
    try {
      await secrets.set(id, kind, 'keychain', secret);
      return 'keychain';
    } catch {
      await secrets.set(id, kind, 'session', secret);
      return 'session';
    }
  };
  const isClean = ({ url, proxy }: Connection): boolean =>
    splitUserInfo(url).address === url && splitUserInfo(proxy.url, 'proxy').address === proxy.url;
  const before = document.connections;
  if (before.every(isClean)) return;
  const after: Connection[] = [];
  for (const entry of before) after.push(isClean(entry) ? entry : await withCleanUrl(await withCleanProxy(entry, keep), keep));
  document.connections = after;
}
