import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KnownLayers, LayerSharing } from '../../shared/contract/images.ts';
import type { ImageSummary } from '../browse/image-summary.ts';
import { LocalIndex } from './local-index.ts';
import { IndexedSummaries } from './summaries.ts';

let folder: string;
let index: LocalIndex;
let summaries: IndexedSummaries;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-layers-'));
  index = new LocalIndex(folder);
  summaries = new IndexedSummaries(index, folder);
});
afterAll(async () => {
  await index.close();
  await rm(folder, { recursive: true, force: true });
});

const digest = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`;

/** An image of layers with these names, separated by spaces, the lowest first. */
const image = (name: string, layers: string, created = '2026-01-01T00:00:00.000Z'): ImageSummary => ({
  ...{ digest: digest(name), mediaType: 'application/vnd.oci.image.manifest.v1+json', kind: 'image', content: 'image', created },
  ...{ platforms: [], configs: [[digest(`config of ${name}`), 1]], children: [] },
  layers: layers.split(' ').map((layer) => [digest(layer), 1] as const),
});

const indexOf = (name: string, children: readonly ImageSummary[]): ImageSummary => ({
  ...{ ...image(name, ''), kind: 'index', configs: [], children: children.map((child) => child.digest) },
  layers: [...new Map(children.flatMap(({ layers }) => layers))],
});

/** Tags by `repository:tag`, and the images that they point to; an image without a tag is given by its digest alone. */
type Content = Readonly<Record<string, ImageSummary>>;

let connections = 0;

async function registry(content: Content): Promise<string> {
  const connectionId = `c${connections++}`;
  for (const [name, summary] of Object.entries(content)) {
    const [repository = '', tag = ''] = name.split(':');
    const known = await summaries.of(connectionId, repository);
    known.set(summary);
    const tags = [[tag, summary.digest]] as const;
    if (!tag.startsWith('@')) await index.ask({ kind: 'saw', connectionId, repository, tags, time: 1 });
  }
  await summaries.flush();
  await index.written();
  return connectionId;
}

async function known(connectionId: string, place: string, layers: string): Promise<KnownLayers> {
  const [repository = '', tag] = place.split(':');
  let found: KnownLayers = { layers: [] };
  const digests = layers.split(' ').map(digest);
  await index.ask({ kind: 'known-layers', connectionId, repository, tag, digests }, (part) => (found = part));
  return found;
}

async function sharing(connectionId: string, place: string, layer: string): Promise<LayerSharing | undefined> {
  const [repository = '', tag] = place.split(':');
  let found: LayerSharing | undefined;
  await index.ask({ kind: 'layer-sharing', connectionId, repository, tag, digest: digest(layer) }, (part) => (found = part));
  return found;
}

test('of each layer it is told how many other tags of the repository and how many other repositories have it', async () => {
  const twin = image('api 1', 'os libc api1');
  const id = await registry({
    'team/api:1.0': twin,
    'team/api:latest': twin,
    'team/api:1.1': image('api 1.1', 'os libc api2'),
    'team/web:1': image('web', 'os web'),
    'team/web:2': image('web 2', 'os web'),
    'jobs:1': image('jobs', 'other'),
  });
  const other = await registry({ 'elsewhere:1': image('api 1', 'os libc api1') });
  const counts = async (place: string) =>
    (await known(id, place, 'os libc api1 nowhere')).layers.map((one) => [one.tags, one.repositories]);
  expect(await counts('team/api:1.0')).toEqual([
    [2, 1],
    [2, 0],
    [1, 0],
    [0, 0],
  ]);
  // By its digest no tag is the one that is shown.
  expect((await counts('team/api'))[0]).toEqual([3, 1]);
  expect((await known(other, 'elsewhere:1', 'os')).layers).toMatchObject([{ tags: 0, repositories: 0 }]);
  expect(await sharing(id, 'team/api:1.0', 'os')).toEqual({
    ...{ tags: ['latest', '1.1'], tagCount: 2 },
    ...{ repositories: [{ repository: 'team/web', tag: '2', tags: 2 }], repositoryCount: 1 },
  });
});

test('a layer of an index is told of by the tags of the index', async () => {
  const [amd64, arm64] = [image('amd64', 'a1 a2'), image('arm64', 'b1')];
  const id = await registry({ 'app:@1': amd64, 'app:@2': arm64, 'app:1': indexOf('both', [amd64, arm64]), 'web:1': image('w', 'a1 w') });
  expect((await known(id, 'web:1', 'a1 w')).layers).toMatchObject([{ repositories: 1 }, { repositories: 0 }]);
});

test('of a layer whose files were read it is told how many they are, and what that rests on', async () => {
  const id = await registry({ 'app:1': image('read', 'r1 r2 r3') });
  const tree = { packed: Buffer.alloc(1), names: Buffer.from('["x"]'), time: 1 };
  await index.ask({ kind: 'keep-tree', digest: digest('r1'), files: 7, unpacked: 10_240, ...tree });
  await index.ask({ kind: 'keep-tree', digest: digest('r2'), files: 3, unpacked: 2_048, toc: 'one', ...tree });
  await index.written();
  expect((await known(id, 'app:1', 'r1 r2 r3')).layers.map(({ files }) => files)).toEqual([
    { files: 7, unpacked: 10_240, isListed: false },
    { files: 3, unpacked: 2_048, isListed: true },
    undefined,
  ]);
});

describe('the base', () => {
  test.each<[string, Content, string, KnownLayers['base']]>([
    [
      'is the image whose layers are the first ones, the one with most of them',
      { 'debian:12': image('d', 'os'), 'python:3': image('p', 'os py'), 'app:1': image('a', 'os py app') },
      'os py app',
      { layers: 2, tags: [{ repository: 'python', tag: '3' }], more: 0 },
    ],
    ['is not one that has the same layers', { 'a:1': image('one', 'os x'), 'b:1': image('two', 'os x') }, 'os x', undefined],
    ['is not one that has another layer between', { 'a:1': image('one', 'os y x'), 'b:1': image('two', 'os x z') }, 'os x z', undefined],
    ['is not one whose layers are the last ones', { 'a:1': image('one', 'x'), 'b:1': image('two', 'os x') }, 'os x', undefined],
    ['is none that no tag leads to', { 'a:@1': image('one', 'os'), 'b:1': image('two', 'os x') }, 'os x', undefined],
    [
      'is named by the tags of newer images first',
      {
        'debian:12.1': image('old', 'os', '2026-01-01T00:00:00Z'),
        'debian:12.2': image('new', 'os', '2026-02-01T00:00:00Z'),
        'app:1': image('a', 'os app'),
      },
      'os app',
      {
        layers: 1,
        tags: [
          { repository: 'debian', tag: '12.2' },
          { repository: 'debian', tag: '12.1' },
        ],
        more: 0,
      },
    ],
  ])('%s', async (_, content, layers, base) => {
    // Layers of other tests are other layers: all of them are in one index.
    const own = Object.fromEntries(
      Object.entries(content).map(([name, summary]) => [name, { ...summary, digest: digest(`${connections} ${summary.digest}`) }]),
    );
    const id = await registry(own);
    expect((await known(id, 'app:1', layers)).base).toEqual(base);
  });

  test('is found by the tag of an index, and never in another registry', async () => {
    const amd64 = image('base amd64', 'bo');
    const id = await registry({
      'base:@1': amd64,
      'base:3': indexOf('base', [amd64, image('base arm64', 'bx')]),
      'app:1': image('b', 'bo p'),
    });
    expect((await known(id, 'app:1', 'bo p')).base).toEqual({ layers: 1, tags: [{ repository: 'base', tag: '3' }], more: 0 });
    const other = await registry({ 'app:1': image('b', 'bo p') });
    expect((await known(other, 'app:1', 'bo p')).base).toBeUndefined();
  });
});
