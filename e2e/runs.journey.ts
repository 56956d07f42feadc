import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { newDataFolder, openBrowserHost, removeFolder } from './support/hosts/browser-host.ts';
import { electronName, startElectron } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { run } from './support/process.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;

const activity = (page: Page) => page.getByRole('list', { name: 'Activity' });

for (const [host, open] of [
  ['the browser host', openBrowserHost],
  [electronName, startElectron],
] as const) {
  test(`a reload in the middle of a copy through ${host}: it is still shown, is paused and resumed, and its digest is right`, async ({
    browser,
  }) => {
    const [source, target] = [await startDistribution(), await startDistribution({ deletes: true })];
    const proxy = await startCuttingProxy(target.port);
    const repository = 'runs/copy';
    const { digest } = await pushImage({ layers: [60 * MB, 3 * MB] }, { host: source.host, repository, tags: ['1.0'] });
    const dataFolder = await newDataFolder();
    const { page, stop } = await open(browser, dataFolder);
    const longshore = new Window(page);
    await longshore.addRegistry(proxy.host, 'Prod');
    await longshore.addRegistry(source.host, 'Staging');
    await longshore.openRepository(repository);
    await longshore.openMenu('1.0', 'Copy to…');
    const dialog = longshore.dialog('Copy 1.0');
    await expect(dialog).toContainText('to transfer in');
    proxy.hold = 20 * MB;
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => proxy.uploaded).toBeGreaterThan(15 * MB);
    await page.reload();
    const item = activity(page).getByRole('listitem', { name: 'Copy Staging / runs/copy:1.0 to Prod / runs/copy:1.0' });
    await expect(item).toContainText('of 63.0 MB');
    await expect(item.getByRole('progressbar')).toHaveCount(1);
    await item.getByRole('button', { name: 'Pause' }).click();
    await expect(item).toContainText('Paused');
    proxy.hold = undefined;
    await page.waitForTimeout(1_000);
    expect(proxy.uploaded).toBeLessThan(60 * MB);
    await item.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Copied 1.0 to Prod / runs/copy' })).toBeVisible({ timeout: patient(60_000) });
    await expect(item).toHaveCount(0);
    expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
    await pullWhole(target.host, repository, '1.0');
    await stop();
    await Promise.all([proxy.stop(), source.stop(), target.stop()]);
    await removeFolder(dataFolder);
  });

  test(`a reload in the middle of a save through ${host}: its dialog is opened again and stops it, and no file is left`, async ({
    browser,
  }) => {
    const source = await startDistribution();
    const proxy = await startCuttingProxy(source.port);
    const repository = 'runs/save';
    const { digest } = await pushImage({ layers: [40 * MB] }, { host: source.host, repository, tags: ['1.0'] });
    const folder = await mkdtemp(join(tmpdir(), 'longshore-runs-'));
    const dataFolder = await newDataFolder();
    const { page, stop } = await open(browser, dataFolder);
    const longshore = new Window(page);
    await longshore.addRegistry(proxy.host, 'Staging');
    await longshore.openRepository(repository);
    await longshore.openMenu('1.0', 'Save to a file…');
    const dialog = longshore.dialog('Save 1.0 to a file');
    await dialog.getByRole('textbox', { name: 'File' }).fill(join(folder, 'image.tar'));
    await expect(dialog).toContainText('in 2 blobs.');
    proxy.hold = 10 * MB;
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => proxy.downloaded).toBeGreaterThan(5 * MB);
    await page.reload();
    const item = activity(page).getByRole('listitem', { name: 'Save Staging / runs/save:1.0 to image.tar' });
    await expect(item).toContainText('of 40.0 MB');
    await item.getByRole('button', { name: 'Show' }).click();
    await expect(dialog.getByRole('progressbar')).toBeVisible();
    await expect(item).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Stopped. No file was written.');
    expect(await readdir(folder)).toEqual([]);
    proxy.hold = undefined;
    await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue(join(folder, 'image.tar'));
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved 1.0' })).toBeVisible({ timeout: patient(30_000) });
    expect((await run('skopeo', ['inspect', '--format', '{{.Digest}}', `oci-archive:${join(folder, 'image.tar')}`])).trim()).toBe(digest);
    await stop();
    await Promise.all([proxy.stop(), source.stop()]);
    await removeFolder(dataFolder);
    await rm(folder, { recursive: true, force: true });
  });
}

test('a copy continues when its dialog is closed, and one that fails is listed until it is dismissed', async ({ browser }) => {
  const [source, target] = [await startDistribution(), await startDistribution()];
  const proxy = await startCuttingProxy(target.port);
  const repository = 'runs/closed';
  const { digest } = await pushImage({ layers: [30 * MB] }, { host: source.host, repository, tags: ['1.0', '2.0'] });
  const dataFolder = await newDataFolder();
  const { page, stop } = await openBrowserHost(browser, dataFolder);
  const longshore = new Window(page);
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(source.host, 'Staging');
  await longshore.openRepository(repository);
  const copy = async (tag: string): Promise<void> => {
    await longshore.openMenu(tag, 'Copy to…');
    const dialog = longshore.dialog(`Copy ${tag}`);
    await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(dialog.getByRole('progressbar')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  };
  proxy.hold = 5 * MB;
  await copy('1.0');
  await expect(activity(page).getByRole('listitem')).toHaveCount(1);
  // It has its own room above the status.
  const [list, status] = [await activity(page).boundingBox(), await page.getByRole('contentinfo').boundingBox()];
  expect(list?.height).toBeGreaterThan(40);
  expect((list?.y ?? 0) + (list?.height ?? 0)).toBeLessThanOrEqual(status?.y ?? 0);
  proxy.hold = undefined;
  await expect(page.getByRole('status').filter({ hasText: 'Copied 1.0' })).toBeVisible({ timeout: patient(30_000) });
  await expect(activity(page)).toHaveCount(0);
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await longshore.openMenu('2.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 2.0');
  await dialog.getByRole('textbox', { name: 'Repository' }).fill('runs/elsewhere');
  await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
  proxy.hold = MB;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  proxy.die();
  const item = activity(page).getByRole('listitem', { name: 'Copy Staging / runs/closed:2.0 to Prod / runs/elsewhere:2.0' });
  await expect(item.getByRole('button', { name: 'Dismiss' })).toBeVisible({ timeout: patient(60_000) });
  await page.reload();
  await item.getByRole('button', { name: 'Dismiss' }).click();
  await expect(activity(page)).toHaveCount(0);
  await page.reload();
  await expect(longshore.repository(repository)).toBeVisible();
  await expect(activity(page)).toHaveCount(0);
  proxy.revive();
  await stop();
  await Promise.all([proxy.stop(), source.stop(), target.stop()]);
  await removeFolder(dataFolder);
});
