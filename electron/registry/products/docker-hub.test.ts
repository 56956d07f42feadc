import type { LookupFunction } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { connect } from '../../../e2e/support/connect.ts';
import { DockerHubApi } from '../../../e2e/support/registry/docker-hub-api.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { behaviourOf, profiles } from '../../../e2e/support/registry/profiles.ts';
import { tagDetails } from '../../../e2e/support/tag-details.ts';
import { createSampleContent } from '../../sample/content.ts';
import { immutableTest } from './hub-immutable.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

const toLoopback: LookupFunction = (_hostname, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

async function dockerHub(settings: ConstructorParameters<typeof DockerHubApi>[3]) {
  const profile = profiles.find(({ product }) => product === 'docker-hub');
  const registry = new RegistryDouble(createSampleContent(), { ...(profile && behaviourOf(profile)), username: 'team' });
  const { port } = new URL(await registry.start());
  const hub = new DockerHubApi(registry.store, 'team', 'sample', settings);
  const network = { lookup: toLoopback, productApi: await hub.start() };
  const client = connect(`http://registry-1.docker.io:${port}`, { kind: 'password', username: 'team', password: 'sample' }, {}, network);
  open.push(registry, hub, { stop: () => client.close() });
  await client.ping();
  return { client, hub };
}

const PULLED = '2026-11-02T03:04:05.000Z';
const lastPull = (tag: string): string | undefined => (tag.startsWith('1.9') ? PULLED : undefined);

test('a row of Docker Hub says when its tag was pulled last, and whether the settings make it immutable', async () => {
  const { client } = await dockerHub({ lastPull, immutable: { enabled: true, rules: ['^1\\.8\\.', '^v'] } });
  const details = await tagDetails(client, 'team/api');
  expect(details.get('1.9.2')).toMatchObject({ pulled: PULLED, immutable: false });
  expect(details.get('1.8.7')).toMatchObject({ immutable: true });
  expect(details.get('1.8.7')).not.toHaveProperty('pulled');
});

test('a pull by digest counts where it is later than that of the tag', async () => {
  const LATER = '2026-11-09T03:04:05.000Z';
  const { client } = await dockerHub({ lastPull, lastDigestPull: (tag) => (tag === '1.9.2' ? LATER : '2026-10-01T00:00:00.000Z') });
  const details = await tagDetails(client, 'team/api');
  expect(details.get('1.9.2')).toMatchObject({ pulled: LATER });
  expect(details.get('1.9.1')).toMatchObject({ pulled: PULLED });
  expect(details.get('1.8.7')).toMatchObject({ pulled: '2026-10-01T00:00:00.000Z' });
});

test('what Docker Hub says of a tag without a digest stands beside the row that is read in the usual way', async () => {
  const { client } = await dockerHub({ lastPull, immutable: { enabled: false, rules: ['.*'] }, old: /^1\.9\.2$/ });
  const details = await tagDetails(client, 'team/api');
  expect(details.get('1.9.2')).toMatchObject({ kind: 'index', pulled: PULLED, immutable: false, platforms: [{}, {}, {}] });
});

test('an account that may not read the settings loses that column and nothing else', async () => {
  const { client, hub } = await dockerHub({ lastPull });
  const details = await tagDetails(client, 'team/api');
  expect(details.get('1.9.2')).toMatchObject({ pulled: PULLED });
  expect([...details.values()].some((row) => 'immutable' in row)).toBe(false);
  // The settings are one request, whatever there are of tags.
  expect(hub.requests.filter((request) => request.endsWith('/repositories/api'))).toHaveLength(1);
});

test.each<[string, Parameters<typeof immutableTest>[0], Readonly<Record<string, boolean | undefined>>]>([
  ['nothing is said', undefined, { '1.0': undefined }],
  ['all tags can be moved', { enabled: false, rules: ['.*'] }, { '1.0': false }],
  ['all tags are immutable', { enabled: true, rules: ['.*'] }, { '1.0': true, latest: true }],
  ['some are', { enabled: true, rules: ['^\\d+\\.\\d+\\.\\d+$', 'rc'] }, { '1.0.0': true, '1.0': false, '2-rc1': true }],
  ['an expression that cannot be read', { enabled: true, rules: ['(', '^1'] }, { '1.0': true, latest: undefined }],
  ['an expression that is too long', { enabled: true, rules: ['a'.repeat(501)] }, { a: undefined }],
  ['no rule is named', { enabled: true, rules: null }, { latest: undefined }],
])('of Docker Hub’s settings, %s', (_name, said, expected) => {
  const test = immutableTest(said);
  expect(Object.fromEntries(Object.keys(expected).map((tag) => [tag, test(tag)]))).toEqual(expected);
});
