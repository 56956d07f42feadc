import { appendFile, type FileHandle, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeBegin } from '../../shared/contract/history.ts';
import { Failure } from '../../shared/errors.ts';
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

const file = (): string => join(folder, 'history.jsonl');

test('a step is on the disk before it is sent, and its answer after', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.step(remove, async () => {
    const lines = (await readFile(file(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('"kind":"step"');
    return 202;
  });
  await change.end('done');
  await history.close();
  const [read] = await new History(folder).list();
  expect(read).toMatchObject({ ...begin, state: 'done', steps: [{ ...remove, status: 202 }] });
});

test('what an earlier run did not end is interrupted, and stays so until the person says what', async () => {
  const first = new History(folder);
  const change = await first.begin(begin);
  await change.step(remove, async () => 202);
  await first.close();
  const second = new History(folder);
  expect(await second.list()).toMatchObject([{ id: change.id, state: 'interrupted' }]);
  await second.end(change.id, 'left');
  await second.close();
  expect(await new History(folder).list()).toMatchObject([{ id: change.id, state: 'left' }]);
});

test('a line that a crash cut costs nothing but itself, whatever is cut', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.end('done');
  await history.close();
  const whole = await readFile(file(), 'utf8');
  const lastLine = whole.trimEnd().lastIndexOf('\n') + 1;
  for (let cut = lastLine; cut < whole.length - 1; cut += 7) {
    await writeFile(file(), whole.slice(0, cut));
    const again = new History(folder);
    expect(await again.list()).toMatchObject([{ state: 'interrupted' }]);
    await (await again.begin({ ...begin, tag: '2.0' })).end('done');
    await again.close();
    expect(await new History(folder).list()).toMatchObject([{ tag: '2.0', state: 'done' }, { state: 'interrupted' }]);
  }
});

test('lines of a later version and damaged ones are kept and told, and cost nothing but themselves', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await change.step(remove, async () => 202);
  await change.end('done');
  await history.close();
  const at = '2026-02-03T04:05:06.000Z';
  const later = [
    { kind: 'begin', id: 'clean-up', session: 's', at, change: { ...begin, what: 'clean-up' } },
    { kind: 'step', id: 'clean-up', n: 0, at, request: remove },
    { v: 7, kind: 'begin', id: 'version 7', session: 's', at, change: begin },
    { kind: 'answer', id: change.id, n: 'first', took: 1 },
    { kind: 'later', id: 'x' },
  ].map((line) => JSON.stringify(line));
  const damaged = ['not JSON', '{"kind":"step","id":', '[]', '7', `${'['.repeat(100_000)}`, '\0\0\0'];
  await appendFile(file(), `${[...later, ...damaged].join('\n')}\n`);
  const before = await readFile(file(), 'utf8');
  const again = new History(folder);
  expect(await again.list()).toMatchObject([{ id: change.id, state: 'done', steps: [{ ...remove, status: 202 }], unreadLines: 1 }]);
  const { unread, unreadTotal } = await again.unread();
  expect(unreadTotal).toBe(8);
  expect(unread).toHaveLength(8);
  expect(unread.find(({ text }) => text.includes('"clean-up"'))).toMatchObject({ at, lines: 2 });
  await (await again.begin({ ...begin, tag: '2.0' })).end('done');
  await again.close();
  expect((await readFile(file(), 'utf8')).startsWith(before)).toBe(true);
  expect(await new History(folder).list()).toMatchObject([{ tag: '2.0' }, { state: 'done' }]);
});

/** Lets the next `fdatasync` of this process fail, as on a disk that is full or torn out. */
async function failNextSync(): Promise<void> {
  const handle = await open(folder, 'r');
  const prototype = Object.getPrototypeOf(handle) as Pick<FileHandle, 'datasync'>;
  await handle.close();
  const { datasync } = prototype;
  prototype.datasync = () => {
    prototype.datasync = datasync;
    return Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
  };
}

test('a change or a step that could not be written for certain was not sent, and is not in the history later', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await failNextSync();
  await expect(history.begin({ ...begin, tag: '2.0' })).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'EIO' } });
  await failNextSync();
  await expect(change.step(remove, async () => 202)).rejects.toMatchObject({ code: 'STORAGE' });
  await change.end('failed');
  await history.close();
  expect(await new History(folder).list()).toMatchObject([{ id: change.id, state: 'failed', steps: [] }]);
});

test('an end that could not be written for certain stays in the file', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await failNextSync();
  await change.end('done');
  await history.close();
  expect(await new History(folder).list()).toMatchObject([{ id: change.id, state: 'done' }]);
});

test('a change that a later version ended in its own way is not taken for interrupted', async () => {
  const history = new History(folder);
  const { id } = await history.begin(begin);
  await history.close();
  await appendFile(file(), `${JSON.stringify({ kind: 'end', id, at: '2026-02-03T04:05:06.000Z', state: 'archived' })}\n`);
  expect(await new History(folder).list()).toMatchObject([{ id, state: 'unrecognized', unreadLines: 1 }]);
});

test('referrers of a change are found under the name that earlier versions gave them', async () => {
  const referrers = [{ reference: digest, digest, artifactType: 'application/spdx+json' }];
  const former = { kind: 'begin', id: 'old', session: 's', at: '2026-02-03T04:05:06.000Z', change: { ...begin, attached: referrers } };
  await writeFile(file(), JSON.stringify(former));
  expect(await new History(folder).list()).toMatchObject([{ id: 'old', referrers }]);
});

test('what is under way is told by its number of steps, and no longer once it has ended', async () => {
  const history = new History(folder);
  await (await history.begin({ ...begin, tag: '2.0' })).end('done');
  const change = await history.begin(begin);
  for (let i = 0; i < 50; i++) await change.step(remove, async () => 202);
  expect(await history.running()).toEqual([{ id: change.id, steps: 50 }]);
  await change.end('done');
  expect(await history.running()).toEqual([]);
});

test('a change that is taken up again goes on with its own steps, and is interrupted again where it does not end', async () => {
  const first = new History(folder);
  const change = await first.begin(begin);
  await change.step(remove, async () => 202);
  await change.end('unknown');
  const more = await first.resume(change.id);
  await more.step({ ...remove, why: 'put-back', method: 'PUT' }, async () => 201);
  await first.close();
  const [read] = await new History(folder).list();
  expect(read).toMatchObject({ id: change.id, state: 'interrupted', steps: [{ why: 'remove' }, { why: 'put-back', status: 201 }] });
});

test('a history of 40,000 steps is written and read without slowing down', async () => {
  const lines = [JSON.stringify({ kind: 'begin', id: 'b', session: 's', at: '2026-02-03T04:05:06.000Z', change: begin })];
  for (let n = 0; n < 40_000; n++) {
    lines.push(JSON.stringify({ kind: 'step', id: 'b', n, at: '2026-02-03T04:05:06.000Z', request: remove }));
    lines.push(JSON.stringify({ kind: 'answer', id: 'b', n, took: 1, status: 202 }));
  }
  await writeFile(file(), lines.join('\n'));
  const started = performance.now();
  expect((await new History(folder).list())[0]?.steps).toHaveLength(40_000);
  expect(performance.now() - started).toBeLessThan(6_000);
});

test('a failed step keeps the code of its failure and nothing else of it', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  const failure = new Failure('REGISTRY', { host: 'h', status: 500, errors: [{ code: '', message: 'secret words' }] });
  await expect(change.step(remove, () => Promise.reject(failure))).rejects.toBe(failure);
  await change.end('failed');
  await history.close();
  expect(await new History(folder).list()).toMatchObject([{ state: 'failed', steps: [{ failure: 'REGISTRY' }] }]);
  expect(await readFile(file(), 'utf8')).not.toContain('secret words');
});

test('where nothing can be written nothing is sent', async () => {
  // A folder in the file's place is refused to everybody, root among them.
  await mkdir(file());
  const history = new History(folder);
  await expect(history.begin(begin)).rejects.toMatchObject({ code: 'STORAGE' });
});

test('where nothing can be written any more nothing else is changed, but what was moved is put back', async () => {
  const history = new History(folder);
  const change = await history.begin(begin);
  await history.close();
  await rm(file());
  await mkdir(file());
  const sent: string[] = [];
  const send = (name: string) => async () => {
    sent.push(name);
    return 201;
  };
  await expect(change.step(remove, send('remove'))).rejects.toMatchObject({ code: 'STORAGE' });
  await change.step({ method: 'PUT', reference: '1.9', digest, why: 'put-back' }, send('put back'));
  expect(sent).toEqual(['put back']);
});

test('a disk that stays full refuses every change and leaves no file open', async () => {
  const history = new History(folder);
  await history.list();
  await symlink('/dev/full', file());
  const openFiles = async () => (await readdir('/proc/self/fd')).length;
  const before = await openFiles();
  for (let i = 0; i < 50; i++) await expect(history.begin(begin)).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'ENOSPC' } });
  expect((await openFiles()) - before).toBeLessThan(10);
  // Once there is room again, it goes on.
  await rm(file());
  await (await history.begin(begin)).end('done');
  await history.close();
  expect(await new History(folder).list()).toHaveLength(1);
});
