import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cacache from 'cacache';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../registry/digest.ts';
import { TrashStore } from './trash.ts';

const manifestOf = (text: string) => {
  const bytes = Buffer.from(text);
  return { digest: digestOf(bytes), mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes };
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-trash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fileOf = (digest: string): string => join(folder, 'kept', 'manifests', digest.replace(':', '-'));

test('a saved manifest is loaded as the same bytes with its type; a damaged one is not', async () => {
  const manifest = manifestOf('{\n  "schemaVersion": 2\n}\n');
  await new TrashStore(folder).save(manifest);
  const trash = new TrashStore(folder);
  expect(await trash.load(manifest.digest)).toEqual(manifest);
  if (process.platform !== 'win32') expect((await stat(fileOf(manifest.digest))).mode & 0o077).toBe(0);
  for (const damage of ['', 'x', '{}', '{"mediaType":"m"}\nother bytes', '{"mediaType":']) {
    await writeFile(fileOf(manifest.digest), damage);
    expect(await trash.load(manifest.digest)).toBeUndefined();
  }
  // Kept again it is whole again.
  await trash.save(manifest);
  expect(await trash.load(manifest.digest)).toEqual(manifest);
});

test('what the first version kept is found, and is carried over once with its age', async () => {
  const old = manifestOf('old');
  const ancient = manifestOf('ancient');
  for (const { digest, bytes, mediaType } of [old, ancient])
    await cacache.put(join(folder, 'kept'), digest, bytes, { metadata: { mediaType } });
  const trash = new TrashStore(folder);
  expect(await trash.load(old.digest)).toEqual(old);
  const now = Date.now();
  await trash.prune(60_000, 1_000_000, new Set());
  expect(await readdir(join(folder, 'kept'))).toEqual(['manifests']);
  expect(await trash.load(old.digest)).toEqual(old);
  expect(await trash.load(ancient.digest)).toEqual(ancient);
  expect(now - (await stat(fileOf(old.digest))).mtimeMs).toBeLessThan(60_000);
});

test('what a change saves while the trash is pruned is not deleted, whenever it is saved', async () => {
  const trash = new TrashStore(folder);
  const manifests = Array.from({ length: 60 }, (_, i) => manifestOf(`old ${i}`));
  for (const manifest of manifests) {
    await trash.save(manifest);
    await utimes(fileOf(manifest.digest), new Date(0), new Date(0));
  }
  const pruned = trash.prune(60_000, 1_000_000, new Set());
  await Promise.all(
    manifests.map(async (manifest, i) => {
      await new Promise((resolve) => setTimeout(resolve, i / 4));
      await trash.save(manifest);
      expect(await trash.load(manifest.digest)).toEqual(manifest);
    }),
  );
  await pruned;
  const found = await Promise.all(manifests.map(async ({ digest }) => (await trash.load(digest)) !== undefined));
  expect(found.filter((isKept) => !isKept)).toEqual([]);
});

test('a name that is not a digest never becomes part of a path', async () => {
  const trash = new TrashStore(folder);
  await writeFile(join(folder, 'secret'), '{"mediaType":"m"}\nsecret');
  expect(await trash.load('../../secret')).toBeUndefined();
  await expect(trash.save({ ...manifestOf('x'), digest: 'sha256:../../secret' })).rejects.toMatchObject({ code: 'STORAGE' });
  expect(await readFile(join(folder, 'secret'), 'utf8')).toContain('secret');
});
