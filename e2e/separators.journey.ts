import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

const middle = async (page: Page, name: string): Promise<{ x: number; y: number }> => {
  const box = await page.getByRole('separator', { name }).boundingBox();
  if (!box) throw new Error(`There is no separator "${name}"`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Drags a separator in steps, as a hand does. */
async function drag(page: Page, name: string, by: { readonly x?: number; readonly y?: number }): Promise<void> {
  const { x, y } = await middle(page, name);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 10; step++) await page.mouse.move(x + ((by.x ?? 0) * step) / 10, y + ((by.y ?? 0) * step) / 10);
  await page.mouse.up();
}

const sidebarWidth = async (page: Page): Promise<number> => Math.round((await page.locator('aside').boundingBox())?.width ?? 0);
const detailTop = async (page: Page): Promise<number> => Math.round((await middle(page, 'Resize detail')).y);

test('the edge of the sidebar follows the mouse all the way, keeps its width over a reload, and a double click restores it', async ({
  longshore,
  registry,
  page,
}) => {
  await longshore.addRegistry(registry.host, 'Local');
  const before = await sidebarWidth(page);
  await drag(page, 'Resize sidebar', { x: 150 });
  await expect.poll(() => sidebarWidth(page)).toBe(before + 150);
  // The settings are saved a moment later.
  await page.waitForTimeout(500);
  await page.reload();
  await expect.poll(() => sidebarWidth(page)).toBe(before + 150);
  const separator = page.getByRole('separator', { name: 'Resize sidebar' });
  await separator.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => sidebarWidth(page)).toBeLessThan(before + 150);
  const { x, y } = await middle(page, 'Resize sidebar');
  await page.mouse.dblclick(x + 3, y);
  await expect.poll(() => sidebarWidth(page)).toBe(before);
});

test('the separators are visible lines that can be hit beside the line', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('api');
  await longshore.tag('1.0').click();
  for (const [name, side] of [
    ['Resize sidebar', 'width'],
    ['Resize detail', 'height'],
  ] as const) {
    const box = await page.getByRole('separator', { name }).boundingBox();
    expect(box?.[side]).toBe(1);
  }
  // The line of the one that has the focus is another colour.
  const separator = page.getByRole('separator', { name: 'Resize detail' });
  const line = (): Promise<string> => separator.evaluate((element) => getComputedStyle(element, '::after').backgroundColor);
  const plain = await line();
  await separator.focus();
  await page.keyboard.press('Shift');
  expect(await line()).not.toBe(plain);
  const { x, y } = await middle(page, 'Resize detail');
  const before = await detailTop(page);
  await page.mouse.move(x, y + 3);
  await page.mouse.down();
  await page.mouse.move(x, y - 60, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => detailTop(page)).toBeLessThan(before - 50);
  await page.mouse.dblclick(x, (await detailTop(page)) - 2);
  await expect.poll(() => detailTop(page)).toBe(before);
});
