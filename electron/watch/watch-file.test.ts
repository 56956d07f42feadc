import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WatchFile } from './watch-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-watch-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ['of a later version', '{"version":2,"watches":[{"tag":"latest"}]}'],
  ['that was cut', '{"version":1,"watches":['],
])('a file %s is kept beside the new one', async (_, text) => {
  const path = join(folder, 'watch.json');
  await writeFile(path, text);
  const file = new WatchFile(folder);
  expect(await file.read()).toEqual({ watches: [], changes: [], rests: [] });
  await file.write({ watches: [], changes: [], rests: [] });
  expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 1 });
});
