import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

const headers = (page: Page) => page.getByRole('grid', { name: 'Tags' }).getByRole('columnheader');
const titles = async (page: Page): Promise<string[]> => (await headers(page).allTextContents()).filter((text) => text !== '');
const header = (page: Page, name: string) => headers(page).filter({ hasText: name }).getByRole('button');
const widthOf = async (page: Page, name: string): Promise<number> =>
  Math.round((await headers(page).filter({ hasText: name }).boundingBox())?.width ?? 0);

test('columns are chosen, ordered and resized by keys alone, and are the same after a reload', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0', '1.1'] });
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  expect(await titles(page)).toEqual(['Tag', 'Digest', 'Kind', 'Platforms', 'Size', 'Created', 'Actions']);
  await page.getByRole('button', { name: 'Columns' }).focus();
  await page.keyboard.press('Enter');
  const choice = (name: string) => page.getByRole('menuitemcheckbox', { name });
  await expect(choice('Kind')).toBeChecked();
  // Only some products tell these.
  await expect(choice('Last pulled')).toHaveCount(0);
  await choice('Kind').focus();
  await page.keyboard.press('Space');
  await expect(choice('Kind')).not.toBeChecked();
  await choice('Media type').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(choice('Media type')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(choice('Media type')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(choice('Media type')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused();
  await expect.poll(() => titles(page)).toEqual(['Tag', 'Digest', 'Platforms', 'Size', 'Media type', 'Created', 'Actions']);
  await expect(longshore.tag('1.0').locator('[data-column="mediaType"]')).toHaveText('application/vnd.oci.image.manifest.v1+json');
  await header(page, 'Size').focus();
  await page.keyboard.press('Control+ArrowLeft');
  await page.keyboard.press('Control+ArrowLeft');
  const before = await widthOf(page, 'Size');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(header(page, 'Size')).toBeFocused();
  await expect.poll(() => titles(page)).toEqual(['Tag', 'Size', 'Digest', 'Platforms', 'Media type', 'Created', 'Actions']);
  await expect.poll(() => widthOf(page, 'Size')).toBe(before + 32);
  // The cells stand under their headers.
  const cell = await longshore.tag('1.0').locator('[data-column="size"]').boundingBox();
  expect(Math.round(cell?.width ?? 0)).toBe(before + 32);
  await page.keyboard.press('Enter');
  await expect(headers(page).filter({ hasText: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  // What the window remembers is written a moment later.
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(['Tag', 'Size', 'Digest', 'Platforms', 'Media type', 'Created', 'Actions']);
  expect(await widthOf(page, 'Size')).toBe(before + 32);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitem', { name: 'Default columns' }).click();
  await expect.poll(() => titles(page)).toEqual(['Tag', 'Digest', 'Kind', 'Platforms', 'Size', 'Created', 'Actions']);

  // All of a header sorts.
  await expect(page.getByRole('menu')).toHaveCount(0);
  const created = await headers(page).filter({ hasText: 'Created' }).boundingBox();
  await page.mouse.click((created?.x ?? 0) + 12, (created?.y ?? 0) + 8);
  await expect(headers(page).filter({ hasText: 'Created' })).toHaveAttribute('aria-sort', 'descending');
  await header(page, 'Size').click();
  // Without the column that it is sorted by, the table is in its usual order again, and says so.
  await expect(headers(page).filter({ hasText: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('button', { name: 'Columns' }).click();
  await choice('Size').click();
  await expect.poll(() => titles(page)).toEqual(['Tag', 'Digest', 'Kind', 'Platforms', 'Created', 'Actions']);
  await expect(headers(page).filter({ hasText: /^Tag/ })).not.toHaveAttribute('aria-sort', 'none');
});

test('a header is dragged to another place, and its edge to another width', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  await header(page, 'Created').dragTo(header(page, 'Digest'));
  await expect.poll(() => titles(page)).toEqual(['Tag', 'Created', 'Digest', 'Kind', 'Platforms', 'Size', 'Actions']);
  const box = await headers(page).filter({ hasText: 'Digest' }).boundingBox();
  if (!box) throw new Error('no header');
  const edge = { x: box.x + box.width, y: box.y + box.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 60, edge.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => widthOf(page, 'Digest')).toBe(Math.round(box.width) + 26);
  // What it gained, the column beside it lost, down to the narrowest.
  expect(await widthOf(page, 'Kind')).toBe(60);
  await page.mouse.dblclick(edge.x + 26, edge.y);
  await expect.poll(() => widthOf(page, 'Digest')).toBe(Math.round(box.width));
});
