import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { History } from './history.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const subject = {
  connection: { id: 'c1', name: 'Production', url: 'https://registry.example.com' },
  repository: 'team/api',
  what: 'delete-tag',
  tag: '1.9',
};
const moves = [{ tag: '1.9', before: digest, after: null }];
const referrers = [{ reference: digest, digest, artifactType: 'application/spdx+json' }];
const request = { method: 'DELETE', reference: '1.9', why: 'remove' };

/** A history of the first version: a change that ended, one that was restored, one that waits, one that was cut off, and lines of others. */
const FORMER = [
  { v: 1, kind: 'begin', id: 'done', session: 's', at: '2026-01-02T03:04:05.000Z', change: { ...subject, moves, attached: referrers } },
  { v: 1, kind: 'step', id: 'done', n: 0, at: '2026-01-02T03:04:06.000Z', request },
  { v: 1, kind: 'begin', id: 'restored', session: 's', at: '2026-02-03T04:05:06.000Z', change: { ...subject, tag: '2.0', moves } },
  { v: 1, kind: 'answer', id: 'done', n: 0, took: 3, status: 202 },
  { v: 1, kind: 'end', id: 'done', at: '2026-01-02T03:04:07.000Z', state: 'done' },
  { v: 1, kind: 'step', id: 'restored', n: 0, at: '2026-02-03T04:05:07.000Z', request: { ...request, method: 'PUT', why: 'put-back' } },
  { v: 1, kind: 'end', id: 'restored', at: '2026-02-03T04:05:08.000Z', state: 'put-back' },
  { kind: 'begin', id: 'waits', session: 's', at: '2026-02-04T04:05:06.000Z', change: { ...subject, tag: '3.0', moves } },
  { kind: 'end', id: 'waits', at: '2026-02-04T04:05:07.000Z', state: 'unknown' },
  { kind: 'begin', id: 'cut', session: 's', at: '2026-02-05T04:05:06.000Z', change: { ...subject, tag: '4.0', moves } },
  { kind: 'step', id: 'cut', n: 0, at: '2026-02-05T04:05:07.000Z', request },
  { v: 7, kind: 'begin', id: 'later', session: 's', at: '2026-02-06T04:05:06.000Z', change: { ...subject, what: 'promote', moves } },
  { v: 7, kind: 'step', id: 'later', n: 0, at: '2026-02-06T04:05:07.000Z', request },
].map((line) => JSON.stringify(line));
const DAMAGED = 'not JSON';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-carry-'));
  await writeFile(join(folder, 'history.jsonl'), `${FORMER.join('\n')}\n${DAMAGED}\n{"torn":`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function told(history: History): Promise<string[]> {
  const { entries } = await history.list({ limit: 100, search: '' });
  return entries.map((entry) =>
    entry.kind === 'change' ? `${entry.change.id} ${entry.change.state}` : `unread ${entry.text.slice(0, 20)}`,
  );
}

const EVERYTHING = [
  'unread {"v":7,"kind":"begin',
  'cut interrupted',
  'waits unknown',
  'unread {"torn":',
  'unread not JSON',
  'restored restored',
  'done done',
].map((text) => text.slice(0, 27));

test('the history of the first version is carried over once, with all that it tells, and its file is set aside', async () => {
  const history = new History(folder);
  expect(await told(history)).toEqual(EVERYTHING);
  expect(await history.interrupted()).toMatchObject([{ id: 'cut', steps: 1, movedTags: true }, { id: 'waits' }]);
  expect(await history.get('done')).toMatchObject({ ...subject, moves, referrers, steps: 1, movedTags: true });
  expect((await history.steps('done', { from: 0, limit: 10 })).entries).toMatchObject([
    { kind: 'step', step: { ...request, status: 202 } },
  ]);
  expect((await history.steps('restored', { from: 0, limit: 10 })).entries).toMatchObject([{ step: { why: 'restore' } }]);
  const aside = await readFile(join(folder, 'history.former.jsonl'), 'utf8');
  expect(aside.startsWith(FORMER.join('\n'))).toBe(true);
  expect((await readdir(folder)).toSorted()).toEqual(['history', 'history.former.jsonl']);
  // Lines of a later version stay in a file of their own.
  expect(await readFile(join(folder, 'history/2026-02/later.jsonl'), 'utf8')).toBe(`${FORMER.slice(-2).join('\n')}\n`);
});

test('a converted change can be continued, and reads the same after a restart', async () => {
  const first = new History(folder);
  await (await first.resume('cut')).end('restored');
  await first.close();
  const again = new History(folder);
  expect(await told(again)).toEqual(EVERYTHING.map((text) => (text === 'cut interrupted' ? 'cut restored' : text)));
});

test.each([
  ['before anything was moved', []],
  ['after some files were moved', ['2026-01.jsonl', '2026-02.jsonl', 'open']],
  ['before the summaries were written', ['2026-02.jsonl']],
  ['before the former file was set aside', []],
])('a process that ended %s carries over again: nothing is lost, and nothing is told twice', async (_, missing) => {
  await told(new History(folder));
  // As it was when the process ended.
  await rename(join(folder, 'history.former.jsonl'), join(folder, 'history.jsonl'));
  for (const name of missing) await rm(join(folder, 'history', name), { recursive: true, force: true });
  expect(await told(new History(folder))).toEqual(EVERYTHING);
  expect(await told(new History(folder))).toEqual(EVERYTHING);
});
