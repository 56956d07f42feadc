import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

test('registries are ordered by dragging and by Alt and an arrow key; more than seven scroll', async ({ longshore, registry, page }) => {
  for (let i = 1; i <= 9; i++) await longshore.addRegistry(registry.host, `Registry ${i}`);
  const list = page.getByRole('list', { name: 'Registries' });
  const names = (): Promise<string[]> =>
    list.getByRole('listitem').evaluateAll((items) => items.map((item) => item.querySelector('span span')?.textContent ?? ''));
  const entry = (name: string) => list.getByRole('button', { name, exact: true });
  const box = await list.evaluate((element) => ({ inner: element.scrollHeight, outer: element.clientHeight }));
  expect(box.inner).toBeGreaterThan(box.outer);
  // Half a line is seen of the one that has no room: that shows that there are more.
  const line = (await list.getByRole('listitem').first().boundingBox())?.height ?? 1;
  expect((box.outer / line) % 1).toBeGreaterThan(0.2);
  expect((box.outer / line) % 1).toBeLessThan(0.8);
  await expect(entry('Registry 9')).toBeInViewport();
  await entry('Registry 2').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(async () => (await names()).slice(0, 3)).toEqual(['Registry 2', 'Registry 1', 'Registry 3']);
  await expect(entry('Registry 2')).toBeFocused();
  await entry('Registry 3').dragTo(entry('Registry 2'));
  await expect.poll(async () => (await names()).slice(0, 3)).toEqual(['Registry 3', 'Registry 2', 'Registry 1']);
  await page.reload();
  await expect.poll(async () => (await names()).slice(0, 3)).toEqual(['Registry 3', 'Registry 2', 'Registry 1']);
});

test('the menu of a registry opens by right click and Shift F10, also for who asks for less motion', async ({
  longshore,
  registry,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await longshore.addRegistry(registry.host, 'Local');
  const entry = page.getByRole('list', { name: 'Registries' }).getByRole('button', { name: 'Local', exact: true });
  await entry.click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Clean up' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await entry.focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Copy address' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('the menu of a repository opens at its line by right click, Shift F10 and the menu key, and pins it', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.repository('team/api').click({ button: 'right' });
  // The menu hears keys once it has the focus, a moment after it is seen.
  await expect(page.getByRole('menu', { name: 'Actions for team/api' }).getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tree', { name: 'Repositories' })).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Load…' }).click();
  const load = longshore.dialog('Load an image from a file');
  await expect(load.getByRole('textbox', { name: 'File' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(load).toBeHidden();
  await page.getByRole('tree', { name: 'Repositories' }).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Pin', exact: true }).click();
  await expect(longshore.repository('team/api')).toHaveCount(2);
  await page.getByRole('tree', { name: 'Repositories' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ContextMenu');
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  const [line, box] = [await longshore.repository('team/api').last().boundingBox(), await menu.boundingBox()];
  expect(Math.abs((box?.y ?? 0) - ((line?.y ?? 0) + (line?.height ?? 0)))).toBeLessThan(16);
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('team/api');
});
