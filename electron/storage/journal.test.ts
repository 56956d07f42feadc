import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../shared/errors.ts';
import { type ChangeBegin, Journal } from './journal.ts';

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
  folder = await mkdtemp(join(tmpdir(), 'longshore-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'history.jsonl');

test('a step is on the disk before it is sent, and its answer after', async () => {
  const journal = new Journal(folder);
  const change = await journal.begin(begin);
  await change.step(remove, async () => {
    const lines = (await readFile(file(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('"kind":"step"');
    return 202;
  });
  await change.end('done');
  await journal.close();
  const [read] = await new Journal(folder).list();
  expect(read).toMatchObject({ ...begin, state: 'done', steps: [{ ...remove, status: 202 }] });
});

test('what an earlier run did not end is interrupted, and stays so until the person says what', async () => {
  const first = new Journal(folder);
  const change = await first.begin(begin);
  await change.step(remove, async () => 202);
  await first.close();
  const second = new Journal(folder);
  expect(await second.list()).toMatchObject([{ id: change.id, state: 'interrupted' }]);
  await second.end(change.id, 'left');
  await second.close();
  expect(await new Journal(folder).list()).toMatchObject([{ id: change.id, state: 'left' }]);
});

test('a line that a crash cut costs nothing but itself, whatever is cut', async () => {
  const journal = new Journal(folder);
  const change = await journal.begin(begin);
  await change.end('done');
  await journal.close();
  const whole = await readFile(file(), 'utf8');
  const lastLine = whole.trimEnd().lastIndexOf('\n') + 1;
  for (let cut = lastLine; cut < whole.length - 1; cut += 7) {
    await writeFile(file(), whole.slice(0, cut));
    const again = new Journal(folder);
    expect(await again.list()).toMatchObject([{ state: 'interrupted' }]);
    await (await again.begin({ ...begin, tag: '2.0' })).end('done');
    await again.close();
    expect(await new Journal(folder).list()).toMatchObject([{ tag: '2.0', state: 'done' }, { state: 'interrupted' }]);
  }
});

test('lines of another version, or of nobody, are passed over', async () => {
  const journal = new Journal(folder);
  await (await journal.begin(begin)).end('done');
  await journal.close();
  await appendFile(file(), '{"kind":"later","id":"x"}\nnot JSON\n\0\0\0\n');
  expect(await new Journal(folder).list()).toHaveLength(1);
});

test('a failed step keeps the code of its failure and nothing else of it', async () => {
  const journal = new Journal(folder);
  const change = await journal.begin(begin);
  const failure = new Failure('REGISTRY', { host: 'h', status: 500, errors: [{ code: '', message: 'secret words' }] });
  await expect(change.step(remove, () => Promise.reject(failure))).rejects.toBe(failure);
  await change.end('failed');
  await journal.close();
  expect(await new Journal(folder).list()).toMatchObject([{ state: 'failed', steps: [{ failure: 'REGISTRY' }] }]);
  expect(await readFile(file(), 'utf8')).not.toContain('secret words');
});

test('where nothing can be written nothing is sent', async () => {
  // A folder in the file's place is refused to everybody, root among them.
  await mkdir(file());
  const journal = new Journal(folder);
  await expect(journal.begin(begin)).rejects.toMatchObject({ code: 'STORAGE' });
});

test('where nothing can be written any more nothing else is changed, but what was moved is put back', async () => {
  const journal = new Journal(folder);
  const change = await journal.begin(begin);
  await journal.close();
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
