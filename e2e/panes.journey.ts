import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? 'nowhere');

test('F6 and Ctrl 1, 2 and 3 move between sidebar, tags and details, and a reload begins in the tags that were open', async ({
  longshore,
  page,
  registry,
}) => {
  await pushImage({ layers: [1_000] }, { host: registry.host, repository: 'keys/api', tags: ['1.0', '1.1'] });
  await longshore.addRegistry(registry.host, 'Panes');
  await longshore.openRepository('keys/api');
  await longshore.tag('1.0').click();
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
  await page.keyboard.press('Control+1');
  await expect(page.getByRole('tree', { name: 'Repositories' })).toBeFocused();
  for (const pane of ['main', 'detail', 'sidebar']) {
    await page.keyboard.press('F6');
    expect(await focused(page)).toBe(pane);
  }
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeFocused();
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeFocused();
  await page.reload();
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
});

test('the shortcut list has two columns of one length, and each shortcut is one line, also in a small window', async ({
  longshore,
  page,
}) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  const list = longshore.dialog('Keyboard shortcuts');
  await expect(list.getByRole('row').last()).toBeVisible();
  for (const size of [
    { width: 1280, height: 800 },
    { width: 900, height: 600 },
  ]) {
    await page.setViewportSize(size);
    const heights = await list.getByRole('row').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    expect(new Set(heights.map(Math.round)).size, `${size.width}: ${heights.join(' ')}`).toBe(1);
    const tables = await list.getByRole('table').evaluateAll((all) => all.map((table) => table.getBoundingClientRect()));
    const right = await list.evaluate((dialog) => dialog.getBoundingClientRect().right);
    expect(Math.max(...tables.map((table) => table.right)), `${size.width}: nothing is cut at the right`).toBeLessThanOrEqual(right - 16);
    const ends = [...Map.groupBy(tables, ({ left }) => left).values()].map((column) => Math.max(...column.map(({ bottom }) => bottom)));
    expect(ends).toHaveLength(2);
    expect(ends[0]).toBeCloseTo(ends[1] ?? 0, 0);
  }
});

test('the title stands in one place on the pages of a registry, of a repository and of its clean-up', async ({
  longshore,
  page,
  registry,
}) => {
  await pushImage({ layers: [1_000] }, { host: registry.host, repository: 'keys/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Panes');
  const middle = async (): Promise<number> => {
    const box = await page.getByRole('main').getByRole('heading', { level: 1 }).boundingBox();
    return box ? box.y + box.height / 2 : Number.NaN;
  };
  await expect(page.getByRole('main').getByRole('heading', { name: 'Panes' })).toBeVisible();
  const first = await middle();
  await longshore.openRepository('keys/api');
  expect(await middle()).toBeCloseTo(first, 0);
  await page.getByRole('main').getByRole('button', { name: 'Clean up', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Clean up', level: 1 })).toBeVisible();
  expect(await middle()).toBeCloseTo(first, 0);
});

test('the shortcut list is read aloud, and a notice can be closed by its name', async ({ longshore, page, registry }) => {
  await pushImage({ layers: [1_000] }, { host: registry.host, repository: 'keys/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Panes');
  await page.keyboard.press('?');
  const list = longshore.dialog('Keyboard shortcuts');
  await expect(list.getByRole('row', { name: 'Search or jump to Control plus K' })).toBeVisible();
  await expect(list.getByRole('row', { name: 'Next or previous pane F6 or Shift plus F6' })).toBeVisible();
  await page.keyboard.press('Escape');
  await longshore.openRepository('keys/api');
  await longshore.openMenu('1.0', 'Retag…');
  await longshore.dialog('Retag 1.0').getByRole('textbox', { name: 'New tag' }).fill('2.0');
  await expect(longshore.dialog('Retag 1.0').getByRole('status')).toContainText('No such tag');
  await page.keyboard.press('Enter');
  const told = page.getByRole('status').filter({ hasText: '2.0' });
  await told.getByRole('button', { name: 'Close' }).click();
  await expect(told).toHaveCount(0);
});
