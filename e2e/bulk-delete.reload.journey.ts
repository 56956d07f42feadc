import { expect, test } from '@playwright/test';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, openBrowserHost, removeFolder } from './support/hosts/browser-host.ts';
import { electronName, startElectron } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

for (const [host, open] of [
  ['the browser host', openBrowserHost],
  [electronName, startElectron],
] as const)
  test(`a reload in the middle of a bulk delete through ${host}: it is shown, paused and resumed, and the result is right`, async ({
    browser,
  }) => {
    const registry = await startDistribution({ deletes: true });
    const repository = 'many/reload';
    const tags = Array.from({ length: 10 }, (_, i) => `1.${i}.0`);
    for (const tag of tags) await pushImage({ layers: [500] }, { host: registry.host, repository, tags: [tag] });
    const kept = await pushImage({ layers: [700] }, { host: registry.host, repository, tags: ['kept'] });
    const slow = await startSlowProxy(registry.port, 120);
    const dataFolder = await newDataFolder();
    const { page, stop } = await open(browser, dataFolder);
    const longshore = new Window(page);
    await longshore.addRegistry(new URL(slow.url).host, 'Slow');
    await longshore.openRepository(repository);
    for (const tag of tags) await longshore.tag(tag).getByRole('checkbox').check();
    await page.getByRole('grid', { name: 'Tags' }).focus();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('alertdialog', { name: 'Delete 10 tags' });
    await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(longshore.run(/Delete 10 tags/)).toContainText('of 10');
    await page.reload();
    await longshore.openActivity();
    const run = longshore.run(/Delete 10 tags/);
    await run.getByRole('button', { name: 'Pause' }).click();
    await expect(run).toContainText('Paused');
    await run.getByRole('button', { name: 'Show' }).click();
    await expect(dialog.getByRole('status')).toContainText(/Paused at \d of 10/);
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(run).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: '10 tags are deleted' })).toBeVisible({ timeout: patient(60_000) });
    for (const tag of tags) await expect(longshore.tag(tag)).toHaveCount(0);
    expect(await inspectDigest(registry.host, repository, 'kept')).toBe(kept.digest);
    await stop();
    await Promise.all([slow.stop(), registry.stop()]);
    await removeFolder(dataFolder);
  });
