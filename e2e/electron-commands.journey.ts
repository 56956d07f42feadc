import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder } from './support/hosts/browser-host.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

test.skip(process.platform !== 'linux', 'elsewhere a program with windows has no terminal');

const main = join(import.meta.dirname, '../out/main/main.js');
const register = join(import.meta.dirname, 'support/hosts/electron-stand-in/register.mjs');

/** Runs the packed `main.js` as a terminal does: what it printed, how it ended, and what it asked of Electron. */
async function longshore(...args: string[]) {
  const asked: string[] = [];
  const child = fork(main, args, {
    execArgv: ['--import', register],
    env: { ...process.env, STAND_IN_PACKAGED: 'yes' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.on('message', ({ name }: { name?: string }) => void (name !== undefined && asked.push(name)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err] = await Promise.all([text(child.stdout as Readable), text(child.stderr as Readable)]);
  return { code: await ended, out, err, asked };
}

test("Electron's program carries commands out on the terminal: without a window, with their exit codes, beside an open window and without one", async ({
  browser,
}) => {
  const registry = await startDistribution();
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0', 'latest'] });
  const dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('Local', `http://${registry.host}`)]);
  const at = ['--data-dir', dataFolder];
  const listed = await longshore('ls', ...at);
  expect(listed).toMatchObject({ code: 0, err: '' });
  expect(listed.out).toContain(registry.host);
  // Neither a window nor the lock of one.
  expect(listed.asked.filter((name) => /window|load|requestSingleInstanceLock/.test(name))).toEqual([]);
  const refs = await longshore('--no-sandbox', 'tags', `${registry.host}/team/api`, '--refs', ...at);
  expect(refs.out.trim().split('\n').toSorted()).toEqual([`${registry.host}/team/api:1.0`, `${registry.host}/team/api:latest`]);
  expect(await longshore('tags', 'elsewhere.example.org/team/api', ...at)).toMatchObject({ code: 3, out: '' });
  expect(await longshore('tags', ...at)).toMatchObject({ code: 2, out: '' });
  // While a window has the folder, the command asks it; `open` shows the place there.
  const standIn = new StandIn(dataFolder);
  const { page, stop } = await openStandIn(browser, standIn);
  await expect(page.getByRole('banner')).toBeVisible();
  expect((await longshore('ls', `${registry.host}`, ...at)).out).toBe(`${registry.host}/team/api\n`);
  expect((await longshore('open', `${registry.host}/team/api:1.0`, ...at)).code).toBe(0);
  await expect(new Window(page).tag('1.0')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Layers' })).toBeVisible();
  // As Electron tells an open window of a second start: what a command was given is no link, what it made of it comes beside.
  const link = `longshore://open?ref=${registry.host}/team/api:latest`;
  standIn.send({ kind: 'second-instance', argv: ['longshore', 'open', `${registry.host}/team/api:latest`], more: { link } });
  await expect(
    page
      .getByRole('region', { name: 'latest' })
      .or(page.getByRole('heading', { name: /latest/ }))
      .first(),
  ).toBeVisible();
  await stop();
  await registry.stop();
  await removeFolder(dataFolder);
});

test('`open` without an open window opens one at the place', async () => {
  const registry = await startDistribution();
  const dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('Local', `http://${registry.host}`)]);
  const child = fork(main, ['open', `${registry.host}/team/api:1.0`, '--data-dir', dataFolder], {
    execArgv: ['--import', register],
    env: { ...process.env, STAND_IN_PACKAGED: 'yes' },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const calls: { readonly name: string; readonly value?: unknown }[] = [];
  child.on('message', (message: { kind: string; name: string; value?: unknown }) => message.kind === 'call' && calls.push(message));
  const valueGiven = (name: string): unknown => calls.find((call) => call.name === name)?.value;
  const link = `longshore://open?ref=${registry.host}/team/api:1.0`;
  await expect.poll(() => valueGiven('load')).toMatch(/^app:\/\/longshore\/index\.html#.*team(?:\/|%2F)api/);
  expect(valueGiven('requestSingleInstanceLock')).toEqual({ link });
  child.send({ kind: 'quit' });
  await ended;
  await registry.stop();
  await removeFolder(dataFolder);
});
