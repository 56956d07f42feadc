import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { until } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';

const USERNAME = 'ci';
const PASSWORD = 'kept-over-restarts';
const CREDENTIALS = `${USERNAME}:${PASSWORD}`;

test('after a restart the registry, its password and the place are restored, and browsing, retag and delete work', async ({ page }) => {
  const registry = await startDistribution({ deletes: true, htpasswd: { username: USERNAME, password: PASSWORD } });
  const { digest } = await pushImage(
    { layers: [1000] },
    { host: registry.host, repository: 'team/api', tags: ['1.0', '1.0.1'], credentials: CREDENTIALS },
  );
  const dataFolder = await newDataFolder();
  const first = await startBrowserHost(dataFolder);
  await page.goto(first.url);
  const before = new Window(page);
  const dialog = await before.openAddDialog(registry.host, 'Guarded');
  await before.signInWith(dialog, USERNAME, PASSWORD);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await before.openRepository('team/api');
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  const saved = join(dataFolder, 'longshore.json');
  await until('the sort to be saved', async () => /"column":\s*"size"/.test(await readFile(saved, 'utf8')) || undefined);
  await first.stop();
  await expect(page.getByRole('alert').filter({ hasText: 'Longshore has ended' })).toBeVisible();

  const second = await startBrowserHost(dataFolder);
  await page.goto(second.url);
  const longshore = new Window(page);
  // The place, the sort and the sign-in are there again without a click.
  await expect(longshore.tag('1.0.1')).toContainText('image');
  await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  await longshore.openMenu('1.0.1', 'Retag…');
  await longshore.dialog('Retag 1.0.1').getByRole('textbox', { name: 'New tag' }).fill('stable');
  await longshore.dialog('Retag 1.0.1').getByRole('button', { name: 'Retag' }).click();
  await expect(longshore.tag('stable')).toContainText('image');
  expect(await inspectDigest(registry.host, 'team/api', 'stable', CREDENTIALS)).toBe(digest);
  await longshore.openMenu('1.0', 'Delete…');
  await page.getByRole('alertdialog', { name: 'Delete 1.0' }).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('1.0')).toHaveCount(0);
  expect(await inspectDigest(registry.host, 'team/api', '1.0.1', CREDENTIALS)).toBe(digest);
  await second.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
