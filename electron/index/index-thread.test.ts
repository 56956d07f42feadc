import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newDataFolder, removeFolder } from '../../e2e/support/hosts/browser-host.ts';
import { IndexThread, startAhead } from './index-thread.ts';
import { WRITER } from './scripts.ts';

const stats = async (thread: IndexThread): Promise<unknown> => {
  let told: unknown;
  await thread.ask({ kind: 'stats' }, (part) => {
    told = part;
  });
  return told;
};

test('a thread that was started ahead is taken once, and writes the index that it is then told of', async () => {
  const folder = await newDataFolder();
  const paths = ['one.sqlite', 'other.sqlite'].map((name) => join(folder, name));
  startAhead(WRITER);
  await wait(300);
  // Nothing is written before it is known where.
  expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
  const threads = paths.map((path) => new IndexThread(WRITER, path));
  for (const thread of threads) expect(await stats(thread)).toBeDefined();
  expect(paths.map((path) => existsSync(path))).toEqual([true, true]);
  for (const thread of threads) await thread.close();
  await removeFolder(folder);
});
