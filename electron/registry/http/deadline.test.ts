import { afterEach, expect, test } from 'vitest';
import { connect, failureOf } from '../../../e2e/support/connect.ts';
import { until } from '../../../e2e/support/process.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { type DrippingServer, startDrippingServer } from '../../../e2e/support/servers/dripping-server.ts';
import { putImage, SampleStore } from '../../sample/store.ts';
import type { RegistryClient } from '../client.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

/** Well above a drip of 10 ms and 100 bytes a second, and below what a test may take. */
const floor = { graceMs: 500, bytesPerSecond: 4_000 };

async function dripping(what: RegExp, behaviour: Partial<Behaviour> = {}): Promise<{ client: RegistryClient; server: DrippingServer }> {
  const store = new SampleStore();
  const plan = {
    layers: [{ instruction: 'RUN x', size: 10, seed: 'x' }],
    created: '2026-01-01T00:00:00Z',
    platform: { os: 'linux', architecture: 'amd64' },
  };
  putImage(store.repository('team/api'), plan, ['a']);
  const registry = new RegistryDouble(store, { password: 'secret', ...behaviour });
  await registry.start();
  const server = await startDrippingServer(registry.url, 10, what);
  const client = connect(server.url, { kind: 'password', username: 'sample', password: 'secret' }, {}, { floor });
  open.push(registry, server, { stop: () => client.close() });
  return { client, server };
}

test.each<[string, RegExp, (client: RegistryClient) => Promise<unknown>]>([
  ['a manifest', /manifests/, (client) => client.manifest('team/api', 'a')],
  ['a config', /blobs/, (client) => client.blobs.get('team/api', `sha256:${'a'.repeat(64)}`)],
  ['a page of tags', /tags/, (client) => client.tags('team/api').next()],
  ['the catalog', /_catalog/, (client) => client.repositories().next()],
  ['the answer to a sign-in', /v2\/$/, (client) => client.ping()],
])('%s that drips ends when its time is over, and its connection is closed', async (what, path, read) => {
  const { client, server } = await dripping(path);
  const started = performance.now();
  const failure = await failureOf(read(client));
  // The words of an error are worth no more waiting: what the status says is said.
  expect(failure.code).toBe(what === 'a config' ? 'NOT_FOUND' : 'TIMEOUT');
  expect(performance.now() - started).toBeLessThan(5_000);
  await until('the connection to be closed', async () => (server.dripping() === 0 ? true : undefined));
});

test('a token that drips ends when its time is over, for all who wait for it', async () => {
  const { client } = await dripping(/token/, { auth: 'bearer' });
  const failures = await Promise.all([failureOf(client.head('team/api', 'a')), failureOf(client.head('team/api', 'a'))]);
  expect(failures.map(({ code }) => code)).toEqual(['TIMEOUT', 'TIMEOUT']);
});

test('a read that is called off while it drips ends at once', async () => {
  const { client, server } = await dripping(/manifests/);
  const stop = new AbortController();
  const read = client.manifest('team/api', 'a', stop.signal);
  await until('the drip', async () => (server.dripping() === 1 ? true : undefined));
  stop.abort(new Error('called off'));
  await expect(read).rejects.toThrow('called off');
  await until('the connection to be closed', async () => (server.dripping() === 0 ? true : undefined));
});
