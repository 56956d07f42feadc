import type { Connection, ConnectionForm } from '../../shared/contract/connections.ts';
import { Failure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { readAddress } from '../connections/address.ts';
import { confirmHelper, connectionOf, type FormInput, savedOf } from '../connections/form.ts';
import { forgetSecrets, storeSecrets } from '../connections/form-secrets.ts';
import { tryAddress } from '../connections/try-address.ts';
import { implementation, type Services } from './base.ts';

const RECENT = 10;

function replace(services: Services, connection: Connection): Connection {
  const all = services.document.connections;
  const known = all.some((entry) => entry.id === connection.id);
  services.document.connections = known ? all.map((entry) => (entry.id === connection.id ? connection : entry)) : [...all, connection];
  return connection;
}

/** A change that is under way, also one that reads from here, goes on with the client that it began with. */
function renewClient(services: Services, id: string): void {
  services.probe.forget(id);
  services.clients.retire(id, services.runs.idle());
}

/** The registry without what is about this window alone. */
function endpointOf(connection: Connection): string {
  const { name: _name, readOnly: _readOnly, protectedTags: _tags, pinned: _pinned, recent: _recent, ...endpoint } = connection;
  return JSON.stringify(Object.fromEntries(Object.entries(endpoint).toSorted(([a], [b]) => a.localeCompare(b))));
}

const hasTyped = ({ password, clientKey, proxyPassword }: ConnectionForm): boolean => password + clientKey + proxyPassword !== '';

async function save(services: Services, input: FormInput): Promise<Connection> {
  const address = readAddress(input.form.address);
  const url = address?.urls[0];
  if (url === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not-an-address' });
  if (url.startsWith('http:') && !isLoopback(url) && !input.form.plainHttpConfirmed)
    throw new Failure('CONFLICT', { what: 'not-confirmed', subject: url });
  const before = savedOf(services, input.id);
  const connection = connectionOf(services, input, url);
  await confirmHelper(services, input, connection);
  await storeSecrets(services, before, connection, input.form);
  // First the document, then the client: one made in between would be of the old connection.
  replace(services, connection);
  if (before && (hasTyped(input.form) || endpointOf(before) !== endpointOf(connection))) renewClient(services, connection.id);
  if (before) await forgetSecrets(services, before, connection);
  return connection;
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

export const connections = {
  list: implementation.connections.list.handler(({ context }) => ({
    connections: context.document.connections,
    notUnderstood: context.document.notUnderstood,
    ...(context.damagedFile === undefined ? {} : { damagedFile: context.damagedFile }),
  })),
  keychain: implementation.connections.keychain.handler(({ context }) => context.secrets.availability()),
  test: implementation.connections.test.handler(({ input, context, signal }) => tryAddress(context, input, signal)),
  save: implementation.connections.save.handler(({ input, context }) => save(context, input)),
  remove: implementation.connections.remove.handler(async ({ input, context }) => {
    const connection = context.clients.connection(input.id);
    context.document.connections = context.document.connections.filter((entry) => entry.id !== input.id);
    renewClient(context, input.id);
    await forgetSecrets(context, connection, undefined);
    // What cannot be deleted now is at the next start.
    await Promise.allSettled([context.cache.forget(input.id), context.summaries.forget(input.id)]);
    return {};
  }),
  ping: implementation.connections.ping.handler(async ({ input, context, signal }) => {
    const started = performance.now();
    const client = context.clients.of(input.id);
    await client.ping(signal);
    return { took: performance.now() - started, product: client.productId, ...(client.quota ? { quota: client.quota } : {}) };
  }),
  trustRealm: implementation.connections.trustRealm.handler(({ input, context }) => {
    const before = context.clients.connection(input.id);
    const after = replace(context, { ...before, trustedRealms: [...new Set([...before.trustedRealms, input.host])] });
    renewClient(context, input.id);
    return after;
  }),
  remember: implementation.connections.remember.handler(({ input, context }) =>
    // Nothing about the way to the registry changes: its client stays.
    replace(context, remembered(context.clients.connection(input.id), input.repository, input.what)),
  ),
  openSample: implementation.connections.openSample.handler(({ context }) => context.sample.open(context.document)),
};
