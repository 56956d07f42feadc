import { readAddress } from '../../shared/address.ts';
import type { Connection, ConnectionForm, ListedConnection } from '../../shared/contract/connections.ts';
import { Failure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { confirmHelper, connectionOf, type FormInput, savedOf } from './form.ts';
import { forgetSecrets, storeSecrets } from './form-secrets.ts';
import type { Lifts } from './lifts.ts';
import type { ConnectionPorts, RemovePorts, SavePorts } from './ports.ts';
import { answeringUrl } from './try-address.ts';

const RECENT = 10;
/** How long a host on this computer may take to answer, in milliseconds. */
const ANSWER_TIMEOUT = 3_000;

/** Writes a connection over the one with its id, or behind the others. */
function replace({ document }: Pick<ConnectionPorts, 'document'>, connection: Connection): Connection {
  const isKnown = document.connections.some(({ id }) => id === connection.id);
  document.connections = isKnown
    ? document.connections.map((entry) => (entry.id === connection.id ? connection : entry))
    : [...document.connections, connection];
  return connection;
}

/** Lets the next request use a new client. A run in progress keeps the client it started with, also one that only reads from here. */
function renewClient({ probe, clients, runs }: SavePorts, id: string): void {
  probe.forget(id);
  clients.retire(id, runs.idle());
}

/** What the client of a connection is made of: everything but what only this window shows. */
function clientPartOf(connection: Connection): string {
  const shown = new Set(['name', 'readOnly', 'protectedTags', 'folder', 'colour', 'production', 'pinned', 'recent']);
  const rest = Object.entries(connection).filter(([key]) => !shown.has(key));
  return JSON.stringify(Object.fromEntries(rest.toSorted(([a], [b]) => a.localeCompare(b))));
}

const hasTyped = ({ password, clientKey, proxyPassword }: ConnectionForm): boolean => password + clientKey + proxyPassword !== '';

/** @throws Failure INVALID_RESPONSE for an invalid address, CONFLICT for plain http that the person did not confirm. */
function urlOf(form: ConnectionForm): string {
  const url = readAddress(form.address)?.urls[0];
  if (url === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not-an-address' });
  if (url.startsWith('http:') && !isLoopback(url) && !form.plainHttpConfirmed)
    throw new Failure('CONFLICT', { what: 'not-confirmed', subject: url });
  return url;
}

/**
 * The URL that is saved. An address on this computer without a scheme is saved as what answers there: saved after a test that failed for
 * another reason, such as a wrong password, it would else be asked over https ever after. Other hosts are not: plain http needs consent.
 */
async function answeringAt(ports: SavePorts, input: FormInput): Promise<string> {
  const url = urlOf(input.form);
  const plain = readAddress(input.form.address)?.urls[1];
  if (plain === undefined || !isLoopback(plain)) return url;
  return answeringUrl(ports, input, [url, plain], AbortSignal.timeout(ANSWER_TIMEOUT));
}

/** Saves a connection and its secrets. @throws Failure INVALID_RESPONSE, CONFLICT, KEYCHAIN, UNAUTHORIZED. */
export async function saveConnection(ports: SavePorts, input: FormInput): Promise<Connection> {
  const url = await answeringAt(ports, input);
  const before = savedOf(ports, input.id);
  const connection = connectionOf(ports, input, url);
  await confirmHelper(ports, input, connection);
  await storeSecrets(ports, before, connection, input.form);
  return putConnection(ports, before, connection, hasTyped(input.form));
}

/** Saves a connection in the place of the one before, whose secrets are stored already. `isNew`: one of its secrets is another one. */
export async function putConnection(
  ports: SavePorts,
  before: Connection | undefined,
  connection: Connection,
  isNew = false,
): Promise<Connection> {
  // The document first: a client made between the two would be of the old connection.
  replace(ports, connection);
  if (before && (isNew || clientPartOf(before) !== clientPartOf(connection))) renewClient(ports, connection.id);
  if (before) await forgetSecrets(ports, before, connection);
  return connection;
}

/** Forgets a connection, its secrets and what was read through it. Nothing changes on the registry. */
export async function removeConnection(ports: RemovePorts, id: string): Promise<void> {
  const connection = ports.clients.connection(id);
  ports.document.connections = ports.document.connections.filter((entry) => entry.id !== id);
  renewClient(ports, id);
  await forgetSecrets(ports, connection, undefined);
  // What cannot be deleted now is deleted at the next start.
  await Promise.allSettled([ports.cache.forget(id), ports.summaries.forget(id)]);
}

/** Lets the connection's password go to a token service of another site. */
export function trustRealm(ports: SavePorts, id: string, host: string): Connection {
  const before = ports.clients.connection(id);
  const after = replace(ports, { ...before, trustedRealms: [...new Set([...before.trustedRealms, host])] });
  renewClient(ports, id);
  return after;
}

function remembered(before: Connection, repository: string, what: 'pin' | 'unpin' | 'open'): Connection {
  const without = (names: readonly string[]): string[] => names.filter((name) => name !== repository);
  switch (what) {
    case 'pin':
      return { ...before, pinned: [...without(before.pinned), repository] };
    case 'unpin':
      return { ...before, pinned: without(before.pinned) };
    case 'open':
      return { ...before, recent: [repository, ...without(before.recent)].slice(0, RECENT) };
  }
}

/** Pins or unpins a repository, or records that it was opened. The client is kept: nothing about the destination changes. */
export function rememberRepository(
  ports: Pick<ConnectionPorts, 'document' | 'clients'>,
  { id, repository, what }: { readonly id: string; readonly repository: string; readonly what: 'pin' | 'unpin' | 'open' },
): Connection {
  return replace(ports, remembered(ports.clients.connection(id), repository, what));
}

/** The saved registries as they are shown: one whose changes are allowed for a while is not read-only meanwhile. */
export const listed = (connections: readonly Connection[], lifts: Lifts): ListedConnection[] =>
  connections.map((connection) => {
    const until = connection.readOnly ? lifts.until(connection.id) : undefined;
    return until === undefined ? connection : { ...connection, readOnly: false, changesUntil: until };
  });

/** Puts the registries into an order. One that is not named, because another window has added it, comes last. */
export function orderConnections({ document }: Pick<ConnectionPorts, 'document'>, ids: readonly string[]): void {
  const rank = (id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  document.connections = document.connections.toSorted((a, b) => rank(a.id) - rank(b.id));
}
