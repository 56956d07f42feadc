import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { typeAhead } from './support/page/keys.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Tags' });
const toggle = (page: Page) => page.getByRole('checkbox', { name: 'Group by image' });
const field = (page: Page) => page.getByRole('searchbox', { name: 'Filter tags' });
const selection = (page: Page) => page.getByRole('toolbar', { name: 'Selected tags' });

test.beforeEach(async ({ longshore, registry, page }) => {
  const push = (tags: string[], layer: number) => pushImage({ layers: [layer] }, { host: registry.host, repository: 'team/api', tags });
  await push(['latest', '1.9.2', '1.9'], 1000);
  await push(['1.8'], 2000);
  await push(['1.9.3-rc1', 'next'], 3000);
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '7');
  await expect(longshore.tag('1.8').locator('[data-column="created"]')).not.toBeEmpty();
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
});

test('the tags of an image share a row, which acts on all of them, by keys alone', async ({ longshore, page }) => {
  await grid(page).focus();
  await page.keyboard.press('Control+g');
  await expect(toggle(page)).toBeChecked();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  const image = longshore.tag('latest, 1.9, 1.9.2');
  await expect(image).toHaveAccessibleName(/^latest, 1\.9, 1\.9\.2, [0-9a-f]{7}, image, /);
  await expect(image).toContainText('1.9.2');
  // Any of its tags leads to it.
  await page.keyboard.press('End');
  await typeAhead(page, '1.9.2');
  await expect(image).toHaveAttribute('data-active', 'true');
  await page.keyboard.press('Space');
  await expect(selection(page)).toContainText('3 selected');
  await expect(selection(page).getByRole('button', { name: 'Delete 3 tags…' })).toBeVisible();
  await expect(image.getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('Space');
  await expect(selection(page)).toHaveCount(0);
  // Without a selection, keys and the menu mean the tags of the row.
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'Actions for the 3 tags of this image' });
  await expect(menu.getByRole('menuitem', { name: 'Retag 3 tags…' })).toBeVisible();
  await menu.getByRole('menuitem', { name: 'Copy digest' }).press('Escape');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog');
  for (const tag of ['latest', '1.9.2', '1.9']) await expect(dialog).toContainText(tag);
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Image of latest' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  // What the window remembers is written a moment later.
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(toggle(page)).toBeChecked();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  await toggle(page).focus();
  await page.keyboard.press('Space');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '7');
});

test('a filter keeps an image of which it finds a tag, says which, and acts on what it finds alone', async ({ longshore, page }) => {
  await toggle(page).click();
  await field(page).fill('1.9');
  await expect(page.getByText('3 found on 2 images', { exact: true })).toBeVisible();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
  const image = longshore.tag('1.9, 1.9.2');
  await expect(image).toHaveAccessibleName(/, hidden by the filter: latest$/);
  await expect(image.locator('[data-hidden="true"]')).toHaveText(/latest/);
  // A long name is cut in two, and with it the mark of what was looked for.
  await expect.poll(async () => (await image.locator('mark').allTextContents()).join('')).toBe('1.91.9');
  await image.getByRole('checkbox').check();
  await expect(selection(page)).toContainText('2 selected');
  await expect(selection(page)).not.toContainText('hidden');
  // Without the filter, the row has three tags, of which two are checked.
  await field(page).fill('');
  const all = longshore.tag('latest, 1.9, 1.9.2').getByRole('checkbox');
  await expect(all).toBeChecked({ indeterminate: true });
  await expect(page.getByRole('checkbox', { name: 'Select all tags' })).toBeChecked({ indeterminate: true });
  await all.click();
  await expect(selection(page)).toContainText('3 selected');
  await toggle(page).click();
  for (const tag of ['latest', '1.9.2', '1.9']) await expect(longshore.tag(tag).getByRole('checkbox')).toBeChecked();
  await expect(longshore.tag('1.8').getByRole('checkbox')).not.toBeChecked();
  await grid(page).focus();
  await page.keyboard.press('Control+a');
  await expect(selection(page)).toContainText('6 selected');
});
