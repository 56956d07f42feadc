import { mkdir, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { memory } from '../../../e2e/support/changes/memory.ts';
import { connect, failureOf } from '../../../e2e/support/connect.ts';
import { pushImage } from '../../../e2e/support/content/images.ts';
import { until } from '../../../e2e/support/process.ts';
import { DockerHubApi } from '../../../e2e/support/registry/docker-hub-api.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { behaviourOf, type Profile, profiles } from '../../../e2e/support/registry/profiles.ts';
import { makeCertificates } from '../../../e2e/support/servers/certificates.ts';
import { type DistributionOptions, startDistribution } from '../../../e2e/support/servers/distribution.ts';
import { startNginx } from '../../../e2e/support/servers/nginx.ts';
import { startTinyproxy } from '../../../e2e/support/servers/tinyproxy.ts';
import { startTokenService } from '../../../e2e/support/servers/token-service.ts';
import { tagDetails } from '../../../e2e/support/tag-details.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import { OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import { productIds } from '../../../shared/products/products.ts';
import { DeleteProbe } from '../../changes/core/probe.ts';
import type { DeleteOutcome } from '../../changes/delete/job.ts';
import { deleteTarget } from '../../changes/delete/target.ts';
import { putImage, SampleStore } from '../../sample/store.ts';
import type { RegistryClient } from '../client.ts';
import type { Credential, Endpoint, NetworkOptions } from '../endpoint.ts';

const ABILITIES = [
  'sign in',
  'list',
  'tags beyond one page',
  'details',
  'retag',
  'remove one tag',
  'delete image',
  'no catalog',
  'wrong password',
  'expired token',
] as const;
type Ability = (typeof ABILITIES)[number];

/** A registry with `team/api` (a, b and c on one image, d on another) and `team/many`, and how to reach it. */
type Subject = {
  readonly client: (password?: string) => RegistryClient;
  readonly many: number;
  /** Abilities that are impossible here, with the reason that stands in the table. */
  readonly without: Partial<Record<Ability, string>>;
  /** For whoever does not sign in, where the list depends on that. */
  readonly anonymous?: () => RegistryClient;
  /** Makes every token that was given no longer good, where there are tokens. */
  readonly expire?: () => void | Promise<void>;
};

const USERNAME = 'reader';
const PASSWORD = 'corréct-horse';
const MANY = 1_100;

const open: { stop(): Promise<void> }[] = [];
const results = new Map<string, Map<Ability, string>>();
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});
afterAll(async () => {
  const rows = [...results].map(
    ([name, cells]) => `| ${name} | ${ABILITIES.map((ability) => cells.get(ability) ?? 'not run').join(' | ')} | ${grounds(name)} |`,
  );
  const head = ['registry', ...ABILITIES, 'rests on'];
  const table = [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows].join('\n');
  const folder = join(import.meta.dirname, '../../../test-results');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'registries.md'), `${table}\n`);
  console.log(table);
});

/** What a row of the table rests on: the program itself, or how much of a profile was read and what was assumed. */
function grounds(name: string): string {
  const profile = profiles.find(({ product }) => product === name);
  if (!profile) return 'the real registry';
  const assumed = Object.keys(profile.assumed);
  return `sources read: ${profile.read.length}; assumed: ${assumed.length > 0 ? assumed.join(', ') : 'nothing'}`;
}

function started<T extends { stop(): Promise<void> }>(part: T): T {
  open.push(part);
  return part;
}

function clientOf(url: string, credential: Credential | undefined, extra: Partial<Endpoint> = {}, network: Partial<NetworkOptions> = {}) {
  const client = connect(url, credential, extra, network);
  open.push({ stop: () => client.close() });
  return client;
}

const toLoopback: LookupFunction = (_hostname, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

const image = (seed: string) => ({
  layers: [{ instruction: 'RUN x', size: 10, seed }],
  created: '2026-01-01T00:00:00Z',
  platform: { os: 'linux', architecture: 'amd64' },
});

function sampleStore(): SampleStore {
  const store = new SampleStore();
  putImage(store.repository('team/api'), image('one'), ['a', 'b', 'c']);
  putImage(store.repository('team/api'), image('two'), ['d']);
  putImage(
    store.repository('team/many'),
    image('many'),
    Array.from({ length: MANY }, (_, i) => `t${String(i).padStart(5, '0')}`),
  );
  return store;
}

/** The password that a test uses: the right one of this registry, or a wrong one. */
const password = (text: string, username = USERNAME): Credential => ({ kind: 'password', username, password: text });

async function fromProfile(profile: Profile): Promise<Subject> {
  const { hostname, product } = profile;
  const behaviour = behaviourOf(profile);
  const store = sampleStore();
  // Docker Hub lists by namespace, and ours is `team`.
  const isHub = product === 'docker-hub';
  const username = behaviour.username ?? (isHub ? 'team' : USERNAME);
  const registry = started(new RegistryDouble(store, { ...behaviour, username, password: PASSWORD }));
  const { port } = new URL(await registry.start());
  const hub = started(new DockerHubApi(store, username, PASSWORD));
  const network = { lookup: toLoopback, ...(isHub ? { productApi: await hub.start() } : {}) };
  if (!isHub) await hub.start();
  const url = `http://${hostname}:${port}${behaviour.prefix ?? ''}`;
  const lists = behaviour.catalog === undefined || behaviour.catalog === 'open' || product === 'harbor';
  const deletesTags = behaviour.deletes !== 'off';
  return {
    client: (text = PASSWORD) => clientOf(url, password(text, username), {}, network),
    many: MANY,
    ...(isHub ? { anonymous: () => clientOf(url, undefined, {}, network) } : {}),
    without: {
      ...(lists ? { 'no catalog': 'lists' } : isHub ? {} : { list: 'no catalog' }),
      ...(deletesTags ? {} : { 'remove one tag': 'by its own means only', 'delete image': 'by its own means only' }),
      ...(behaviour.auth === 'basic' ? { 'expired token': 'no tokens' } : {}),
    },
    ...(behaviour.auth === 'bearer' ? { expire: () => registry.auth.expireAll() } : {}),
  };
}

async function fill(host: string, credentials?: string, certificates?: string): Promise<void> {
  const signIn = { ...(credentials ? { credentials } : {}), ...(certificates ? { certificates } : {}) };
  await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['a', 'b', 'c'], ...signIn });
  await pushImage({ layers: [2000] }, { host, repository: 'team/api', tags: ['d'], ...signIn });
  await pushImage({ layers: [3000] }, { host, repository: 'team/many', tags: ['t0', 't1'], ...signIn });
}

/** Reasons for which there is nothing to try. */
const NOTHING_TO_TRY = ['lists', 'open to all', 'no tokens'];

const PAGING = 'all in one answer';
const NO_TOKENS = 'no tokens';
const OPEN = 'open to all';

type Made = { readonly url: string; readonly host: string };

async function filled(options: DistributionOptions, credentials?: string): Promise<Made> {
  const registry = started(await startDistribution({ deletes: true, ...options }));
  if (!options.remote) await fill(registry.host, credentials);
  return registry;
}

const lists = { 'no catalog': 'lists' } as const;
const anonymous = { ...lists, 'wrong password': OPEN, 'expired token': NO_TOKENS };

const distributions: Readonly<Record<string, () => Promise<Subject>>> = {
  'Distribution 2.8, htpasswd': async () => {
    const { url } = await filled({ htpasswd: { username: USERNAME, password: PASSWORD } }, `${USERNAME}:${PASSWORD}`);
    return { client: (text = PASSWORD) => clientOf(url, password(text)), many: 2, without: { ...lists, 'expired token': NO_TOKENS } };
  },
  'Distribution 2.8, token': async () => {
    const tokens = started(await startTokenService(USERNAME, PASSWORD, 6));
    const { url } = await filled({ token: tokens }, `${USERNAME}:${PASSWORD}`);
    // It gives no leeway: six seconds later the token is no longer good, and ours was to be renewed a second after it came.
    const expire = () => new Promise<void>((resolve) => setTimeout(resolve, 6_500));
    return { client: (text = PASSWORD) => clientOf(url, password(text)), many: 2, without: lists, expire };
  },
  'Distribution 2.8, TLS with an own authority': async () => {
    const certificates = await makeCertificates();
    const { url } = await filled({ tls: certificates });
    return { client: () => clientOf(url, undefined, { ca: certificates.authorityPem }), many: 2, without: anonymous };
  },
  'Distribution 2.8, client certificate': async () => {
    const certificates = await makeCertificates();
    const { certificatePem, keyPem } = certificates.client;
    const tls = { ...certificates, clientAuthority: certificates.authority };
    const registry = started(await startDistribution({ deletes: true, tls }));
    const extra = { ca: certificates.authorityPem, clientCertificate: certificatePem, clientKey: async () => keyPem };
    await fill(registry.host, undefined, certificates.client.folder);
    return { client: () => clientOf(registry.url, undefined, extra), many: 2, without: anonymous };
  },
  'Distribution 2.8, under a path behind nginx': async () => {
    const { url } = await filled({});
    const nginx = started(await startNginx(url, '/registries/docker'));
    return { client: () => clientOf(nginx.url, undefined), many: 2, without: anonymous };
  },
  'Distribution 2.8, through a proxy': async () => {
    const { url } = await filled({});
    const proxy = started(await startTinyproxy());
    const through = { kind: 'given', url: proxy.url, username: '', password: async () => undefined } as const;
    return { client: () => clientOf(url, undefined, { proxy: through }), many: 2, without: anonymous };
  },
  'Distribution 2.8, pull-through cache': async () => {
    const behind = await filled({});
    const cache = await filled({ remote: behind.url });
    const client = () => clientOf(cache.url, undefined);
    // It lists what it has fetched the content of.
    for (const repository of ['team/api', 'team/many']) {
      const [tag = ''] = await tagsOf(client(), repository);
      const manifest = readManifest((await client().manifest(repository, tag)).bytes.toString('utf8'), OCI_MANIFEST);
      if (manifest.kind === 'image') await client().blobs.get(repository, manifest.config.digest);
    }
    await until('the cache to keep them', async () => ((await repositoriesOf(client())).length === 2 ? true : undefined));
    const only = 'a cache takes no changes';
    return { client, many: 2, without: { ...anonymous, retag: only, 'remove one tag': only, 'delete image': only } };
  },
};

async function tagsOf(client: RegistryClient, repository: string): Promise<string[]> {
  const names: string[] = [];
  for await (const page of client.tags(repository)) {
    expect(page.cut).toBeUndefined();
    names.push(...page.names);
  }
  return names;
}

async function repositoriesOf(client: RegistryClient): Promise<string[]> {
  const names: string[] = [];
  for await (const page of client.repositories()) names.push(...page.names);
  return names;
}

async function remove(client: RegistryClient, what: 'tag' | 'image', tag: string, siblings: readonly string[]): Promise<DeleteOutcome> {
  const { byTag, byDigest } = await new DeleteProbe().ask(client, 'test', 'team/api', undefined);
  if (what === 'image' || byTag !== 'works') expect(byDigest).toBe('works');
  const digest = (await client.head('team/api', tag))?.digest ?? '';
  const way = byTag === 'works' ? 'tag-delete' : 'placeholder';
  return deleteTarget({ client, repository: 'team/api', tag, digest, what, way, siblings, ...memory() }, () => {});
}

/** One check for each column; what is impossible is not asked for. Each throws where the ability is not there. */
const checks: Record<Ability, (subject: Subject) => Promise<void>> = {
  'sign in': async ({ client }) => {
    const signedIn = client();
    await signedIn.ping();
    expect((await signedIn.head('team/api', 'a'))?.digest).toMatch(/^sha256:/);
  },
  list: async ({ client }) => expect(await repositoriesOf(client())).toEqual(['team/api', 'team/many']),
  'tags beyond one page': async ({ client, many }) => expect(await tagsOf(client(), 'team/many')).toHaveLength(many),
  details: async ({ client }) => {
    const asked = client();
    await asked.ping();
    const details = await tagDetails(asked, 'team/api');
    expect([...details.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
    for (const detail of details.values())
      expect(detail).toMatchObject({ state: 'read', digest: (await asked.head('team/api', detail.tag))?.digest });
  },
  retag: async ({ client }) => {
    const writer = client();
    const raw = await writer.manifest('team/api', 'a');
    await writer.putManifest('team/api', 'moved', raw);
    expect((await writer.head('team/api', 'moved'))?.digest).toBe(raw.digest);
  },
  'remove one tag': async ({ client }) => {
    const writer = client();
    await writer.ping();
    const before = await writer.head('team/api', 'a');
    expect(await remove(writer, 'tag', 'a', ['b', 'c'])).toMatchObject({ tag: 'deleted', lostSiblings: [], unprovenSiblings: [] });
    expect(await writer.head('team/api', 'a')).toBeUndefined();
    expect(await writer.head('team/api', 'b')).toEqual(before);
  },
  'delete image': async ({ client }) => {
    const writer = client();
    await writer.ping();
    // Where the test before this one is impossible, so is this one.
    expect(await remove(writer, 'image', 'a', ['b', 'c'])).toMatchObject({ tag: 'deleted' });
    expect(await tagsOf(writer, 'team/api')).toEqual(['d']);
  },
  'no catalog': async ({ client, anonymous = client }) => {
    expect(await failureOf(repositoriesOf(anonymous()))).toMatchObject({ code: 'UNSUPPORTED', data: { feature: 'catalog' } });
  },
  'wrong password': async ({ client }) => {
    const failure = await failureOf(client('wrong').head('team/api', 'a'));
    expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'rejected' } });
  },
  'expired token': async ({ client, expire }) => {
    const signedIn = client();
    const first = await signedIn.head('team/api', 'a');
    await expire?.();
    expect(await signedIn.head('team/api', 'a')).toEqual(first);
  },
};

const subjects: readonly (readonly [string, () => Promise<Subject>])[] = [
  ...Object.entries(distributions),
  ...profiles.map((profile) => [profile.product, () => fromProfile(profile)] as const),
];

test('every product has a profile, except Distribution, which is here itself', () => {
  const played = profiles.map(({ product }) => product);
  expect([...played, 'distribution'].sort()).toEqual([...productIds].sort());
});

test.each(profiles)('The profile of $product keeps what was read apart from what is assumed', ({ read, assumed }) => {
  const keys = read.flatMap(({ behaviour }) => Object.keys(behaviour));
  expect(read.map(({ source }) => source).filter((source) => !/^https:\/\/|^JFrog issue/.test(source))).toEqual([]);
  expect(keys.filter((key) => key in assumed || keys.indexOf(key) !== keys.lastIndexOf(key))).toEqual([]);
});

describe.each(subjects)('%s', (name, make) => {
  test.each(ABILITIES)('%s', async (ability) => {
    const cells = results.get(name) ?? new Map<Ability, string>();
    results.set(name, cells);
    const subject = await make();
    cells.set(ability, 'FAILED');
    const reason = subject.without[ability];
    if (reason !== undefined) {
      cells.set(ability, reason);
      // What is called impossible is tried, too, and does not work.
      if (!NOTHING_TO_TRY.includes(reason)) await expect(checks[ability](subject)).rejects.toThrow();
      return;
    }
    await checks[ability](subject);
    cells.set(ability, ability === 'tags beyond one page' && subject.many < 100 ? PAGING : 'yes');
  });
});
