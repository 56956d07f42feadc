import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { connect } from '../../e2e/support/connect.ts';
import { json } from '../../e2e/support/content/realistic-images.ts';
import { type Descriptor, registryStorage } from '../../e2e/support/content/registry-storage.ts';
import { testWith } from '../../e2e/support/needs.ts';
import { run } from '../../e2e/support/process.ts';
import { type Distribution, startDistribution } from '../../e2e/support/servers/distribution.ts';
import type { SelectionWeight, StorageSelection } from '../../shared/contract/storage.ts';
import { startTagRead } from '../browse/tag-reads.ts';
import type { RegistryClient } from '../registry/client.ts';
import { LocalIndex } from './local-index.ts';
import { IndexedSummaries } from './summaries.ts';
import { tagMemory } from './tag-memory.ts';

const test = testWith(anyTest, 'docker-registry');
const MB = 1_000_000;
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const REPOSITORIES = ['base', 'shop/api', 'shop/web', 'tools/lint'];

let registry: Distribution;
let client: RegistryClient;
let folder: string;
let index: LocalIndex;
/** Digests of the manifests of what the tests delete. */
let doomed: Record<'latest' | 'release' | 'releaseChildren' | 'web', string[]>;

/** Images on a common base, a multi-platform one whose platforms have no tags, tags on one image, and one image in two repositories. */
function fill(top: string): typeof doomed {
  const open = registryStorage(top);
  const image = (repository: string, own: string, size: number, tags: readonly string[]): Descriptor => {
    const storage = open(repository);
    const config = storage.blob(
      CONFIG,
      json({ os: 'linux', architecture: 'amd64', comment: own, rootfs: { type: 'layers', diff_ids: [] } }),
    );
    return storage.manifest({ config, layers: [storage.layer('debian', 29 * MB), storage.layer(own, size * MB)] }, tags);
  };
  image('base', 'base', 1, ['12']);
  image('shop/api', 'api 1', 5, ['1.0']);
  const latest = image('shop/api', 'api 2', 7, ['2.0', 'latest']);
  const platforms = [image('shop/api', 'api amd64', 11, []), image('shop/api', 'api arm64', 13, [])];
  const release = open('shop/api').index(
    platforms.map((one, i) => ({ ...one, platform: { os: 'linux', architecture: i === 0 ? 'amd64' : 'arm64' } })),
    ['3.0'],
  );
  const web = image('shop/web', 'web', 17, ['1.0']);
  image('shop/web', 'api 2', 7, ['copied']);
  image('tools/lint', 'lint', 3, ['1.0']);
  const children = platforms.map(({ digest }) => digest);
  return { latest: [latest.digest], release: [release.digest], releaseChildren: children, web: [web.digest] };
}

/** Bytes of the blobs on the disk, and those of them that are manifests. */
async function onDisk(): Promise<{ readonly all: number; readonly manifests: number }> {
  const blobs = join(registry.folder, 'data/docker/registry/v2/blobs/sha256');
  const files = (await readdir(blobs, { recursive: true })).filter((name) => name.endsWith('data'));
  let [all, manifests] = [0, 0];
  for (const file of files) {
    const { size } = await stat(join(blobs, file));
    all += size;
    if (size < 10_000 && (await readFile(join(blobs, file), 'utf8')).includes('"schemaVersion"')) manifests += size;
  }
  return { all, manifests };
}

const collect = (): Promise<unknown> => run('docker-registry', ['garbage-collect', join(registry.folder, 'config.yml')]);

async function read(repository: string, summaries: IndexedSummaries): Promise<void> {
  const place = { connectionId: 'c1', repository };
  const openCache = () => summaries.of('c1', repository);
  const memory = tagMemory(index, place, 'person');
  for await (const _ of startTagRead({
    client,
    repository,
    openCache,
    memory,
    recall: false,
    readId: repository,
    isShown: false,
    signal: undefined,
  }));
}

async function weigh(selection: StorageSelection): Promise<SelectionWeight> {
  const parts: SelectionWeight[] = [];
  await index.ask({ kind: 'weigh', connectionId: 'c1', selection }, (part) => parts.push(part));
  return parts[0] as SelectionWeight;
}

beforeAll(async () => {
  registry = await startDistribution({ deletes: true });
  doomed = fill(registry.folder);
  client = connect(registry.url);
  folder = await mkdtemp(join(tmpdir(), 'longshore-disk-'));
  index = new LocalIndex(folder);
  const summaries = new IndexedSummaries(index, folder);
  for (const repository of REPOSITORIES) await read(repository, summaries);
  await summaries.flush();
});
afterAll(async () => {
  await client?.close();
  await index?.close();
  await registry?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('what a registry stores by the index is what its folder of blobs takes, to the bytes of the manifests', async () => {
  const { all, manifests } = await onDisk();
  let total = 0;
  await index.ask({ kind: 'storage', connectionId: 'c1', scope: { kind: 'folder', folder: '' }, by: 'namespace' }, (part) => {
    if (part.kind !== 'result') return;
    total = part.result.figures.total;
    expect(part.result.figures).toMatchObject({ unread: 0, repositories: { known: 4, read: 4 } });
  });
  expect(manifests).toBeGreaterThan(0);
  expect(total).toBe(all - manifests);
});

test('what deleting frees by the index is what garbage collection then frees, to the bytes of the manifests', async () => {
  const selections: readonly (readonly [StorageSelection, 'shop/api' | 'shop/web', readonly string[]])[] = [
    // Another repository has the same image: nothing is freed.
    [{ kind: 'tags', repository: 'shop/api', tags: ['2.0', 'latest'] }, 'shop/api', doomed.latest],
    [{ kind: 'tags', repository: 'shop/web', tags: ['1.0'] }, 'shop/web', doomed.web],
    [{ kind: 'images', repository: 'shop/api', digests: doomed.release }, 'shop/api', [...doomed.release, ...doomed.releaseChildren]],
  ];
  const freed: number[] = [];
  for (const [selection, repository, digests] of selections) {
    const { unique } = await weigh(selection);
    const before = await onDisk();
    for (const digest of digests) await client.deleteManifest(repository, digest);
    await collect();
    const after = await onDisk();
    expect(before.all - before.manifests - (after.all - after.manifests)).toBe(unique);
    freed.push(unique);
  }
  expect(freed[0]).toBe(0);
  expect(freed[1]).toBeGreaterThan(17 * MB);
  expect(freed[2]).toBeGreaterThan(24 * MB);
});
