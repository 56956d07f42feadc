import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SearchEvent } from '../../shared/contract/search.ts';
import { LocalIndex } from './local-index.ts';
import { LongAnswers, type Steps } from './long-answers.ts';
import { IMAGES } from './migrations/0001-images.ts';

let folder: string;
let running: LocalIndex | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-long-'));
});
afterEach(async () => {
  await running?.close();
  await rm(folder, { recursive: true, force: true });
});

function start(): LocalIndex {
  running = new LocalIndex(folder);
  return running;
}

const digestOf = (at: number): string => `sha256:${String(at).padStart(64, '0')}`;
const place = { connectionId: 'c1', repository: 'team/api' };

const saw = (index: LocalIndex, from: number, count: number): Promise<void> =>
  index.ask({
    kind: 'saw',
    ...place,
    time: 1,
    tags: Array.from({ length: count }, (_, at) => [`build-${from + at}`, digestOf(from + at)] as const),
  });

async function find(index: LocalIndex, query: string, signal?: AbortSignal): Promise<SearchEvent[]> {
  const parts: SearchEvent[] = [];
  await index.ask({ kind: 'find', query, scope: {}, most: 2_000 }, (part) => parts.push(part), signal);
  return parts;
}

const counted = (parts: readonly SearchEvent[]): number =>
  parts.reduce((sum, part) => sum + (part.kind === 'found' ? part.results.length : 0), 0);

test('what was written is found, also what is written later', async () => {
  const index = start();
  await saw(index, 0, 10);
  expect(counted(await find(index, 'build'))).toBe(10);
  await saw(index, 10, 5);
  expect(counted(await find(index, 'build'))).toBe(15);
  await index.ask({ kind: 'clear' });
  expect(counted(await find(index, 'build'))).toBe(0);
});

test('a search before anything was written finds nothing, and does not fail', async () => {
  expect(await find(start(), 'build')).toEqual([{ kind: 'end', isMore: false }]);
});

test('a search answers while much is being written', async () => {
  const index = start();
  await saw(index, 0, 10);
  const writing = Array.from({ length: 40 }, (_, at) => saw(index, 1_000 * (at + 1), 1_000));
  let isWritten = false;
  void Promise.all(writing).then(() => (isWritten = true));
  expect(counted(await find(index, 'team'))).toBeGreaterThan(0);
  expect(isWritten).toBe(false);
  await Promise.all(writing);
});

test('long answers leave time for other questions after each turn, however many were begun and stopped before', async () => {
  const long = new LongAnswers<number>({ onPart: () => {}, onEnd: () => {}, onFailure: () => {} });
  let turns = 0;
  function* slow(): Steps<number> {
    for (; turns < 30; turns++) {
      const until = performance.now() + 10;
      while (performance.now() < until);
      yield undefined;
    }
  }
  // What a person types, letter by letter.
  for (let id = 0; id < 5; id++) {
    long.begin(id, slow());
    long.stop(id);
  }
  long.begin(5, slow());
  let most = 0;
  while (turns < 10) {
    const before = turns;
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, turns - before);
  }
  long.stop(5);
  expect(most).toBe(1);
});

test('a search that is stopped says no more, and the next one is not held up by it', async () => {
  const index = start();
  await saw(index, 0, 20_000);
  const stop = new AbortController();
  const parts: SearchEvent[] = [];
  const slow = index.ask({ kind: 'find', query: '/no-such-name/', scope: {}, most: 2_000 }, (part) => parts.push(part), stop.signal);
  stop.abort();
  await expect(slow).rejects.toMatchObject({ name: 'AbortError' });
  expect(parts).toEqual([]);
  // Nor one that was stopped before it was asked.
  await expect(find(index, 'build', stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(counted(await find(index, 'build-19999'))).toBe(1);
});

test('an index in memory is searched by the thread that has it', async () => {
  await rm(folder, { recursive: true });
  await appendFile(folder, 'a file where the folder should be');
  const index = start();
  await saw(index, 0, 10);
  expect(index.trouble).toBe('memory-only');
  expect(counted(await find(index, 'build'))).toBe(10);
});

test('names of an index file from before there was a search are found', async () => {
  const old = new DatabaseSync(join(folder, 'index.sqlite'));
  old.exec(`${IMAGES} PRAGMA user_version = 1;
    INSERT INTO connection (name) VALUES ('c1');
    INSERT INTO repository (connection, name, opened, listed) VALUES (1, 'team/api', 1, 1);
    INSERT INTO manifest (digest) VALUES (x'${'aa'.repeat(32)}');
    INSERT INTO tag VALUES (1, 'build-1', 1, 1), (1, 'other', 1, 1);`);
  old.close();
  const index = start();
  expect(counted(await find(index, 'team'))).toBe(1);
  expect(counted(await find(index, 'build'))).toBe(1);
});
