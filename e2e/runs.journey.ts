import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { newDataFolder, openBrowserHost, removeFolder } from './support/hosts/browser-host.ts';
import { electronName, startElectron } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { run } from './support/process.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;

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
    await longshore.openActivity();
    const item = longshore.run('Copy Staging / runs/copy:1.0 to Prod / runs/copy:1.0');
    await expect(item).toContainText('of 63.0 MB');
    await expect(item.getByRole('progressbar')).toHaveCount(1);
    await item.getByRole('button', { name: 'Pause' }).click();
    await expect(item).toContainText('Paused');
    proxy.hold = undefined;
    await page.waitForTimeout(1_000);
    expect(proxy.uploaded).toBeLessThan(60 * MB);
    await item.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Copied 1.0 to Prod / runs/copy' })).toBeVisible({ timeout: patient(60_000) });
    await expect(item).toContainText('Verified.');
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
    await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue(/save-1\.0\.tar$/);
    await dialog.getByRole('textbox', { name: 'File' }).fill(join(folder, 'image.tar'));
    await expect(dialog).toContainText('in 2 blobs.');
    proxy.hold = 10 * MB;
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => proxy.downloaded).toBeGreaterThan(5 * MB);
    await page.reload();
    await longshore.openActivity();
    const item = longshore.run('Save Staging / runs/save:1.0 to image.tar');
    await expect(item).toContainText('of 40.0 MB');
    await item.getByRole('button', { name: 'Show' }).click();
    await expect(dialog.getByRole('progressbar')).toBeVisible();
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

test('a copy goes on beside the work: its dialog closes, the panel opens by itself, and a failed one stays until it is dismissed', async ({
  browser,
}) => {
  const [source, target] = [await startDistribution(), await startDistribution()];
  const [proxy, second] = [await startCuttingProxy(target.port), await startCuttingProxy(target.port)];
  const repository = 'runs/closed';
  const { digest } = await pushImage({ layers: [30 * MB] }, { host: source.host, repository, tags: ['1.0', '2.0'] });
  const dataFolder = await newDataFolder();
  const { page, stop } = await openBrowserHost(browser, dataFolder);
  const longshore = new Window(page);
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(second.host, 'Second');
  await longshore.addRegistry(source.host, 'Staging');
  await longshore.openRepository(repository);
  const copy = async (tag: string, registry: string, to: string): Promise<void> => {
    await longshore.openMenu(tag, 'Copy to…');
    const dialog = longshore.dialog(`Copy ${tag}`);
    await dialog.getByRole('combobox', { name: 'To registry' }).click();
    await page.getByRole('option', { name: registry }).click();
    await dialog.getByRole('textbox', { name: 'Repository' }).fill(to);
    await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  const grid = page.getByRole('grid', { name: 'Tags' });
  const before = await grid.boundingBox();
  proxy.hold = 5 * MB;
  second.hold = 5 * MB;
  await copy('1.0', 'Prod', repository);
  await expect(longshore.activityButton).toHaveAccessibleDescription('1 running');
  const item = longshore.run('Copy Staging / runs/closed:1.0 to Prod / runs/closed:1.0');
  await expect(item.getByRole('progressbar')).toBeVisible();
  // It lies over the right edge: nothing moves, and the focus is where it was.
  expect(await grid.boundingBox()).toEqual(before);
  await expect(longshore.activity.locator(':focus')).toHaveCount(0);
  // A second one at the same time, and the panel closed by its button: it does not come back for these.
  await longshore.activity.getByRole('button', { name: 'Close Activity' }).click();
  await expect(longshore.activity).toBeHidden();
  await copy('1.0', 'Second', 'runs/second');
  await expect(longshore.activityButton).toHaveAccessibleDescription('2 running');
  await expect(longshore.run(/runs\/second/)).toBeVisible();
  // Another window shows the same.
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open(location.href))]);
  const other = new Window(popup);
  await expect(other.activityButton).toHaveAccessibleDescription('2 running');
  await other.openActivity();
  await expect(other.run(/runs\/second/).getByRole('progressbar')).toBeVisible();
  await popup.close();
  // By key: Escape closes it and gives the focus back.
  await longshore.activityButton.press('Enter');
  await expect(longshore.activity).toBeHidden();
  await longshore.activityButton.press('Enter');
  await expect(longshore.activity).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(longshore.activity).toBeHidden();
  await expect(longshore.activityButton).toBeFocused();
  proxy.hold = undefined;
  second.hold = undefined;
  await longshore.runsEnded();
  await page.waitForTimeout(1_200);
  await expect(longshore.activity).toBeHidden();
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  expect(await inspectDigest(target.host, 'runs/second', '1.0')).toBe(digest);
  // What has ended stays, with the way to it, until it is cleared.
  await longshore.command('show activity');
  await expect(longshore.activity).toBeFocused();
  await item.getByRole('button', { name: 'Open' }).click();
  await expect(page).toHaveURL(/runs/);
  await longshore.activity.getByRole('button', { name: 'Clear finished' }).click();
  await expect(longshore.activity).toContainText('Nothing is running.');
  await page.goBack();
  proxy.hold = MB;
  await copy('2.0', 'Prod', 'runs/elsewhere');
  const failing = longshore.run('Copy Staging / runs/closed:2.0 to Prod / runs/elsewhere:2.0');
  await expect(failing).toBeVisible();
  // Closed for this run, the panel does not come back when it fails.
  await longshore.closeActivity();
  proxy.die();
  await expect(longshore.activityButton).toHaveAccessibleDescription('a run ended with problems', { timeout: patient(60_000) });
  await expect(longshore.activity).toBeHidden();
  await longshore.openActivity();
  await expect(failing.getByRole('button', { name: 'Dismiss' })).toBeVisible();
  await page.reload();
  await expect(longshore.activityButton).toHaveAccessibleDescription('a run ended with problems');
  await longshore.openActivity();
  await failing.getByRole('button', { name: 'Dismiss' }).click();
  await expect(failing).toHaveCount(0);
  await page.reload();
  await longshore.openActivity();
  await expect(longshore.activity).toContainText('Nothing is running.');
  proxy.revive();
  await stop();
  await Promise.all([proxy.stop(), second.stop(), source.stop(), target.stop()]);
  await removeFolder(dataFolder);
});
