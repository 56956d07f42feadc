import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { linesOf, runOver } from '../e2e/support/commands.ts';
import { type AppOverDouble, putSmallImage, startAppOverDouble } from '../e2e/support/hosts/app-over-double.ts';
import { patient } from '../e2e/support/patience.ts';
import { started } from '../e2e/support/started.ts';
import { answerCalls } from './calls.ts';
import { reachApp } from './reach-app.ts';
import { askForCalls, startOnce } from './second-start.ts';
import { readHolder } from './storage/folder-lock.ts';

let over: AppOverDouble;
let folder: string;
let sockets: Socket[];

beforeEach(async () => {
  over = started(await startAppOverDouble());
  putSmallImage(over, 'a', ['1.0']);
  folder = await mkdtemp(join(tmpdir(), 'longshore-calls-'));
  sockets = [];
  const start = await startOnce(folder, 'browser', { sample: false });
  if (start.kind !== 'first') throw new Error('The folder is held');
  const upgrade = (socket: Socket): void => {
    sockets.push(socket);
    answerCalls(socket, over.app.services);
  };
  await start.answer(async () => ({ kind: 'shown' }), { version: '1.2.3', upgrade });
  started({
    async stop() {
      start.release();
      await rm(folder, { recursive: true, force: true });
    },
  });
});

const reach = (version = '1.2.3') => reachApp({ dataFolder: folder, version, signal: new AbortController().signal, say: () => {} });

test('a command works through the process that has the data folder', async () => {
  const { client, close } = await reach();
  expect(linesOf(await runOver(client, ['tags', 'n/team/api', '--json']))).toMatchObject([{ tag: '1.0' }]);
  expect(await runOver(client, ['inspect', 'n/team/api:none'])).toMatchObject({ code: 3 });
  await close();
  await expect.poll(() => sockets[0]?.destroyed, { timeout: patient(5_000) }).toBe(true);
});

test('a process of another version is not asked, and both versions are said', async () => {
  await expect(reach('2.0.0')).rejects.toThrow(/version 1\.2\.3, and this is 2\.0\.0/);
  expect(sockets).toEqual([]);
});

test('leaving a stream ends the work in the other process', async () => {
  const { client, close } = await reach();
  for await (const event of await client.runs.watch()) {
    expect(event.kind).toBe('all');
    break;
  }
  expect((await client.settings.get()).version).toBe('test');
  await close();
});

test('a command that goes away ends what it asked for', async () => {
  const { client, close } = await reach();
  const events = await client.runs.watch();
  await events.next();
  const next = events.next().then(
    () => 'went on',
    () => 'ended',
  );
  await close();
  expect(await next).toBe('ended');
});

test('what is no message, and one that is too long, ends the socket and nothing else', async () => {
  const holder = readHolder(folder);
  for (const text of ['no message\n', '{"i":1}\n', '[]\n', 'x'.repeat(17 * 1024 * 1024)]) {
    const answer = holder && (await askForCalls(holder, '1.2.3'));
    if (answer?.kind !== 'accepted') throw new Error('Not accepted');
    answer.socket.on('error', () => {});
    answer.socket.write(text);
    await expect.poll(() => sockets.at(-1)?.destroyed, { timeout: patient(5_000) }).toBe(true);
    answer.socket.destroy();
  }
  const { client, close } = await reach();
  expect((await client.connections.list()).connections).toHaveLength(1);
  await close();
});

test('a stranger on the socket who says nothing that is understood is cut off', async () => {
  const socket = connect(readHolder(folder)?.endpoint ?? '');
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await closed;
});
