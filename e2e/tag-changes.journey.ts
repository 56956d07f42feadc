import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page, test } from '@playwright/test';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { until } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Tags' });
const toggle = (page: Page) => page.getByRole('button', { name: 'Changes only' });

/** Lets hours pass since the visit of a repository ended. */
async function letHoursPass(dataFolder: string): Promise<void> {
  const database = new DatabaseSync(join(dataFolder, 'index.sqlite'));
  await until('the visit to be noted', async () => database.prepare('SELECT 1 FROM repository WHERE visited IS NOT NULL').get());
  database.exec('UPDATE repository SET visited = visited - 7200000');
  database.close();
}

test('what changed since the last visit is marked, and shown alone by key', async ({ page }) => {
  const registry = await startDistribution({ deletes: true });
  const push = (tags: string[], layer: number) => pushImage({ layers: [layer] }, { host: registry.host, repository: 'team/api', tags });
  await push(['1.0', '1.1', 'latest'], 1000);
  const { digest } = await push(['0.9'], 900);
  const dataFolder = await newDataFolder();
  const first = await startBrowserHost(dataFolder);
  await page.goto(first.url);
  const before = new Window(page);
  await before.addRegistry(registry.host, 'Team');
  await before.openRepository('team/api');
  await expect(before.tag('1.0').locator('[data-column="created"]')).not.toBeEmpty();
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  // The first visit has nothing to compare with.
  await expect(toggle(page)).toHaveCount(0);
  await first.stop();
  await letHoursPass(dataFolder);
  await push(['1.2', 'latest'], 2000);
  await fetch(`${registry.url}/v2/team/api/manifests/${digest}`, { method: 'DELETE' });

  const second = await startBrowserHost(dataFolder);
  await page.goto(second.url);
  const longshore = new Window(page);
  // Where the first visit ended before its place was noted, it is not open yet.
  await longshore.openRepository('team/api');
  await expect(toggle(page)).toHaveAccessibleDescription(/^Since your last visit \(.*\): 1 new, 1 moved, and 1 deleted$/);
  await expect(longshore.tag('1.2')).toContainText('new');
  await expect(longshore.tag('latest')).toContainText('moved');
  await expect(longshore.tag('latest')).toHaveAccessibleName(/Moved since your last visit\. It pointed to [0-9a-f]{7}\.$/);
  await expect(longshore.tag('1.0').getByText('new')).toHaveCount(0);
  await expect(longshore.tag('0.9')).toHaveCount(0);
  await toggle(page).focus();
  await page.keyboard.press('Space');
  await expect(toggle(page)).toHaveAttribute('aria-pressed', 'true');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  await expect(longshore.tag('0.9')).toContainText('deleted');
  await expect(longshore.tag('0.9').locator('[data-column="digest"]')).toContainText(digest.slice('sha256:'.length, 'sha256:'.length + 7));
  await expect(longshore.tag('0.9').getByRole('button', { name: 'Where is this digest' })).toHaveCount(1);
  // Nothing can be changed of what is deleted.
  await longshore.tag('0.9').getByRole('button', { name: 'Actions for 0.9' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeDisabled();
  await expect(page.getByRole('menuitem', { name: 'Retag…' })).toBeDisabled();
  await page.getByRole('menuitem', { name: 'Copy reference' }).press('Escape');
  // It is neither checked nor deleted by key, nor exported as a reference.
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar', { name: 'Selected tags' })).toContainText('2 selected');
  await expect(page.getByRole('checkbox', { name: 'Select 0.9' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('toolbar', { name: 'Selected tags' })).toHaveCount(0);
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export references' }).click()]);
  const references = await readFile(await download.path(), 'utf8');
  expect(references).toBe(`${registry.host}/team/api:latest\n${registry.host}/team/api:1.2\n`);
  // A filter finds among what changed.
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('1.');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('');
  // Read again in the same visit, the marks stay.
  await page.keyboard.press('F5');
  await expect(longshore.tag('1.2')).toContainText('new');
  await toggle(page).click();
  await expect(longshore.tag('1.0')).toBeVisible();
  await expect(longshore.tag('0.9')).toHaveCount(0);
  await second.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
