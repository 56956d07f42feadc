import type { Connection } from '../../shared/contract/connections.ts';
import { Failure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { readAddress } from './address.ts';
import { implementation, type Services } from './base.ts';
import { confirmHelper, connectionOf, type Draft, savedOf } from './draft.ts';
import { forgetSecrets, storeSecrets } from './draft-secrets.ts';
import { tryAddress } from './try-address.ts';

const RECENT = 10;

function replace(services: Services, connection: Connection): Connection {
  const all = services.document.connections;
  const known = all.some((entry) => entry.id === connection.id);
  services.document.connections = known ? all.map((entry) => (entry.id === connection.id ? connection : entry)) : [...all, connection];
  return connection;
}

async function changed(services: Services, connection: Connection): Promise<Connection> {
  // First the document, then the client: one made in between would be of the old connection.
  const stored = replace(services, connection);
  services.probe.forget(connection.id);
  await services.running.idle(connection.id);
  await services.clients.drop(connection.id);
  return stored;
}

async function save(services: Services, input: Draft): Promise<Connection> {
  const address = readAddress(input.draft.address);
  const url = address?.urls[0];
  if (url === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not an address' });
  if (url.startsWith('http:') && !isLoopback(url) && !input.draft.plainHttpConfirmed)
    throw new Failure('CONFLICT', { what: 'not-confirmed', subject: url });
  const before = savedOf(services, input.id);
  const connection = connectionOf(services, input, url);
  await confirmHelper(services, input, connection);
  await storeSecrets(services, before, connection, input.draft);
  const stored = await changed(services, connection);
  if (before) await forgetSecrets(services, before, connection);
  return stored;
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
    ...(context.damagedFile === undefined ? {} : { damagedFile: context.damagedFile }),
  })),
  keychain: implementation.connections.keychain.handler(({ context }) => context.secrets.availability()),
  test: implementation.connections.test.handler(({ input, context, signal }) => tryAddress(context, input, signal)),
  save: implementation.connections.save.handler(({ input, context }) => save(context, input)),
  remove: implementation.connections.remove.handler(async ({ input, context }) => {
    const connection = context.clients.connection(input.id);
    context.document.connections = context.document.connections.filter((entry) => entry.id !== input.id);
    await context.running.idle(input.id);
    await context.clients.drop(input.id);
    await forgetSecrets(context, connection, undefined);
    return {};
  }),
  ping: implementation.connections.ping.handler(async ({ input, context, signal }) => {
    const started = performance.now();
    const client = context.clients.of(input.id);
    await client.ping(signal);
    return { took: performance.now() - started, product: client.product, ...(client.quota ? { quota: client.quota } : {}) };
  }),
  trustRealm: implementation.connections.trustRealm.handler(({ input, context }) => {
    const before = context.clients.connection(input.id);
    return changed(context, { ...before, trustedRealms: [...new Set([...before.trustedRealms, input.host])] });
  }),
  remember: implementation.connections.remember.handler(({ input, context }) =>
    // Nothing about the way to the registry changes: its client stays.
    replace(context, remembered(context.clients.connection(input.id), input.repository, input.what)),
  ),
  openSample: implementation.connections.openSample.handler(({ context }) => context.sample.open(context.document)),
};
