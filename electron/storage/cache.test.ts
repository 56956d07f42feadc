import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../registry/digest.ts';
import { ContentCache } from './content-cache.ts';
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
