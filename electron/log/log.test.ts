import { chmod, mkdtemp, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needs } from '../../e2e/support/needs.ts';
import { Log, placesOf } from './log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, 'longshore.log');
const lines = async (): Promise<Record<string, unknown>[]> =>
  (await readFile(path(), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test.each([
  ['info', undefined, ['error', 'info']],
  ['error', undefined, ['error']],
  ['debug', undefined, ['error', 'info', 'debug']],
  ['off', undefined, []],
  ['off', 'debug', ['error', 'info', 'debug']],
  ['debug', 'ERROR', ['error']],
  ['info', 'loud', ['error', 'info']],
] as const)('at the setting %s and LONGSHORE_LOG=%s the log has %j', async (setting, environment, expected) => {
  const log = new Log(folder, environment);
  log.setLevel(setting);
  log.error('error');
  log.info('info');
  log.debug('debug');
  log.close();
  const written = expected.length === 0 ? [] : await lines();
  expect(written.map(({ event }) => event)).toEqual(expected);
});

test('3 MB of lines leave two files of at most 1 MB, and the last lines are found over both', async () => {
  const log = new Log(folder, undefined);
  for (let i = 0; i < 30_000; i++) log.info('line', { i, text: 'x'.repeat(50) });
  const [now, before] = await Promise.all([stat(path()), stat(`${path()}.1`)]);
  expect(now.size).toBeLessThanOrEqual(1_000_000);
  expect(before.size).toBeLessThanOrEqual(1_000_000);
  expect(before.size).toBeGreaterThan(990_000);
  const tail = log.tail(12_000).map((line) => (JSON.parse(line) as { i: number }).i);
  expect(tail).toEqual(Array.from({ length: tail.length }, (_, i) => 30_000 - tail.length + i));
  expect(tail.length).toBeGreaterThan(7_000);
  log.close();
});

test('a log that is started again continues the same file', async () => {
  for (const event of ['first', 'second']) {
    const log = new Log(folder, undefined);
    log.info(event);
    log.close();
  }
  expect((await lines()).map(({ event }) => event)).toEqual(['first', 'second']);
});

test('nobody else may read the log, also where it was open to others', async () => {
  needs('posix');
  await writeFile(path(), '');
  await chmod(path(), 0o644);
  const log = new Log(folder, undefined);
  log.info('line');
  log.close();
  expect((await stat(path())).mode & 0o777).toBe(0o600);
});

test('a full disk stops nothing, and the next line says how many were lost', async () => {
  needs('linux');
  await symlink('/dev/full', path());
  const log = new Log(folder, undefined);
  for (let i = 0; i < 3; i++) log.info('lost');
  await unlink(path());
  log.info('written');
  log.info('after');
  log.close();
  expect(await lines()).toMatchObject([{ event: 'written', lost: 3 }, { event: 'after' }]);
  expect((await lines())[1]).not.toHaveProperty('lost');
});

test('an error is logged by its name and places, without its message and the folders of this machine', () => {
  const error = new TypeError('pa55word');
  error.stack = `TypeError: pa55word
    at find (file:///home/jo/longshore/electron/app.ts:7:3)
    at async Map.forEach (C:/Users/jo/longshore/node_modules/undici/lib/client.js:1:2)
    at /home/jo/longshore/shared/json.ts:9:1
    at Socket.emit (node:events:514:28)
    at /home/jo/elsewhere.js:1:1`;
  expect(placesOf(error)).toEqual({
    error: 'TypeError',
    at: 'find (electron/app.ts:7:3) < async Map.forEach (node_modules/undici/lib/client.js:1:2) < shared/json.ts:9:1 < Socket.emit (node:events:514:28) < elsewhere.js:1:1',
  });
  expect(placesOf('pa55word')).toEqual({ error: 'string' });
});
