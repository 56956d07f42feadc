import { expect, test } from '@playwright/test';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, openBrowserHost, removeFolder } from './support/hosts/browser-host.ts';
import { electronName, startElectron } from './support/hosts/electron-host.ts';
import { deleteFound, dryRunOf } from './support/page/clean-up.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

const created = new Date(Date.now() - 90 * 86_400_000).toISOString();

for (const [host, open] of [
  ['the browser host', openBrowserHost],
  [electronName, startElectron],
] as const) {
  test(`a reload in the middle of a clean-up through ${host}: it is still shown, is paused and resumed, and deletes what the dry run said`, async ({
    browser,
  }) => {
    const registry = await startDistribution({ deletes: true });
    const repository = 'clean/reload';
    const tags = Array.from({ length: 8 }, (_, i) => `nightly-${i}`);
    for (const [i, tag] of tags.entries())
      await pushImage({ layers: [500 + i], created }, { host: registry.host, repository, tags: [tag] });
    const kept = await pushImage({ layers: [700], created }, { host: registry.host, repository, tags: ['1.0'] });
    const slow = await startSlowProxy(registry.port, 120);
    const dataFolder = await newDataFolder();
    const { page, stop } = await open(browser, dataFolder);
    const longshore = new Window(page);
    await longshore.addRegistry(new URL(slow.url).host, 'Slow');
    await longshore.openRepository(repository);
    await dryRunOf(page, 'nightly-*');
    await expect(page.getByRole('main')).toContainText('8 tags to delete. 1 to keep.', { timeout: patient(15_000) });
    await deleteFound(page, repository, 8);
    const run = longshore.run(/^Clean-up of .*: 8 tags/);
    await expect(run).toContainText('of 8');
    await page.reload();
    await longshore.openActivity();
    await run.getByRole('button', { name: 'Pause' }).click();
    await expect(run).toContainText('Paused');
    await run.getByRole('button', { name: 'Resume' }).click();
    await expect(run).toContainText('Deleted 8 of 8 tags.', { timeout: patient(60_000) });
    for (const tag of tags) await expect(inspectDigest(registry.host, repository, tag)).rejects.toThrow();
    expect(await inspectDigest(registry.host, repository, '1.0')).toBe(kept.digest);
    await stop();
    await Promise.all([slow.stop(), registry.stop()]);
    await removeFolder(dataFolder);
  });
}
