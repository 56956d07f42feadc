import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { goInMenu } from './support/page/keys.ts';

/** Chooses a format by keys, and reads the file that is saved. */
async function exported(page: Page, format: string): Promise<{ readonly name: string; readonly text: string }> {
  await page.getByRole('button', { name: 'Export' }).focus();
  await goInMenu(page, format, 'Enter');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('what is on screen is saved as a table, as JSON and as references, by keys alone', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0', '1.1', 'main'] });
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0').locator('[data-column="size"]')).toHaveText(/B$/);
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('1.');
  await expect(page.getByText('2 found')).toBeVisible();
  const digest = await inspectDigest(registry.host, 'team/api', '1.0');
  const table = await exported(page, 'Export CSV');
  expect(table.name).toBe('team-api-tags.csv');
  const [head, first, ...rest] = table.text.trimEnd().split('\r\n');
  expect(head).toBe('tag,reference,digest,kind,platforms,size,created');
  expect(first).toMatch(new RegExp(`^1\\.1,${registry.host}/team/api:1\\.1,${digest},image,linux/amd64,\\d+,`));
  expect(rest).toHaveLength(1);
  const json: unknown = JSON.parse((await exported(page, 'Export JSON')).text);
  expect(json).toEqual([expect.objectContaining({ tag: '1.1', digest }), expect.objectContaining({ tag: '1.0', kind: 'image' })]);
  expect((await exported(page, 'Export references')).text).toBe(`${registry.host}/team/api:1.1\n${registry.host}/team/api:1.0\n`);
});
