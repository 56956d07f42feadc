import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startDistribution } from './support/servers/distribution.ts';

const SOON = 8_000;
const FIVE_MINUTES = 300_000;

/** Lets the five minutes since the last look pass, but for a few seconds. */
async function letMinutesPass(dataFolder: string): Promise<void> {
  const path = join(dataFolder, 'watch.json');
  const state = JSON.parse(await readFile(path, 'utf8'));
  for (const watch of state.watches) watch.checked = Date.now() - FIVE_MINUTES + SOON;
  await writeFile(path, JSON.stringify(state));
}

/** The network of the page is metered until `setMetered(page, false)`. */
const beginMetered = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const connection = Object.assign(new EventTarget(), { saveData: true });
    Object.defineProperty(navigator, 'connection', { value: connection });
  });
const endMetered = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const connection = (navigator as unknown as { connection: EventTarget & { saveData: boolean } }).connection;
    connection.saveData = false;
    connection.dispatchEvent(new Event('change'));
  });

/** Opens the dialog by keys. */
async function openWatched(page: Page): Promise<void> {
  await expect(new Window(page).tag('1.0')).toBeVisible();
  await new Window(page).command('Watched');
}

test('a tag is watched and opened by keys alone; that it moved is told once the network is no longer metered, and a reload keeps it', async ({
  page,
}) => {
  const registry = await startDistribution();
  const push = (tag: string, layer: number) => pushImage({ layers: [layer] }, { host: registry.host, repository: 'team/api', tags: [tag] });
  const before = await push('1.0', 1000);
  const dataFolder = await newDataFolder();
  const first = await startBrowserHost(dataFolder);
  await page.goto(first.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toBeVisible();
  const dialog = longshore.dialog('Watched');
  const watched = dialog.getByRole('list', { name: 'Watched tags' }).getByRole('listitem', { name: 'team/api:1.0' });

  // The row's menu by keys.
  await page.getByRole('grid', { name: 'Tags' }).press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Watch…' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Tags of team/api' })).toBeFocused();
  await expect(dialog.getByRole('textbox', { name: 'Tags of team/api' })).toHaveValue('1.0');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('combobox', { name: 'Check' })).toHaveValue('every 5 minutes');
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Watch', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await expect(dialog.getByRole('status')).toContainText('team/api:1.0 is watched');
  await expect(watched).toContainText('1 tag, checked');
  await expect(watched).toContainText('Next check in');
  await expect(dialog).toContainText('No change was found.');
  await first.stop();
  await letMinutesPass(dataFolder);

  // A restart goes on with what was seen.
  await beginMetered(page);
  const second = await startBrowserHost(dataFolder);
  await page.goto(second.url);
  await openWatched(page);
  await expect(dialog).toContainText('Paused: the network is metered.');
  await page.waitForTimeout(SOON);
  const after = await push('1.0', 2000);
  await expect(dialog).toContainText('No change was found.');
  await endMetered(page);
  await expect(page.getByRole('status').filter({ hasText: 'team/api:1.0 moved' })).toBeVisible({ timeout: patient(20_000) });
  const change = dialog.getByRole('list', { name: 'Since yesterday' }).getByRole('button');
  await expect(change).toHaveCount(1);
  const short = (digest: string): string => digest.slice('sha256:'.length, 'sha256:'.length + 7);
  await expect(change).toContainText('team/api:1.0 moved');
  await expect(change).toContainText(`${short(before.digest)} → ${short(after.digest)}`);
  await expect(dialog.getByText('Paused: the network is metered.')).toHaveCount(0);

  await page.reload();
  await openWatched(page);
  await expect(change).toHaveCount(1);
  await change.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveTitle(/1\.0/);

  // Paused, and removed.
  await openWatched(page);
  await dialog.getByRole('button', { name: 'Pause team/api:1.0' }).press('Enter');
  await expect(watched).toContainText('Paused.');
  await dialog.getByRole('button', { name: 'Stop watching team/api:1.0' }).press('Enter');
  await expect(watched).toHaveCount(0);
  await expect(dialog).toContainText('Nothing is watched.');
  await second.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});

test('a registry that is not reached is said at the watch, in words', async ({ page }) => {
  const registry = await startDistribution();
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toBeVisible();
  await registry.stop();
  await longshore.openMenu('1.0', 'Watch…');
  const dialog = longshore.dialog('Watched');
  await dialog.getByRole('textbox').fill('*');
  await dialog.getByRole('button', { name: 'Watch', exact: true }).click();
  const watched = dialog.getByRole('listitem', { name: 'team/api:*' });
  await expect(watched).toContainText('Not checked yet.');
  await expect(watched).toContainText('cannot be reached');
  await host.stop();
  await removeFolder(dataFolder);
});

test('in Electron nothing is asked while the screen is locked; a notification tells of what moved, and its click shows it', async ({
  browser,
}) => {
  const registry = await startDistribution();
  const push = (layer: number) => pushImage({ layers: [layer] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await push(1000);
  const dataFolder = await newDataFolder();
  const first = await openStandIn(browser, new StandIn(dataFolder));
  const longshore = new Window(first.page);
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  await longshore.openMenu('1.0', 'Watch…');
  await first.page.getByRole('combobox', { name: 'Check' }).click();
  await first.page.getByRole('option', { name: 'every 5 minutes' }).click();
  await longshore.dialog('Watched').getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(longshore.dialog('Watched')).toContainText('1 tag, checked');
  await first.stop();
  await letMinutesPass(dataFolder);

  const standIn = new StandIn(dataFolder);
  const second = await openStandIn(browser, standIn);
  await standIn.attempt('power', 'lock-screen');
  await standIn.attempt('in-front', false);
  await push(2000);
  await second.page.waitForTimeout(SOON);
  const told = () => standIn.recorded.findLast(({ name }) => name === 'notification')?.value;
  expect(told()).toBeUndefined();
  await standIn.attempt('power', 'unlock-screen');
  await expect.poll(told, { timeout: patient(20_000) }).toMatchObject({ title: 'team/api:1.0 moved' });
  await standIn.attempt('click-notification');
  const dialog = new Window(second.page).dialog('Watched');
  await expect(dialog.getByRole('list', { name: 'Since yesterday' })).toContainText('team/api:1.0 moved');
  await second.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
