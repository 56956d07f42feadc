import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, failureOf } from '../../e2e/support/connect.ts';
import { patient } from '../../e2e/support/patience.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { tagDetails } from '../../e2e/support/tag-details.ts';
import { oneByOne, type TagDetail } from '../../shared/contract/tags.ts';
import { splitNames } from '../../shared/name-lines.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../shared/oci/media-types.ts';
import type { RegistryClient } from '../registry/client.ts';
import { putImage, type SampleRepository } from '../sample/store.ts';
import type { ImageSummary } from './image-summary.ts';
import { readTags } from './tag-reader.ts';

const NAME = 'team/api';
const amd64 = { os: 'linux', architecture: 'amd64' };
let registry: RegistryDouble;
let client: RegistryClient;
let repository: SampleRepository;

beforeEach(async () => {
  registry = new RegistryDouble();
  client = connect(await registry.start());
  repository = registry.store.repository(NAME);
});

afterEach(async () => {
  await client.close();
  await registry.stop();
});

const details = (known?: Map<string, ImageSummary>, from = client) => tagDetails(from, NAME, known);

function image(seed: string, platform = amd64, tags: readonly string[] = []) {
  const layers = [{ instruction: 'RUN x', size: 10, seed }];
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return { mediaType, ...putImage(repository, { layers, created: '2026-01-01T00:00:00Z', platform }, tags) };
}

const index = (children: readonly object[], tags: readonly string[] = []) => {
  const document = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: children };
  return { mediaType: OCI_INDEX, digest: repository.putDocument(document, tags), size: 10 };
};

const asked = () => registry.requests.filter(({ method, path }) => method === 'GET' && /manifests|blobs/.test(path)).length;

test('of an index of 20,000 images a row reads 50, and says so', async () => {
  const children = Array.from({ length: 60 }, (_, i) => image(`${i}`, { os: 'linux', architecture: `a${i}` }));
  const more = Array.from({ length: 19_940 }, (_, i) => ({ ...children[0], digest: `sha256:${String(i).padStart(64, '0')}` }));
  const manifests = [...children, ...more].map(({ mediaType, digest, size }) => ({ mediaType, digest, size }));
  repository.putManifest({ bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })), mediaType: OCI_INDEX }, 'big');
  const cache = new Map<string, ImageSummary>();
  const row = (await details(cache)).get('big');
  expect(row).toMatchObject({ state: 'read', kind: 'index', size: 500, covers: { read: 50, all: 20_000 } });
  expect(row?.state === 'read' && row.platforms).toHaveLength(50);
  expect(asked()).toBe(101);
  // What was left out is left out for good: the next look asks for nothing.
  await details(cache);
  expect(asked()).toBe(101);
});

function artifact(config: { readonly mediaType: string; readonly text: string }, layer: string, tag: string): void {
  const document = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: config.mediaType, digest: repository.putBlob(Buffer.from(config.text)), size: config.text.length },
    layers: [{ mediaType: layer, digest: `sha256:${'1'.repeat(64)}`, size: 10 }],
  };
  repository.putDocument(document, [tag]);
}

test('a signature that cosign wrote as an image is one, and runs on no platform', async () => {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', text: '{"architecture":"amd64","os":"linux","config":{}}' };
  artifact(config, 'application/vnd.dev.cosign.simplesigning.v1+json', 'sha256-a.sig');
  expect((await details()).get('sha256-a.sig')).toMatchObject({ kind: 'image', content: 'signature', platforms: [] });
});

test('labels and annotations are those of the image itself: an index has none of its children', async () => {
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: { team: 'payments', 'not-text': 1 } } });
  const descriptor = { mediaType: OCI_MANIFEST, size: 10 };
  const image = {
    mediaType: OCI_MANIFEST,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: repository.putBlob(Buffer.from(config)),
      size: config.length,
    },
    layers: [],
    annotations: { source: 'git' },
  };
  const child = repository.putDocument(image);
  const index = { mediaType: OCI_INDEX, manifests: [{ ...descriptor, digest: child }], annotations: { title: 'api' } };
  const parent = repository.putDocument(index, ['1.0']);
  const cache = new Map<string, ImageSummary>();
  await details(cache);
  expect(cache.get(child)).toMatchObject({ labels: [['team', 'payments']], annotations: [['source', 'git']] });
  expect(cache.get(parent)).toMatchObject({ annotations: [['title', 'api']] });
  expect(cache.get(parent)).not.toHaveProperty('labels');
});

test('a WASM component has the time and the platform of its config', async () => {
  const text = '{"created":"2026-05-04T00:00:00Z","architecture":"wasm","os":"wasip2","layerDigests":[]}';
  artifact({ mediaType: 'application/vnd.wasm.config.v0+json', text }, 'application/wasm', '0.1');
  const row = {
    kind: 'artifact',
    content: 'wasm',
    created: '2026-05-04T00:00:00.000Z',
    platforms: [{ os: 'wasip2', architecture: 'wasm' }],
  };
  expect((await details()).get('0.1')).toMatchObject(row);
});

test('the rows of the first screen come whole, and are drawn before another is asked for; those come twice a second', async () => {
  image(
    'one',
    amd64,
    Array.from({ length: 1_000 }, (_, i) => `1.0.${i}`),
  );
  const cache = { get: () => undefined, set: () => {}, size: 0 };
  const started = performance.now();
  const batches: (readonly TagDetail[])[] = [];
  const drawn = Promise.withResolvers<void>();
  for await (const event of readTags({ client, repository: NAME, cache, signal: undefined, onOrder: () => drawn.promise })) {
    if (event.kind !== 'details') continue;
    batches.push(event.details);
    if (batches.flat().length !== 24) continue;
    expect(registry.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(24);
    drawn.resolve();
  }
  const elapsed = performance.now() - started;
  const isFirst = ({ tag }: TagDetail): boolean => Number(tag.slice(4)) >= 976;
  expect(
    batches
      .flat()
      .slice(0, 24)
      .every((row) => isFirst(row) && row.state === 'read' && !row.pending),
  ).toBe(true);
  const others = batches.filter((batch) => !batch.some(isFirst));
  expect(others.length).toBeGreaterThan(0);
  // One more for the end of each of the two rounds.
  expect(others.length).toBeLessThan(elapsed / 500 + 2);
  expect(new Set(batches.flat().map(({ tag }) => tag)).size).toBe(1_000);
});

/** The kinds of what is told of the names, those of one message joined. */
async function toldOfNames(from: RegistryClient): Promise<string[]> {
  const told: string[] = [];
  const cache = { size: 0, get: () => undefined, set: () => {} };
  for await (const event of readTags({ client: from, repository: NAME, cache, signal: undefined, onOrder: () => {} })) {
    if (event.kind === 'details') break;
    told.push(
      oneByOne(event)
        .map(({ kind }) => kind)
        .join(' '),
    );
  }
  return told;
}

test('names that come at once are told in one message with the start and the end of the list; those of a slow registry as they come', async () => {
  image('a', amd64, ['1.0', '1.1', '1.2', '1.3', '1.4']);
  expect(await toldOfNames(client)).toEqual(['start names listed']);
  const paged = new RegistryDouble(registry.store, { pageSize: 2, latency: 150 });
  const slow = connect(await paged.start());
  expect(await toldOfNames(slow)).toEqual(['start', 'names', 'names', 'names listed']);
  await slow.close();
  await paged.stop();
});

test('names that came before the list failed are told before that', async () => {
  // Beyond 10,000 names, pages are joined: the last one that came is told right before the failure.
  const MANY = 12_000;
  const { digest } = image('a');
  repository.tags.clear();
  for (let i = 0; i < MANY; i++) repository.tags.set(`1.0.${i}`, digest);
  const failing = new RegistryDouble(registry.store);
  const to = connect(await failing.start());
  let lists = 0;
  failing.fault = ({ path }) => (path.includes('/tags/list') && ++lists > 11 ? { kind: 'status', status: 403 } : undefined);
  const cache = { size: 0, get: () => undefined, set: () => {} };
  let names = 0;
  const read = async (): Promise<void> => {
    for await (const event of readTags({ client: to, repository: NAME, cache, signal: undefined, onOrder: () => {} }))
      for (const one of oneByOne(event)) if (one.kind === 'names') names += splitNames(one.names).length;
  };
  expect((await failureOf(read())).code).toBe('FORBIDDEN');
  expect(names).toBe(11_000);
  await to.close();
  await failing.stop();
});

test('left while a page of names is under way, a reading ends at once, and its request with it', async () => {
  image('a', amd64, ['1.0']);
  const slow = new RegistryDouble(registry.store, { latency: 20_000 });
  const to = connect(await slow.start());
  const cache = { size: 0, get: () => undefined, set: () => {} };
  const reading = readTags({ client: to, repository: NAME, cache, signal: undefined, onOrder: () => {} });
  expect(await reading.next()).toMatchObject({ value: { kind: 'start' } });
  const left = performance.now();
  await reading.return(undefined);
  expect(performance.now() - left).toBeLessThan(patient(1_000));
  await to.close();
  await slow.stop();
});

test('indexes of indexes count as one: 50 manifests in all', async () => {
  const nested = Array.from({ length: 20 }, (_, i) => index(Array.from({ length: 20 }, (_, j) => image(`${i}-${j}`))));
  index(nested, ['nested']);
  expect((await details()).get('nested')).toMatchObject({ state: 'read', covers: { read: expect.any(Number), all: expect.any(Number) } });
  expect(registry.requests.filter(({ method, path }) => method === 'GET' && path.includes('/manifests/')).length).toBeLessThan(52);
});

test('a child that is refused with 429 makes its own row fail, and no other', async () => {
  const child = image('refused');
  index([child], ['index']);
  image('other', amd64, ['a', 'b']);
  registry.fault = ({ path }) => (path.endsWith(child.digest) ? { kind: 'status', status: 429 } : undefined);
  const rows = await details();
  expect(rows.get('index')).toMatchObject({ state: 'failed', code: 'RATE_LIMITED' });
  expect(rows.get('a')).toMatchObject({ state: 'read' });
});

test('a registry that refuses every manifest with 429 is left alone after a while', async () => {
  for (let i = 0; i < 200; i++) image(`${i}`, amd64, [`t${i}`]);
  registry.fault = ({ method, path }) => (method === 'GET' && path.includes('/manifests/') ? { kind: 'status', status: 429 } : undefined);
  expect(await failureOf(details())).toMatchObject({ code: 'RATE_LIMITED' });
  expect(asked()).toBeLessThan(80);
});

test('a manifest over the limit is shown with its digest and its type, and its row says why there is no more', async () => {
  const document = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [], annotations: { long: 'x'.repeat(5 * 1024 * 1024) } };
  const digest = repository.putDocument(document, ['large']);
  image('other', amd64, ['a']);
  const rows = await details();
  expect(rows.get('large')).toMatchObject({ state: 'read', digest, mediaType: OCI_INDEX, kind: 'index', problem: 'too-large' });
  expect(rows.get('a')).toMatchObject({ state: 'read' });
  // HEAD told its size: there was no need to begin.
  expect(registry.requests.some(({ method, path }) => method === 'GET' && path.endsWith(digest))).toBe(false);
});

test('a registry that knows no HEAD is asked by GET, and then by GET alone', async () => {
  image('one', amd64, ['a', 'b', 'c']);
  registry.fault = ({ method }) => (method === 'HEAD' ? { kind: 'status', status: 405 } : undefined);
  expect([...(await details()).values()].map(({ state }) => state)).toEqual(['read', 'read', 'read']);
  await client.head(NAME, 'a');
  await client.head(NAME, 'b');
  expect(registry.requests.filter(({ method }) => method === 'HEAD').length).toBeLessThan(4);
});

test('the platforms of an index that names none, and of indexes in it, are those of their configs', async () => {
  const arm = { os: 'linux', architecture: 'arm64', variant: 'v8' };
  index([image('a'), image('b', arm)], ['platformless']);
  index([index([image('c', { os: 'windows', architecture: 'amd64' })]), { ...image('d'), platform: amd64 }], ['nested']);
  const rows = await details();
  expect(rows.get('platformless')).toMatchObject({ platforms: [amd64, arm] });
  expect(rows.get('nested')).toMatchObject({ platforms: [{ os: 'windows', architecture: 'amd64' }, amd64] });
});

test.each([
  ['an empty platform is none', { os: '', architecture: '' }, []],
  ['an architecture without a system is unknown/arm64', { os: '', architecture: 'arm64' }, [{ os: 'unknown', architecture: 'arm64' }]],
])('%s', async (_, platform, shown) => {
  image('one', platform, ['image']);
  index([{ ...image('two', platform), platform }], ['index']);
  const rows = await details();
  expect(rows.get('image')).toMatchObject({ platforms: shown });
  expect(rows.get('index')).toMatchObject({ platforms: shown });
});

test("a time that no calendar has, in Google's table, takes no other row along", async () => {
  const lookup: LookupFunction = (_, { all }, callback) =>
    all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);
  const google = connect(`http://europe-docker.pkg.dev:${new URL(registry.url).port}`, undefined, {}, { lookup });
  const entry = (tag: string, timeCreatedMs: string) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    tag: [tag],
    timeCreatedMs,
  });
  const manifest = {
    [`sha256:${'a'.repeat(64)}`]: entry('a', '9007199254740991'),
    [`sha256:${'b'.repeat(64)}`]: entry('b', '1767225600000'),
  };
  registry.fault = ({ path }) =>
    path.endsWith('/tags/list') ? { kind: 'body', body: JSON.stringify({ tags: ['a', 'b'], manifest }) } : undefined;
  try {
    const rows = await details(new Map(), google);
    expect(rows.get('a')).toMatchObject({ state: 'read' });
    expect(rows.get('b')).toMatchObject({ state: 'read', created: '2026-01-01T00:00:00.000Z' });
  } finally {
    await google.close();
  }
});

test('of what is not on screen all manifests are asked for before the first config, and nothing twice; a known repository is asked by HEAD', async () => {
  for (let i = 0; i < 100; i++) image(`${i}`, amd64, [`a${i}`, `b${i}`]);
  index([image('x'), image('y')], ['index']);
  const cache = new Map<string, ImageSummary>();
  const rows = await details(cache);
  expect(rows.size).toBe(201);
  expect([...rows.values()].filter((row) => row.state !== 'read' || row.pending || row.created === undefined)).toEqual([]);
  const paths = registry.requests.flatMap(({ path }) => /(manifests|blobs)\/.*/.exec(path)?.[0] ?? []);
  // 201 tags and two children of an index; each config once.
  expect([paths.length, new Set(paths).size]).toEqual([305, 305]);
  // The first 24 rows are the index and a99 to a77.
  const last = paths.findLastIndex((path) => path.startsWith('manifests/'));
  expect(paths.length - 1 - last).toBe(77);
  expect(registry.requests.filter(({ method }) => method === 'HEAD')).toEqual([]);
  registry.requests.splice(0);
  await details(cache);
  expect(new Set(registry.requests.map(({ method, path }) => `${method} ${path.includes('manifests')}`))).toEqual(
    new Set(['GET false', 'HEAD true']),
  );
});
