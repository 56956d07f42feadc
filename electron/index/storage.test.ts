import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SelectionWeight, StorageBy, StorageResult, StorageScope, StorageSelection } from '../../shared/contract/storage.ts';
import { type ImageSummary, rowOf } from '../browse/image-summary.ts';
import { bytesFreed } from '../changes/core/bytes.ts';
import { LocalIndex } from './local-index.ts';
import { IndexedSummaries } from './summaries.ts';
import { tagMemory } from './tag-memory.ts';

let folder: string;
let index: LocalIndex;
let summaries: IndexedSummaries;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-storage-'));
  index = new LocalIndex(folder);
  summaries = new IndexedSummaries(index, folder);
});
afterAll(async () => {
  await index.close();
  await rm(folder, { recursive: true, force: true });
});

const digest = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`;

/** An image of these layers, by their names and bytes. */
const image = (name: string, layers: Readonly<Record<string, number>>, more: Partial<ImageSummary> = {}): ImageSummary => ({
  digest: digest(name),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: 'image',
  content: 'image',
  platforms: [],
  layers: Object.entries(layers).map(([layer, size]) => [digest(layer), size] as const),
  configs: [[digest(`config of ${name}`), 1]],
  children: [],
  ...more,
});

/** An index of these images. */
const indexOf = (name: string, children: readonly ImageSummary[]): ImageSummary => ({
  ...image(name, {}),
  kind: 'index',
  layers: [...new Map(children.flatMap(({ layers }) => layers))],
  configs: [...new Map(children.flatMap(({ configs }) => configs))],
  children: children.map((child) => child.digest),
});

type Content = Readonly<Record<string, Readonly<Record<string, ImageSummary>>>>;

let connections = 0;

/** A registry that was read whole: its repositories with their tags. All of them are in one index. */
async function registry(content: Content): Promise<string> {
  const connectionId = `c${connections++}`;
  for (const [repository, tags] of Object.entries(content)) {
    const known = await summaries.of(connectionId, repository);
    for (const summary of Object.values(tags)) known.set(summary);
    const memory = tagMemory(index, { connectionId, repository }, 'person');
    memory.saw(Object.entries(tags).map(([tag, summary]) => rowOf(tag, summary)));
    memory.sawAll();
  }
  await summaries.flush();
  return connectionId;
}

async function storageOf(connectionId: string, scope: StorageScope, by: StorageBy): Promise<StorageResult> {
  let result: StorageResult | undefined;
  await index.ask({ kind: 'storage', connectionId, scope, by }, (part) => {
    if (part.kind === 'result') result = part.result;
  });
  if (!result) throw new Error('no result');
  return result;
}

async function weigh(connectionId: string, selection: StorageSelection): Promise<SelectionWeight> {
  const parts: SelectionWeight[] = [];
  await index.ask({ kind: 'weigh', connectionId, selection }, (part) => parts.push(part));
  return parts[0] as SelectionWeight;
}

const ALL: StorageScope = { kind: 'folder', folder: '' };

/** The rule of a deletion, over everything that the registry has. */
const freedBy = (content: Content, isChosen: (repository: string, tag: string) => boolean): number =>
  bytesFreed(
    Object.entries(content).map(([repository, tags]) => {
      const kept = new Set(Object.entries(tags).flatMap(([tag, summary]) => (isChosen(repository, tag) ? [] : [summary.digest])));
      const read = new Map(Object.values(tags).map((summary) => [summary.digest, summary]));
      return { summaries: read, isDeleted: (name) => !kept.has(name) };
    }),
  ).bytesFreed;

const BASE = { debian: 100 };
const API_1 = image('api 1', { ...BASE, python: 50, 'api 1': 7 });
const API_2 = image('api 2', { ...BASE, python: 50, 'api 2': 9 });
const WEB = image('web', { ...BASE, node: 30 });
const TOOL = image('tool', { tool: 5 });
const CONTENT: Content = {
  'team/api': { '1.0': API_1, '2.0': API_2, latest: API_2 },
  'team/web': { '1.0': WEB },
  tool: { '1.0': TOOL },
  'tool/more': { '1.0': image('more', { more: 2 }), api: API_1 },
};

describe('what is stored', () => {
  test('by the folders of a registry, each blob once: what nothing else uses is theirs, the rest is shared', async () => {
    const { figures, groups, rest } = await storageOf(await registry(CONTENT), ALL, 'namespace');
    // Five configs of one byte each.
    expect(figures).toEqual({
      total: 100 + 50 + 7 + 9 + 30 + 5 + 2 + 5,
      unique: 100 + 50 + 7 + 9 + 30 + 5 + 2 + 5,
      alone: 158 + 160 + 131 + 6 + 3,
      tags: 7,
      images: 5,
      unread: 0,
      repositories: { known: 4, read: 4 },
    });
    expect(groups).toEqual([
      { key: 'team', kind: 'folder', total: 100 + 50 + 7 + 9 + 30 + 3, unique: 9 + 30 + 2, tagCount: 4, repositoryCount: 2, tags: [] },
      { key: 'tool', kind: 'repository', total: 6, unique: 6, tagCount: 1, repositoryCount: 1, tags: [] },
      { key: 'tool', kind: 'folder', total: 158 + 3, unique: 3, tagCount: 2, repositoryCount: 1, tags: [] },
    ]);
    expect(rest).toEqual({ count: 0, total: 0, unique: 0 });
  });

  test('in a folder: what is used outside of it is not unique', async () => {
    const { figures, groups } = await storageOf(await registry(CONTENT), { kind: 'folder', folder: 'team' }, 'repository');
    expect(figures).toMatchObject({ total: 199, unique: 9 + 30 + 2, tags: 4, images: 3, repositories: { known: 2, read: 2 } });
    expect(groups.map(({ key, total, unique }) => [key, total, unique])).toEqual([
      ['team/web', 131, 31],
      ['team/api', 168, 10],
    ]);
  });

  test('in a repository by its images, with the tags of each', async () => {
    const { groups } = await storageOf(await registry(CONTENT), { kind: 'repository', repository: 'team/api' }, 'tag');
    expect(groups).toEqual([
      {
        ...{ key: API_2.digest, kind: 'image', total: 160, unique: 10, tagCount: 2, repositoryCount: 1 },
        tags: [
          { repository: 'team/api', tag: 'latest' },
          { repository: 'team/api', tag: '2.0' },
        ],
      },
      {
        ...{ key: API_1.digest, kind: 'image', total: 158, unique: 0, tagCount: 1, repositoryCount: 1 },
        tags: [{ repository: 'team/api', tag: '1.0' }],
      },
    ]);
  });

  test('by layers, the largest first, with the number of tags that use each', async () => {
    const { groups } = await storageOf(await registry(CONTENT), ALL, 'layer');
    expect(groups.slice(0, 3).map(({ key, total, tagCount, tags }) => [key, total, tagCount, tags.length])).toEqual([
      [digest('debian'), 100, 5, 1],
      [digest('python'), 50, 4, 1],
      [digest('node'), 30, 1, 1],
    ]);
  });

  test('what most images are built on is their common base, of an index in each of its platforms', async () => {
    const [amd64, arm64] = [image('of amd64', { ...BASE, amd: 3 }), image('of arm64', { ...BASE, arm: 4 })];
    const connectionId = await registry({ ...CONTENT, multi: { '1.0': indexOf('both', [amd64, arm64]), amd64, arm64 } });
    expect((await storageOf(connectionId, ALL, 'namespace')).base).toEqual({ layers: [digest('debian')], bytes: 100, images: 7, of: 9 });
    expect((await storageOf(connectionId, { kind: 'repository', repository: 'team/api' }, 'tag')).base).toEqual({
      ...{ layers: [digest('debian'), digest('python')], bytes: 150, images: 2, of: 2 },
    });
    expect((await storageOf(connectionId, { kind: 'repository', repository: 'tool' }, 'tag')).base).toBeUndefined();
  });

  test('where two manifests say different sizes of a blob, the smaller counts, whichever was read first', async () => {
    const sizes = async (first: number, second: number) => {
      const name = `${first} ${second}`;
      const content = { a: { '1': image(`a ${name}`, { [name]: first }), '2': image(`b ${name}`, { [name]: second }) } };
      const { figures } = await storageOf(await registry(content), ALL, 'repository');
      return [figures.total, freedBy(content, () => true)];
    };
    expect(await sizes(1_000_000, 10)).toEqual([12, 12]);
    expect(await sizes(10, 1_000_000)).toEqual([12, 12]);
  });

  test('images that were not read, or not whole, are counted as such', async () => {
    const cut = { ...indexOf('cut', [API_1]), covers: { limit: 1, read: 1, all: 9 } };
    const connectionId = await registry({ a: { '1': cut, '2': API_1 } });
    tagMemory(index, { connectionId, repository: 'a' }, 'person').saw([rowOf('3', image('never read', {}))]);
    // Answered once everything before it is written.
    await index.ask({ kind: 'stats' });
    expect((await storageOf(connectionId, ALL, 'repository')).figures).toMatchObject({ tags: 3, images: 3, unread: 2 });
    expect(await weigh(connectionId, { kind: 'tags', repository: 'a', tags: ['1', '2', '3'] })).toMatchObject({ tags: 3, unread: 2 });
  });

  test('of a registry that is not known there is nothing', async () => {
    expect((await storageOf('unknown', ALL, 'namespace')).figures).toMatchObject({ total: 0, repositories: { known: 0, read: 0 } });
    expect(await weigh('unknown', { kind: 'tags', repository: 'a', tags: ['1'] })).toMatchObject({ total: 0, unique: 0 });
  });
});

describe('what a deletion frees', () => {
  test.each<[string, StorageSelection, number, number]>([
    ['one of two tags of an image frees nothing', { kind: 'tags', repository: 'team/api', tags: ['2.0'] }, 160, 0],
    ['all tags of an image free what it alone has', { kind: 'tags', repository: 'team/api', tags: ['2.0', 'latest', 'unheard'] }, 160, 10],
    ['the same, by its digest', { kind: 'images', repository: 'team/api', digests: [API_2.digest] }, 160, 10],
    [
      'an image that another repository has, too, frees nothing',
      { kind: 'images', repository: 'team/api', digests: [API_1.digest] },
      158,
      0,
    ],
    ['a repository', { kind: 'repositories', folders: [], repositories: ['team/web'] }, 131, 31],
    ['a folder and what shares with it free it all', { kind: 'repositories', folders: ['team', 'tool'], repositories: [] }, 208, 208],
  ])('%s', async (_, selection, total, unique) => {
    expect(await weigh(await registry(CONTENT), selection)).toMatchObject({ total, unique });
  });

  const LAYERS = ['l0', 'l1', 'l2', 'l3', 'l4', 'l5'];
  const layersArbitrary = fc.uniqueArray(fc.constantFrom(...LAYERS), { minLength: 1, maxLength: 4 });
  /** Images of shared layers, indexes of them, and tags in some repositories that point to either. */
  const contentArbitrary = fc
    .tuple(
      fc.array(layersArbitrary, { minLength: 1, maxLength: 6 }),
      fc.array(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
      fc.dictionary(
        fc.constantFrom('a', 'a/b', 'a/c', 'b', 'a-b'),
        fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.nat(7), { minKeys: 1 }),
        { minKeys: 1 },
      ),
    )
    .map(([images, indexes, repositories]): Content => {
      const plain = images.map((layers) => image(`of ${layers.join()}`, Object.fromEntries(layers.map((l) => [l, Number(l[1]) * 10 + 1]))));
      const at = (i: number): ImageSummary => plain[i % plain.length] as ImageSummary;
      const all = [...plain, ...indexes.map((children) => indexOf(`index ${children.map((i) => at(i).digest).join()}`, children.map(at)))];
      return Object.fromEntries(
        Object.entries(repositories).map(([name, tags]) => [
          name,
          Object.fromEntries(Object.entries(tags).map(([tag, i]) => [tag, all[i % all.length] as ImageSummary])),
        ]),
      );
    });

  test('agrees with the rule of a deletion, for tags, images, folders and all, over any registry', async () => {
    await fc.assert(
      fc.asyncProperty(contentArbitrary, fc.nat(), async (content, seed) => {
        const connectionId = await registry(content);
        const names = Object.keys(content);
        const repository = names[seed % names.length] as string;
        const tags = Object.keys(content[repository] ?? {}).filter((_, i) => ((seed >> i) & 1) === 0);
        const ofTags = await weigh(connectionId, { kind: 'tags', repository, tags });
        expect(ofTags.unique).toBe(freedBy(content, (name, tag) => name === repository && tags.includes(tag)));
        const ofFolder = await weigh(connectionId, { kind: 'repositories', folders: ['a'], repositories: [] });
        const isInFolder = (name: string): boolean => name === 'a' || name.startsWith('a/');
        expect(ofFolder.unique).toBe(freedBy(content, isInFolder));
        const folderOf = await storageOf(connectionId, { kind: 'folder', folder: 'a' }, 'namespace');
        expect(folderOf.figures).toMatchObject({ total: ofFolder.total, unique: ofFolder.unique });
        const all = await storageOf(connectionId, ALL, 'repository');
        expect(all.figures.total).toBe(freedBy(content, () => true));
        for (const { key, total, unique } of all.groups) {
          const alone = await weigh(connectionId, { kind: 'repositories', folders: [], repositories: [key] });
          expect([total, unique]).toEqual([alone.total, freedBy(content, (name) => name === key)]);
        }
        const images = await storageOf(connectionId, { kind: 'repository', repository }, 'tag');
        for (const { key, unique } of images.groups)
          expect(unique).toBe(freedBy(content, (name, tag) => name === repository && content[name]?.[tag]?.digest === key));
        const layers = await storageOf(connectionId, ALL, 'layer');
        expect(layers.groups.reduce((bytes, { total }) => bytes + total, 0)).toBe(all.figures.total);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a long answer', () => {
  test('holds up no other question, and ends when it is not wanted any more', async () => {
    const content = Object.fromEntries(
      Array.from({ length: 20 }, (_, r) => [
        `team/${r}`,
        Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${i}`, image(`${r} ${i}`, { [`${r} ${i}`]: 1, base: 2 })])),
      ]),
    );
    const connectionId = await registry(content);
    let isAnswered = false;
    let other = '';
    const asked = index.ask(
      { kind: 'storage', connectionId, scope: ALL, by: 'namespace' },
      ({ kind }) => (isAnswered ||= kind === 'result'),
    );
    await index.ask({ kind: 'stats' }, () => (other = isAnswered ? 'after' : 'before'));
    await asked;
    expect([other, isAnswered]).toEqual(['before', true]);

    const stop = new AbortController();
    let parts = 0;
    const left = index.ask(
      { kind: 'storage', connectionId, scope: ALL, by: 'namespace' },
      () => {
        parts++;
        stop.abort(new Error('left'));
      },
      stop.signal,
    );
    await expect(left).rejects.toThrow('left');
    await index.ask({ kind: 'stats' });
    expect(parts).toBe(1);
  });

  test('ends with an error where the file is deleted meanwhile, and the next one is answered', async () => {
    const connectionId = await registry(CONTENT);
    const asked = storageOf(connectionId, ALL, 'namespace').then(
      () => 'answered',
      (error: Error) => error.message,
    );
    await rm(join(folder, 'index.sqlite'));
    await index.ask({ kind: 'stats' });
    expect(['answered', 'Error: the index was replaced']).toContain(await asked);
    expect((await storageOf(connectionId, ALL, 'namespace')).figures.total).toBe(0);
  });
});
