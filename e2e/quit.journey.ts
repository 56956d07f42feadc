import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, test } from '@playwright/test';
import type { Settings } from '../shared/contract/settings.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder } from './support/hosts/browser-host.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

// What Electron does outside of its windows, as its built entry files ask the stand-in for it.

const MB = 1_000_000;
const repository = 'quit/api';
const TITLE = 'Copy quit/api:1.0 to Prod';

/** A window in which a copy has sent a part of what it has to. */
async function copyHalfWay(browser: Browser, settings: Partial<Settings> = {}) {
  const [source, target] = [await startDistribution(), await startDistribution()];
  const proxy = await startCuttingProxy(target.port);
  const { digest } = await pushImage({ layers: [3 * MB, 20 * MB] }, { host: source.host, repository, tags: ['1.0'] });
  const dataFolder = await newDataFolder();
  await writeFile(join(dataFolder, 'longshore.json'), JSON.stringify({ version: 1, connections: [], settings }));
  const standIn = new StandIn(dataFolder);
  const { page } = await openStandIn(browser, standIn);
  const longshore = new Window(page);
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(source.host, 'Staging');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog).toContainText('to transfer in');
  proxy.hold = 10 * MB;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect.poll(() => proxy.uploaded).toBeGreaterThan(9 * MB);
  await expect(longshore.activityButton).toHaveAttribute('data-running', 'true');
  return {
    ...{ standIn, page, longshore, proxy, target, digest, dataFolder },
    async stop() {
      await page.close();
      await Promise.all([proxy.stop(), source.stop(), target.stop()]);
      await removeFolder(dataFolder);
    },
  };
}

/** What the stand-in was last asked for, of each kind. */
const lastOf = ({ recorded }: StandIn, name: string): unknown => recorded.findLast((call) => call.name === name)?.value;
const allOf = ({ recorded }: StandIn, name: string): unknown[] => recorded.filter((call) => call.name === name).map(({ value }) => value);

/** Whether a bar shows that some is done, and not all. */
function isPartOf(bar: unknown): boolean {
  const { mode, progress } = (bar ?? {}) as { mode?: string; progress?: number };
  return mode === 'normal' && progress !== undefined && progress > 0 && progress < 1;
}

const BUTTONS = ['Quit when done', 'Continue next time', 'Stop and quit', 'Cancel'];

test('the last window is closed while a copy runs: dock, tray and a notification tell of it, a new window shows it, and it ends right', async ({
  browser,
}) => {
  const { standIn, page, proxy, target, digest, ...work } = await copyHalfWay(browser);
  // The bytes that the proxy has seen are told a moment later.
  await expect.poll(() => isPartOf(lastOf(standIn, 'progress'))).toBe(true);
  expect([lastOf(standIn, 'badge'), lastOf(standIn, 'awake')]).toEqual([1, 'prevent-app-suspension']);
  expect(lastOf(standIn, 'tray')).toMatch(/^Longshore: 1 running, \d+ %$/);
  expect(await standIn.attempt('close')).toBe(false);
  await page.close();
  expect(await standIn.attempt('windows')).toBe(0);
  expect(allOf(standIn, 'message-box')).toEqual([]);
  expect(lastOf(standIn, 'notification')).toMatchObject({ title: 'Longshore keeps running' });
  expect(await standIn.attempt('tray')).toEqual([
    expect.stringMatching(/^Copy quit\/api:1\.0 to Prod, \d+ %$/),
    undefined,
    'Show Longshore',
    'Quit Longshore',
  ]);
  // Another window from the tray shows the run as it is.
  await standIn.attempt('tray', 'Show Longshore');
  expect(await standIn.attempt('windows')).toBe(1);
  const again = await openStandIn(browser, standIn);
  const longshore = new Window(again.page);
  await longshore.openActivity();
  const item = longshore.run('Copy Staging / quit/api:1.0 to Prod / quit/api:1.0');
  await expect(item).toContainText('of 23.0 MB');
  // Nobody looks: the end is told outside of the window.
  await standIn.attempt('in-front', false);
  proxy.hold = undefined;
  await expect.poll(() => lastOf(standIn, 'notification'), { timeout: patient(30_000) }).toEqual({ title: 'Done', body: TITLE });
  await expect(item).toContainText('Verified.');
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await expect.poll(() => lastOf(standIn, 'progress')).toEqual({ progress: -1 });
  expect([lastOf(standIn, 'badge'), lastOf(standIn, 'awake'), lastOf(standIn, 'tray')]).toEqual([0, null, null]);
  const before = allOf(standIn, 'focus').length;
  await longshore.closeActivity();
  await standIn.attempt('click-notification');
  await expect(item).toBeVisible();
  expect(allOf(standIn, 'focus')).toHaveLength(before + 1);
  // Nothing runs any more: closing the window ends it without a question.
  expect(await standIn.attempt('close')).toBe(false);
  expect(await standIn.ended).toBe(0);
  expect(allOf(standIn, 'message-box')).toEqual([]);
  await again.page.close();
  await work.stop();
});

test('without the tray, closing the window while a copy runs asks once; cancelled it runs on, and stopped nothing is left to be continued', async ({
  browser,
}) => {
  const { standIn, longshore, ...work } = await copyHalfWay(browser, { keepInBackground: false });
  expect(lastOf(standIn, 'tray')).toBeUndefined();
  expect(await standIn.attempt('close')).toBe(true);
  await expect
    .poll(() => allOf(standIn, 'message-box'))
    .toMatchObject([{ message: 'Quit Longshore while work is running?', buttons: BUTTONS, defaultId: 0, cancelId: 3 }]);
  expect((lastOf(standIn, 'message-box') as { detail: string }).detail).toContain(TITLE);
  await expect(longshore.activityButton).toHaveAttribute('data-running', 'true');
  standIn.send({ kind: 'message-box-answer', response: 2 });
  expect(await standIn.attempt('close')).toBe(true);
  expect(await standIn.ended).toBe(0);
  const later = new StandIn(work.dataFolder);
  const { page, stop } = await openStandIn(work.page.context().browser() ?? browser, later);
  await expect(new Window(page).tag('1.0')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(allOf(later, 'progress').every((value) => JSON.stringify(value) === '{"progress":-1}')).toBe(true);
  await stop();
  await work.stop();
});

test('quit with "Continue next time", a copy goes on with the next start and ends right', async ({ browser }) => {
  const { standIn, proxy, target, digest, ...work } = await copyHalfWay(browser);
  standIn.send({ kind: 'message-box-answer', response: 1 });
  standIn.send({ kind: 'quit' });
  expect(await standIn.ended).toBe(0);
  expect(allOf(standIn, 'message-box')).toHaveLength(1);
  await work.page.close();
  proxy.hold = undefined;
  const later = new StandIn(work.dataFolder);
  const { page, stop } = await openStandIn(browser, later);
  const longshore = new Window(page);
  await longshore.openActivity();
  await expect(longshore.run(/quit\/api/)).toContainText('The change was completed.', { timeout: patient(30_000) });
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await stop();
  await work.stop();
});

test('quit with "Quit when done", a copy runs to its end, and Longshore ends by itself', async ({ browser }) => {
  const { standIn, proxy, target, digest, ...work } = await copyHalfWay(browser);
  standIn.send({ kind: 'message-box-answer', response: 0 });
  standIn.send({ kind: 'quit' });
  await expect.poll(() => allOf(standIn, 'message-box')).toHaveLength(1);
  await expect(work.longshore.activityButton).toHaveAttribute('data-running', 'true');
  proxy.hold = undefined;
  expect(await standIn.ended).toBe(0);
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await work.stop();
});
