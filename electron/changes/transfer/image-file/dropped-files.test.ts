import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DroppedFiles } from './dropped-files.ts';

let folder: string;
let files: DroppedFiles;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-dropped-'));
  files = new DroppedFiles(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kept = (): Promise<string[]> => readdir(join(folder, 'dropped')).catch(() => []);

test('a file that arrives in parts is whole under its own name, and removed once it was loaded', async () => {
  const id = await files.begin('api 1.0.tar', 6);
  expect(await files.append(id, Buffer.from('abc'))).toBeNull();
  const path = (await files.append(id, Buffer.from('def'))) ?? '';
  expect(basename(path)).toBe('api_1.0.tar');
  await expect(files.use(path, () => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
  expect(await files.use(path, () => readFile(path, 'utf8'))).toBe('abcdef');
  expect(await kept()).toEqual([]);
});

test.each(['../../etc/passwd', '..', '/etc/passwd', 'C:\\images\\a.tar', '.bashrc'])('the name %s leads nowhere else', async (name) => {
  const id = await files.begin(name, 1);
  const path = (await files.append(id, Buffer.from('x'))) ?? '';
  expect(dirname(path)).toBe(join(folder, 'dropped', id));
});

test('a file gets no more bytes than it has, and none once another one was dropped', async () => {
  const first = await files.begin('a.tar', 2);
  await expect(files.append(first, Buffer.from('abc'))).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'missing' } });
  const second = await files.begin('b.tar', 2);
  await expect(files.append(first, Buffer.from('a'))).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'missing' } });
  expect(await kept()).toEqual([second]);
  await files.clear();
  expect(await kept()).toEqual([]);
});

test('a file that the disk has no room for is refused before its first byte', async () => {
  await expect(files.begin('a.tar', Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'full' } });
  expect(await kept()).toEqual([]);
});

test('a file that is being loaded is kept when another one is dropped', async () => {
  const path = (await files.append(await files.begin('a.tar', 1), Buffer.from('x'))) ?? '';
  await files.use(path, async () => {
    await files.begin('b.tar', 1);
    expect(await readFile(path, 'utf8')).toBe('x');
  });
  expect(await kept()).toHaveLength(1);
});

test('a file whose load failed is kept when another one is dropped, unless the disk has no room for it', async () => {
  const path = (await files.append(await files.begin('a.tar', 1), Buffer.from('x'))) ?? '';
  await expect(files.use(path, () => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
  await files.begin('b.tar', 1);
  expect(await readFile(path, 'utf8')).toBe('x');
  await expect(files.begin('c.tar', Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ code: 'STORAGE' });
  expect(await kept()).toEqual([]);
});
