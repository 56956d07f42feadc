import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

/** Asks for something to be written; what was asked, as long as somebody holds it. */
function askToSave(thread: IndexThread): { readonly question: WeakRef<object>; readonly answered: Promise<void> } {
  const question = { kind: 'save', opens: false, connectionId: 'one', repository: 'team/api', images: [] } as const;
  return { question: new WeakRef(question), answered: thread.ask(question, () => {}) };
}

test('a question is held by nobody while its answer is waited for', async () => {
  const folder = await newDataFolder();
  const thread = new IndexThread(WRITER, join(folder, 'index.sqlite'));
  let isAnswered = false;
  const { question, answered } = askToSave(thread);
  void answered.then(() => {
    isAnswered = true;
  });
  // A reference keeps what it refers to until the task ends that made it.
  await new Promise((resolve) => setImmediate(resolve));
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  expect([question.deref(), isAnswered]).toEqual([undefined, false]);
  await answered;
  await thread.close();
  await removeFolder(folder);
});
