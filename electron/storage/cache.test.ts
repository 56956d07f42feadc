import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageSummary } from '../browse/image-summary.ts';
import { digestOf } from '../registry/digest.ts';
import { ContentCache } from './content-cache.ts';
import { SummaryStore } from './summaries.ts';
import { UnfinishedFiles } from './unfinished-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function filesIn(path: string): Promise<string[]> {
  const found = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Bytes on the disk. */
async function sizeOf(path: string): Promise<number> {
  const sizes = await Promise.all((await filesIn(path)).map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const contentOf = (name: string, size = 10_000) => {
  const bytes = Buffer.from(name.padEnd(size, '.'));
  return { digest: digestOf(bytes), mediaType: 'application/json', bytes };
};

const summaryOf = (name: string): ImageSummary => ({
  digest: digestOf(Buffer.from(name)),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: 'image',
  content: 'image',
  platforms: [{ os: 'linux', architecture: 'amd64' }],
  created: '2026-01-01T00:00:00Z',
  layers: Array.from({ length: 8 }, (_, i) => [digestOf(Buffer.from(`${name} ${i}`)), 1000 + i] as const),
  configs: [[digestOf(Buffer.from(`${name} config`)), 200]],
  children: [],
});

describe('summaries', () => {
  test('one new image and 50 openings cost the disk what 50 images take, not 50 times the repository', async () => {
    const first = new SummaryStore(folder);
    const summaries = await first.of('c1', 'team/api');
    for (let i = 0; i < 2_000; i++) summaries.set(summaryOf(`image ${i}`));
    await first.flush();
    const before = await sizeOf(folder);
    for (let round = 0; round < 50; round++) {
      const store = new SummaryStore(folder);
      (await store.of('c1', 'team/api')).set(summaryOf(`new ${round}`));
      await store.flush();
    }
    const after = await sizeOf(folder);
    console.log(`summaries: ${before} bytes before, ${after} bytes after 50 openings`);
    expect(after - before).toBeLessThan(before * 0.05);
    const known = await new SummaryStore(folder).of('c1', 'team/api');
    expect(known.size).toBe(2_050);
    expect(known.get(summaryOf('new 49').digest)).toEqual(summaryOf('new 49'));
  });

  test('repositories that were not used lately are dropped from memory, and read again from the disk', async () => {
    const store = new SummaryStore(folder);
    const first = await store.of('c1', 'team/0');
    for (let repository = 0; repository < 30; repository++) {
      const summaries = await store.of('c1', `team/${repository}`);
      for (let i = 0; i < 1_000; i++) summaries.set(summaryOf(`${repository} ${i}`));
    }
    const last = await store.of('c1', 'team/29');
    const again = await store.of('c1', 'team/0');
    expect(again).not.toBe(first);
    expect(again.get(summaryOf('0 999').digest)).toEqual(summaryOf('0 999'));
    expect(await store.of('c1', 'team/29')).toBe(last);
  });

  test('a line that was cut when the process was killed is skipped, and the lines after it are read', async () => {
    const first = new SummaryStore(folder);
    (await first.of('c1', 'team/api')).set(summaryOf('whole'));
    await first.flush();
    const [file = ''] = await filesIn(folder);
    await writeFile(file, 'a1b2c3d4e5f60718 {"digest":"sha256:cu', { flag: 'a' });
    const second = new SummaryStore(folder);
    (await second.of('c1', 'team/api')).set(summaryOf('after'));
    await second.flush();
    const known = await new SummaryStore(folder).of('c1', 'team/api');
    expect([known.size, known.get(summaryOf('after').digest)]).toEqual([2, summaryOf('after')]);
  });

  test('the repositories that were used last are kept within a size; those of registries that were removed are not', async () => {
    const store = new SummaryStore(folder);
    for (const [connection, repository] of [
      ['c1', 'old'],
      ['c1', 'new'],
      ['removed', 'gone'],
    ] as const) {
      const summaries = await store.of(connection, repository);
      for (let i = 0; i < 100; i++) summaries.set(summaryOf(`${repository} ${i}`));
      await store.flush();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await store.prune(120_000, () => ['c1']);
    const known = async (connection: string, repository: string) => (await new SummaryStore(folder).of(connection, repository)).size;
    expect([await known('c1', 'old'), await known('c1', 'new'), await known('removed', 'gone')]).toEqual([0, 100, 0]);
    await store.forget('c1');
    expect(await known('c1', 'new')).toBe(0);
    expect(await filesIn(folder)).toEqual([]);
  });
});

describe('content', () => {
  const known = (id: string): boolean => id === 'c1';

  test('stays within its size, the newest being kept', async () => {
    const cache = new ContentCache(folder);
    for (let i = 0; i < 40; i++) await cache.of('c1').save(contentOf(`content ${i}`));
    expect(await sizeOf(folder)).toBeGreaterThan(400_000);
    await cache.prune(100_000, known);
    expect(await sizeOf(folder)).toBeLessThan(110_000);
    expect(await cache.of('c1').load(contentOf('content 39').digest)).toBeDefined();
    expect(await cache.of('c1').load(contentOf('content 0').digest)).toBeUndefined();
  });

  test('what only a removed registry used is deleted, and what another uses too is not', async () => {
    const cache = new ContentCache(folder);
    await cache.of('c1').save(contentOf('shared'));
    await cache.of('c2').save(contentOf('shared'));
    await cache.of('c1').save(contentOf('own'));
    expect(await cache.of('c2').load(contentOf('own').digest)).toBeUndefined();
    await cache.forget('c1');
    expect(await cache.of('c2').load(contentOf('shared').digest)).toEqual(contentOf('shared'));
    expect(await cache.of('c1').load(contentOf('own').digest)).toBeUndefined();
    expect(await sizeOf(join(folder, 'cache', 'content-v2'))).toBe(10_000);
    await cache.prune(1_000_000, () => false);
    expect(await filesIn(join(folder, 'cache', 'content-v2'))).toEqual([]);
    expect(await filesIn(join(folder, 'cache', 'index-v5'))).toEqual([]);
  });

  test('content without an entry and files of a process that was killed are deleted, those that are being written are not', async () => {
    const cache = new ContentCache(folder);
    await cache.of('c1').save(contentOf('kept'));
    const [old, older, young] = ['content-v2/sha512/aa/bb/cc', 'tmp/1234', 'tmp/5678'].map((name) => join(folder, 'cache', name));
    for (const file of [old, older, young] as string[]) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, 'left');
      if (file !== young) await utimes(file, new Date(0), new Date(0));
    }
    await cache.prune(1_000_000, known);
    const left = await filesIn(folder);
    expect([left.includes(old ?? ''), left.includes(older ?? ''), left.includes(young ?? '')]).toEqual([false, false, true]);
    expect(await cache.of('c1').load(contentOf('kept').digest)).toBeDefined();
  });
});

describe('files of a process that was killed', () => {
  test('an unfinished save is deleted at the next start, a finished one and files of other names are not', async () => {
    const downloads = join(folder, 'downloads');
    const data = join(folder, 'data');
    await mkdir(downloads);
    await mkdir(data);
    const [killed, finished, other] = ['api.tar.0a1b2c3d.part', 'web.tar.4d5e6f70.part', 'letter.txt'].map((name) => join(downloads, name));
    for (const file of [killed, finished, other] as string[]) await writeFile(file, 'x');
    for (const name of ['longshore.json.tmp-1234567890abcdef', '.unpacked-1', 'longshore.json', 'mine.tmp-1'])
      await writeFile(join(data, name), '{}');
    const before = new UnfinishedFiles(data);
    await before.note(killed ?? '');
    await before.note(other ?? '');
    await (await before.note(finished ?? ''))();
    await before.sweep();
    expect(await readdir(downloads)).toHaveLength(3);
    await new UnfinishedFiles(data).sweep();
    expect((await readdir(downloads)).sort()).toEqual(['letter.txt', 'web.tar.4d5e6f70.part']);
    expect((await filesIn(data)).map((file) => file.slice(data.length + 1)).sort()).toEqual(['longshore.json', 'mine.tmp-1']);
  });
});
