import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

test('labels and storage are found again after the index was deleted while Longshore runs, and a filter by label keeps its rows and the focus', async ({
  page,
}) => {
  const registry = await startDistribution({ deletes: true });
  const at = { host: registry.host, repository: 'team/api' };
  await pushImage({ layers: [1000], labels: { team: 'x' } }, { ...at, tags: ['1.0', '1.1'] });
  await pushImage({ layers: [2000], labels: { team: 'y' } }, { ...at, tags: ['2.0'] });
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('label:team=x ');
  await expect(page.getByText('2 found', { exact: true })).toBeVisible();

  // A second reading asks for the labels again. The rows are not taken away for it.
  const grid = page.getByRole('grid', { name: 'Tags' });
  await grid.focus();
  await grid.evaluate((element) => element.setAttribute('data-same', 'true'));
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('F5');
    await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  }
  await expect(grid).toHaveAttribute('data-same', 'true');
  await expect(grid).toBeFocused();

  for (const name of await readdir(dataFolder)) if (name.startsWith('index.sqlite')) await rm(join(dataFolder, name));
  await expect(async () => {
    await page.getByRole('tab', { name: 'Tags' }).click();
    await page.keyboard.press('F5');
    await expect(page.getByText('2 found', { exact: true })).toBeVisible({ timeout: 2_000 });
    await page.getByRole('tab', { name: 'Storage' }).click();
    await expect(page.getByText('Saved by sharing')).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText('not read', { timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await host.stop();
  await removeFolder(dataFolder);
  await registry.stop();
});
