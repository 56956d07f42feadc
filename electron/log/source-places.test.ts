import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inSources } from './source-places.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-places-'));
  // The third line of the built file is the tenth of the source, from its third column on.
  const map = { version: 3, sources: ['../../electron/app.ts'], names: [], mappings: ';;AASE' };
  await writeFile(join(folder, 'built.js.map'), JSON.stringify(map));
});
afterEach(() => rm(folder, { recursive: true }));

test('a place in a built file is told as that in the source, and any other as it is', () => {
  const built = pathToFileURL(join(folder, 'built.js')).href;
  const other = pathToFileURL(join(folder, 'other.js')).href;
  const lines = [
    `    at find (${built}:3:5)`,
    `    at ${built}:3:1`,
    `    at find (${other}:3:5)`,
    '    at Socket.emit (node:events:514:28)',
  ];
  expect(inSources(lines)).toEqual([
    '    at find (../../electron/app.ts:10:3)',
    '    at ../../electron/app.ts:10:3',
    lines[2],
    '    at Socket.emit (node:events:514:28)',
  ]);
});
