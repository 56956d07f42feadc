import { appendFile, type FileHandle, mkdir, mkdtemp, open, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needs } from '../../../e2e/support/needs.ts';
import type { Change } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import type { ChangeBegin, OpenChange } from '../../changes/core/ports.ts';
import { History } from './history.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const begin: ChangeBegin = {
  connection: { id: 'c1', name: 'Production 生产', url: 'https://registry.example.com' },
  repository: 'team/api',
  what: 'delete-tag',
  tag: '1.9',
  moves: [{ tag: '1.9', before: digest, after: null }],
};
const remove = { method: 'DELETE', reference: '1.9', why: 'remove' } as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-history-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fileOf = ({ id }: Pick<OpenChange, 'id'>): string => join(folder, 'history/open', `${id}.jsonl`);
const month = (): string => new Date().toISOString().slice(0, 7);

async function changesOf(history: History): Promise<Change[]> {
  const { entries } = await history.list({ limit: 100, search: '' });
  return entries.flatMap((entry) => (entry.kind === 'change' ? [entry.change] : []));
}

const stepsOf = async (history: History, id: string) => (await history.steps(id, { from: 0, limit: 100 })).entries;

test('a step is on the disk before it is sent, and its answer after', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.step(remove, async () => {
    const lines = (await readFile(fileOf(change), 'utf8')).trim().split('\n');
    expect(lines.at(-1)).toContain('"kind":"step"');
    return 202;
  });
  await change.end('done');
  await history.close();
  const again = new History(folder);
  const { moves: _, ...subject } = begin;
  expect(await changesOf(again)).toMatchObject([{ ...subject, state: 'done', tags: 1, steps: 1, movedTags: true }]);
  expect(await again.get(change.id)).toMatchObject({ ...begin, state: 'done', steps: 1 });
  expect(await stepsOf(again, change.id)).toMatchObject([{ kind: 'step', step: { ...remove, status: 202 } }]);
});

test('a change that an earlier process did not end is interrupted until the person decides', async () => {
  const first = new History(folder);
  const change = await first.begin(begin);
  await change.step(remove, async () => 202);
  await first.close();
  const second = new History(folder);
  expect(await second.interrupted()).toMatchObject([{ id: change.id, state: 'interrupted', steps: 1, movedTags: true }]);
  expect(await changesOf(second)).toMatchObject([{ id: change.id, state: 'interrupted' }]);
  await second.end(change.id, 'left');
  expect(await second.interrupted()).toEqual([]);
  await second.close();
  expect(await changesOf(new History(folder))).toMatchObject([{ id: change.id, state: 'left' }]);
});

test('a line that a crash cut hides none before it and none after it, wherever it is cut', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.step(remove, async () => 202);
  await history.close();
  const text = (await readFile(fileOf(change), 'utf8')).trim();
  const lastLine = text.lastIndexOf('\n') + 1;
  for (let cut = lastLine; cut < text.length - 1; cut += 7) {
    await writeFile(fileOf(change), text.slice(0, cut));
    const again = new History(folder);
    expect(await again.interrupted()).toMatchObject([{ state: 'interrupted', steps: 1 }]);
    await (await again.resume(change.id)).end('interrupted');
    await again.close();
    expect((await readFile(fileOf(change), 'utf8')).trim().split('\n').at(-1)).toContain('"kind":"end"');
  }
});

test('lines of a later version and damaged ones are kept and shown, and hide nothing', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.step(remove, async () => 202);
  await appendFile(fileOf(change), '{"v":9,"kind":"step","id":"x"}\n{"kind":"answer","n":"first"}\n');
  await change.end('done');
  await history.close();
  const at = `${month()}-01T00:00:00.000Z`;
  const later = JSON.stringify({ v: 9, kind: 'change', change: { id: 'later' }, at });
  const damaged = ['not JSON', '{"kind":"change","change":', '[]', '7', '['.repeat(100_000)];
  const file = join(folder, 'history', `${month()}.jsonl`);
  await appendFile(file, `${[later, ...damaged, '\0\0\0'].join('\n')}\n`);
  const before = await readFile(file, 'utf8');
  const again = new History(folder);
  const { entries } = await again.list({ limit: 100, search: '' });
  expect(entries.filter(({ kind }) => kind === 'unread')).toHaveLength(6);
  expect(entries).toContainEqual({ kind: 'unread', at, text: later });
  expect(await changesOf(again)).toMatchObject([{ id: change.id, state: 'done' }]);
  expect((await stepsOf(again, change.id)).map(({ kind }) => kind)).toEqual(['step', 'unread', 'unread']);
  await (await again.begin({ ...begin, tag: '2.0' })).end('done');
  await again.close();
  expect((await readFile(file, 'utf8')).startsWith(before)).toBe(true);
  expect(await changesOf(new History(folder))).toMatchObject([{ tag: '2.0' }, { state: 'done' }]);
});

test('the file of an open change that cannot be read is shown, and is still there', async () => {
  const history = new History(folder);
  await (await history.begin(begin)).end('done');
  await history.close();
  await writeFile(join(folder, 'history/open/later.jsonl'), '{"v":9,"kind":"begin","id":"later"}\n');
  const { entries } = await new History(folder).list({ limit: 10, search: '' });
  expect(entries).toMatchObject([{ kind: 'unread', text: '{"v":9,"kind":"begin","id":"later"}' }, { kind: 'change' }]);
  expect(await readdir(join(folder, 'history/open'))).toEqual(['later.jsonl']);
});

/** Lets the next `fdatasync` of this process fail, as on a disk that is full or torn out. */
async function failNextSync(name: 'sync' | 'datasync' = 'datasync'): Promise<void> {
  const handle = await open(folder, 'r');
  const prototype = Object.getPrototypeOf(handle) as Pick<FileHandle, 'sync' | 'datasync'>;
  await handle.close();
  const own = prototype[name];
  prototype[name] = () => {
    prototype[name] = own;
    return Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
  };
}

test('a change or a step that could not be written for certain was not sent, and is not in the history later', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await failNextSync('sync');
  await expect(history.begin({ ...begin, tag: '2.0' })).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'other', code: 'EIO' } });
  await failNextSync();
  await expect(change.step(remove, async () => 202)).rejects.toMatchObject({ code: 'STORAGE' });
  await change.end('failed');
  await history.close();
  const again = new History(folder);
  expect(await changesOf(again)).toMatchObject([{ id: change.id, state: 'failed' }]);
  expect(await stepsOf(again, change.id)).toEqual([]);
});

test('an end whose writing is not certain is kept in the file', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await failNextSync();
  expect(await change.end('done')).toMatchObject({ state: 'done' });
  await history.close();
  expect(await changesOf(new History(folder))).toMatchObject([{ id: change.id, state: 'done' }]);
});

test('a process that ended between the end of a change and its summary loses nothing and tells nothing twice', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.step(remove, async () => 202);
  await change.end('done');
  await history.close();
  const archived = join(folder, 'history', month(), `${change.id}.jsonl`);
  const summaries = join(folder, 'history', `${month()}.jsonl`);
  // The file was not moved yet.
  await rename(archived, fileOf(change));
  expect(await changesOf(new History(folder))).toMatchObject([{ id: change.id, state: 'done', steps: 1 }]);
  // Nor was the summary written.
  await rename(archived, fileOf(change));
  await rm(summaries);
  expect(await changesOf(new History(folder))).toMatchObject([{ id: change.id, state: 'done', steps: 1 }]);
  expect(await readdir(join(folder, 'history/open'))).toEqual([]);
});

test('a change that was interrupted says how many of its tags the registry had deleted, and a step without an answer counts nothing', async () => {
  const first = new History(folder);
  const moves = ['1', '2', '3'].map((tag) => ({ tag, before: digest, after: null }));
  const change = await first.begin({ ...begin, what: 'delete-many', moves });
  await change.step({ ...remove, reference: '1' }, async () => 202);
  await change.step({ ...remove, reference: '2' }, async () => 405);
  await change.step({ ...remove, reference: '3' }, () => Promise.reject(new Error('cut'))).catch(() => {});
  await first.close();
  const again = new History(folder);
  expect(await again.interrupted()).toMatchObject([{ id: change.id, tags: 3 }]);
  expect(await again.done(change.id)).toBe(1);
  await expect(again.done('another')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

/** Counts the bytes that this process reads from files. */
async function countReads(): Promise<{ readonly bytes: () => number; readonly stop: () => void }> {
  const handle = await open(folder, 'r');
  const prototype = Object.getPrototypeOf(handle) as { read: (...all: unknown[]) => Promise<{ bytesRead: number }> };
  await handle.close();
  const own = prototype.read;
  let bytes = 0;
  prototype.read = async function (this: FileHandle, ...all) {
    const result = await own.apply(this, all);
    bytes += result.bytesRead;
    return result;
  };
  return { bytes: () => bytes, stop: () => (prototype.read = own) };
}

test('a start reads the first and the last lines of a change that was interrupted, and counts its tags only where that is asked for', async () => {
  const first = new History(folder);
  const moves = Array.from({ length: 1_000 }, (_, i) => ({ tag: `t${i}`, before: digest, after: null }));
  const change = await first.begin({ ...begin, what: 'delete-many', moves });
  await first.close();
  const steps = moves.flatMap(({ tag }, n) => [
    { v: 2, kind: 'step', n, at: '2026-02-03T04:05:06.000Z', request: { ...remove, reference: tag } },
    { v: 2, kind: 'answer', n, took: 3, status: 202 },
  ]);
  await appendFile(fileOf(change), `${steps.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const again = new History(folder);
  const reads = await countReads();
  try {
    expect(await again.interrupted()).toMatchObject([{ id: change.id, state: 'interrupted', tags: 1_000, steps: 1_000 }]);
    expect(reads.bytes()).toBeLessThan(100_000);
    expect(await again.done(change.id)).toBe(1_000);
    expect(reads.bytes()).toBeGreaterThan(200_000);
  } finally {
    reads.stop();
  }
});

test('a change that was settled waits no more, even where its summary could not be written', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.end('interrupted');
  const more = await history.resume(change.id);
  expect(await history.interrupted()).toMatchObject([{ id: change.id, state: 'running' }]);
  await mkdir(join(folder, 'history', `${month()}.jsonl`));
  expect(await more.end('restored')).toMatchObject({ state: 'restored' });
  expect(await history.interrupted()).toEqual([]);
});

test('a change that a later version ended in its own way is not taken for interrupted', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await history.close();
  await appendFile(fileOf(change), `${JSON.stringify({ v: 2, kind: 'end', at: '2026-02-03T04:05:06.000Z', state: 'archived' })}\n`);
  const again = new History(folder);
  expect(await again.interrupted()).toEqual([]);
  expect(await changesOf(again)).toMatchObject([{ id: change.id, state: 'unrecognized' }]);
});

test('a running change tells its number of steps, and is not open once it has ended', async () => {
  const history = new History(folder);
  await (await history.begin({ ...begin, tag: '2.0' })).end('done');
  const change = await history.begin(begin);
  for (let i = 0; i < 50; i++) await change.step(remove, async () => 202);
  expect(await history.open()).toMatchObject([{ id: change.id, state: 'running', steps: 50 }]);
  await change.end('done');
  expect(await history.open()).toEqual([]);
});

test('a change that is continued adds to its own steps, and is interrupted again where it does not end', async () => {
  const first = new History(folder);
  const change = await first.begin(begin);
  await change.step(remove, async () => 202);
  await change.end('unknown');
  const more = await first.resume(change.id);
  await more.step({ ...remove, why: 'restore', method: 'PUT' }, async () => 201);
  await first.close();
  const again = new History(folder);
  expect(await again.interrupted()).toMatchObject([{ id: change.id, state: 'interrupted', steps: 2 }]);
  expect(await stepsOf(again, change.id)).toMatchObject([{ step: { why: 'remove' } }, { step: { why: 'restore', status: 201 } }]);
});

test('changes are listed page by page, newest first, over the months, and each of them once', async () => {
  const history = new History(folder);
  for (let i = 0; i < 7; i++) await (await history.begin({ ...begin, tag: `t${i}` })).end('done');
  await history.begin({ ...begin, tag: 'waits' });
  await history.close();
  const again = new History(folder);
  const [oldest] = (await changesOf(again)).slice(-1);
  const former = { ...oldest, id: 'former', at: '2025-01-02T03:04:05.000Z', tag: 'former' };
  await writeFile(join(folder, 'history/2025-01.jsonl'), `${JSON.stringify({ v: 2, kind: 'change', change: former })}\n`);
  const tags: string[] = [];
  let before: string | undefined;
  do {
    const { entries, next } = await again.list({ before, limit: 3, search: '' });
    tags.push(...entries.flatMap((entry) => (entry.kind === 'change' ? [entry.change.tag] : [])));
    before = next ?? undefined;
  } while (before !== undefined);
  expect(tags).toEqual(['waits', 't6', 't5', 't4', 't3', 't2', 't1', 't0', 'former']);
});

test('a search finds changes by repository, registry and tag, and by the tags and digests of a change of thousands', async () => {
  const history = new History(folder);
  const other = `sha256:${'b'.repeat(64)}`;
  const moves = Array.from({ length: 3_000 }, (_, i) => ({ tag: `nightly-${i}`, before: i === 2_999 ? other : digest, after: null }));
  await (await history.begin({ ...begin, what: 'delete-many', repository: 'team/nightly', tag: 'nightly-0', moves })).end('done');
  await (await history.begin(begin)).end('done');
  const found = async (search: string) => (await history.list({ limit: 10, search })).entries.length;
  for (const [search, count] of [
    ['生产', 2],
    ['TEAM/API', 1],
    ['nightly-2500', 1],
    [other, 1],
    [digest, 2],
    ['DELETE', 0],
    ['nothing', 0],
  ] as const)
    expect([search, await found(search)]).toEqual([search, count]);
});

test('the newest change of a tag is found by its exact name, in its own repository, among changes of many tags', async () => {
  const history = new History(folder);
  const moves = Array.from({ length: 300 }, (_, i) => ({ tag: `1.9.${i}`, before: digest, after: null }));
  await (await history.begin({ ...begin, moves: [{ tag: '1.9.7', before: null, after: digest }], what: 'retag' })).end('done');
  const deletion = await history.begin({ ...begin, what: 'delete-many', tag: '1.9.0', moves });
  await deletion.step(remove, async () => 202);
  await deletion.end('done');
  // One that did nothing says nothing of the tag.
  await (await history.begin({ ...begin, moves: [{ tag: '1.9.7', before: digest, after: null }] })).end('failed');
  const other = await history.begin({ ...begin, repository: 'team/web', moves: [{ tag: '1.9.7', before: null, after: digest }] });
  await other.step(remove, async () => 202);
  await other.end('done');
  const asked = { connectionId: 'c1', repository: 'team/api', tag: '1.9.7' };
  expect(await history.lastOfTag(asked)).toMatchObject({ change: { id: deletion.id }, after: null });
  expect(await history.lastOfTag({ ...asked, repository: 'team/web' })).toMatchObject({ change: { id: other.id }, after: digest });
  expect(await history.lastOfTag({ ...asked, tag: '1.9' })).toBeUndefined();
  expect(await history.lastOfTag({ ...asked, connectionId: 'c2' })).toBeUndefined();
});

test('a page of steps has the answers of its steps, also where several were sent at once', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  const answers = Array.from({ length: 9 }, () => Promise.withResolvers<number>());
  const sent = answers.map(({ promise }, i) => change.step({ ...remove, reference: `t${i}` }, () => promise));
  for (const [i, { resolve }] of [...answers.entries()].reverse()) resolve(200 + i);
  await Promise.all(sent);
  const seen: (number | undefined)[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const { entries, next } = await history.steps(change.id, { from, limit: 4 });
    seen.push(...entries.map((entry) => (entry.kind === 'step' ? entry.step.status : undefined)));
    from = next;
  }
  await history.close();
  expect(seen).toEqual([200, 201, 202, 203, 204, 205, 206, 207, 208]);
});

test('the tags of a change are read page by page', async () => {
  const history = new History(folder);
  const moves = Array.from({ length: 450 }, (_, i) => ({ tag: `t${i}`, before: digest, after: null }));
  const change = await history.begin({ ...begin, moves });
  await change.alsoMoved([{ tag: 'another', before: digest, after: null }]);
  await history.close();
  const tags: string[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const { moves: page, next } = await history.moves(change.id, { from, limit: 200 });
    expect(page.length).toBeLessThanOrEqual(300);
    tags.push(...page.map(({ tag }) => tag));
    from = next;
  }
  expect(tags).toEqual([...moves.map(({ tag }) => tag), 'another']);
});

test('a failed step keeps the code of its failure and nothing else of it', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  const failure = new Failure('REGISTRY', { host: 'h', status: 500, errors: [{ code: '', message: 'secret words' }] });
  await expect(change.step(remove, () => Promise.reject(failure))).rejects.toBe(failure);
  await change.end('interrupted');
  await history.close();
  expect(await stepsOf(new History(folder), change.id)).toMatchObject([{ step: { failure: 'REGISTRY' } }]);
  expect(await readFile(fileOf(change), 'utf8')).not.toContain('secret words');
});

test('where nothing can be written nothing is sent', async () => {
  // A file in the folder's place is refused to everybody, root among them.
  await writeFile(join(folder, 'history'), '');
  await expect(new History(folder).begin(begin)).rejects.toMatchObject({ code: 'STORAGE' });
});

test('where nothing can be written any more nothing else is changed, but what was moved is restored', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await rm(fileOf(change));
  await mkdir(fileOf(change));
  const sent: string[] = [];
  const send = (name: string) => async () => {
    sent.push(name);
    return 201;
  };
  await expect(change.step(remove, send('remove'))).rejects.toMatchObject({ code: 'STORAGE' });
  await change.step({ method: 'PUT', reference: '1.9', digest, why: 'restore' }, send('restore'));
  expect(sent).toEqual(['restore']);
});

test('a disk that stays full refuses every step and leaves no file open', async () => {
  needs('linux');
  const history = new History(folder);
  const change = await history.begin(begin);
  const path = fileOf(change);
  await rename(path, `${path}.aside`);
  await symlink('/dev/full', path);
  const openFiles = async () => (await readdir('/proc/self/fd')).length;
  const before = await openFiles();
  for (let i = 0; i < 50; i++)
    await expect(change.step(remove, async () => 202)).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'full', code: 'ENOSPC' } });
  expect((await openFiles()) - before).toBeLessThan(10);
  // Once there is room again, it goes on.
  await rename(`${path}.aside`, path);
  await change.step(remove, async () => 202);
  await change.end('done');
  expect(await stepsOf(history, change.id)).toHaveLength(1);
});
