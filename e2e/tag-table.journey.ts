import { expect, type Page } from '@playwright/test';
import { putImage } from '../electron/sample/store.ts';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { typeAhead } from './support/page/keys.ts';
import { patient } from './support/patience.ts';
import { type RealisticRegistries, startRealisticRegistries } from './support/realistic-registry.ts';
import { RegistryDouble } from './support/registry/double.ts';

let realistic: RealisticRegistries;
test.beforeAll(async () => {
  realistic = await startRealisticRegistries();
});
test.afterAll(() => realistic.stop());

const grid = (page: Page) => page.getByRole('grid', { name: 'Tags' });
const rows = (page: Page) => grid(page).getByRole('row');
/** The row of the cursor, by the name that is read aloud. */
const cursor = (page: Page) => grid(page).locator('[role="row"][data-active="true"]');

const namesOf = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((all) =>
    all.slice(1).map((row) => row.querySelectorAll('[role="gridcell"]')[1]?.getAttribute('aria-label') ?? row.textContent ?? ''),
  );

test('releases come first, and signatures are one line that shows them', async ({ longshore, page }) => {
  await longshore.addRegistry(realistic.company.host, 'Company');
  await page.getByRole('searchbox', { name: 'Filter repositories' }).fill('shop/api');
  await longshore.openRepository('shop/api');
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  // The number of the tree, with what it counts.
  await expect(page.getByText('80 tags (10 signatures and attachments) on 63 images')).toBeVisible();
  await expect(longshore.repository('shop/api')).toHaveAttribute('aria-description', '80 tags');
  const first = ['latest', 'prod-eu', 'prod-us', 'stable', '2.0.0-rc.2', '2.0.0-rc.1', '1', '1.9', '1.9.3'];
  await expect.poll(async () => (await namesOf(page)).slice(0, first.length)).toEqual(first);
  await grid(page).focus();
  await page.keyboard.press('End');
  const fold = page.getByRole('button', { name: '10 signatures and attachments' });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowUp');
  await expect(cursor(page)).toHaveAccessibleName(/^main-/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('End');
  await expect(cursor(page)).toHaveAccessibleName(/^sha256-[0-9a-f]{64}\.(?:sig|att|sbom), /);
  // What the window remembers is written a moment later.
  await page.waitForTimeout(1_000);
  await page.reload();
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(cursor(page)).toHaveAccessibleName(/^sha256-/);
  await page.keyboard.press('Home');
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('.sig');
  await expect(rows(page).nth(1)).toHaveAccessibleName(/\.sig, /);
  // In a narrow detail, the end of the name is what is shown of it.
  await page.setViewportSize({ width: 900, height: 600 });
  await page.getByRole('searchbox', { name: 'Filter tags' }).press('Enter');
  const name = page
    .getByRole('region', { name: /\.sig/ })
    .getByTitle(/\.sig$/)
    .first();
  await expect(name).toBeVisible();
  const isEndShown = (element: HTMLElement): boolean =>
    (element.firstElementChild?.lastElementChild?.getBoundingClientRect().right ?? Infinity) <= element.getBoundingClientRect().right + 0.5;
  expect(await name.evaluate(isEndShown)).toBe(true);
});

test('what is checked is what keys, menus and the toolbar act on, and they say so', async ({ longshore, registry, page }) => {
  const tags = ['1.0', '1.1', '1.2', '1.3', '1.4'];
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'pick/api', tags });
  await longshore.addRegistry(registry.host, 'Pick');
  await longshore.openRepository('pick/api');
  const checked = async (): Promise<string[]> =>
    rows(page).evaluateAll((all) =>
      all.filter((row) => row.getAttribute('data-checked') === 'true').map((row) => row.getAttribute('aria-label')?.split(',')[0] ?? ''),
    );
  const toolbar = page.getByRole('toolbar', { name: 'Selected tags' });
  await longshore.tag('1.4').click({ modifiers: ['ControlOrMeta'] });
  await longshore.tag('1.2').click({ modifiers: ['Shift'] });
  expect(await checked()).toEqual(['1.4', '1.3', '1.2']);
  const colour = (tag: string): Promise<string> => longshore.tag(tag).evaluate((row) => getComputedStyle(row).backgroundColor);
  expect(await colour('1.3')).not.toBe(await colour('1.0'));
  await expect(toolbar.getByRole('button', { name: 'Delete 3 tags…' })).toBeVisible();
  await longshore.tag('1.3').click({ modifiers: ['ControlOrMeta'] });
  await expect(longshore.tag('1.3')).toHaveAttribute('aria-selected', 'false');
  // The cursor is on a tag that is not checked: the key means those that are.
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 2 tags' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // A menu of an unchecked row means that row, and says so; one of a checked row means all of them.
  await longshore.tag('1.0').click({ button: 'right' });
  await expect(page.getByRole('menu')).toContainText('Only 1.0, which is not selected');
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await longshore.tag('1.4').click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Delete 2 tags…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('1.4');
  await expect(toolbar).toContainText('2 selected, 1 of them hidden by the filter');
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('');
  // The header is a row, too.
  await expect(rows(page)).toHaveCount(tags.length + 1);
  await grid(page).focus();
  await page.keyboard.press('Escape');
  await expect(toolbar).toBeHidden();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(toolbar).toContainText('5 selected');
  // Somebody else deletes the image of all of them.
  const digest = await inspectDigest(registry.host, 'pick/api', '1.0');
  await fetch(`${registry.url}/v2/pick/api/manifests/${digest}`, { method: 'DELETE' });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'pick/api', tags: ['1.1', '1.4'] });
  await page.keyboard.press('F5');
  await expect(toolbar.getByText('2 selected', { exact: true })).toBeVisible();
  // One checked tag, the cursor elsewhere.
  await page.keyboard.press('Escape');
  await longshore.tag('1.1').getByRole('checkbox').check();
  await longshore.tag('1.4').click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog', { name: 'Delete 1.1' })).toBeVisible();
});

test('after its tag was deleted, the cursor is on no row, and Del does nothing until it is moved', async ({
  longshore,
  registry,
  page,
}) => {
  for (const tag of ['1.0', '1.1', '1.2'])
    await pushImage({ layers: [1000] }, { host: registry.host, repository: 'lost/api', tags: [tag] });
  await longshore.addRegistry(registry.host, 'Lost');
  await longshore.openRepository('lost/api');
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(cursor(page)).toHaveAccessibleName(/^1\.1, /);
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1.1' });
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('1.1')).toHaveCount(0);
  await expect(dialog).toBeHidden();
  await grid(page).focus();
  await expect(cursor(page)).toHaveCount(0);
  await page.keyboard.press('Delete');
  await page.keyboard.press('ArrowDown');
  await expect(cursor(page)).toHaveAccessibleName(/^1\.0, /);
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog', { name: 'Delete 1.0' })).toBeVisible();
  await inspectDigest(registry.host, 'lost/api', '1.0');
});

test('by key alone: from the filter into the table, its menu, the detail and back, and by the beginning of a name', async ({
  longshore,
  registry,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const long = `feature-${'long-'.repeat(14)}name`;
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'keys/table', tags: ['1.0', '1.1', '1.10', 'main', long] });
  await longshore.addRegistry(registry.host, 'Keys');
  await longshore.openRepository('keys/table');
  const filter = page.getByRole('searchbox', { name: 'Filter tags' });
  await filter.fill('1.1');
  await page.keyboard.press('ArrowDown');
  await expect(grid(page)).toBeFocused();
  await expect(cursor(page)).toHaveAccessibleName(/^1\.10, [0-9a-f]{7}, image, /);
  await expect.poll(async () => (await longshore.tag('1.10').locator('mark').allTextContents()).join('')).toBe('1.1');
  await filter.fill('long-name');
  await page.keyboard.press('Enter');
  await expect(longshore.tag(long)).toHaveAttribute('aria-current', 'true');
  await filter.fill('');
  await grid(page).focus();
  await page.keyboard.press('Home');
  await typeAhead(page, '1.0');
  await expect(cursor(page)).toHaveAccessibleName(/^1\.0, /);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Control+c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`${registry.host}/keys/table:1.0`);
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('menu', { name: 'Actions for 1.0' })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'Retag…' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(grid(page)).toBeFocused();
  }
});

test('in a narrow window the columns, the menu and the buttons are whole', async ({ longshore, page }) => {
  await longshore.addRegistry(realistic.company.host, 'A registry with a rather long name of its own');
  await page.getByRole('searchbox', { name: 'Filter repositories' }).fill('shop/payments/ledger');
  await longshore.openRepository('shop/payments/ledger');
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
    [640, 400],
  ] as const) {
    await page.setViewportSize({ width, height });
    const own = page.getByRole('heading', { level: 1 }).getByText('edger', { exact: false }).last();
    await expect(own).toBeVisible();
    // Of the platforms, as many as there is room for, and how many more.
    const platforms = grid(page).locator('[role="gridcell"][data-column="platforms"]');
    const cut = (cells: HTMLElement[]): number =>
      cells.filter((cell) => cell.clientWidth > 0 && cell.scrollWidth > cell.clientWidth).length;
    await expect.poll(() => platforms.evaluateAll(cut), `platforms at ${width}`).toBe(0);
    const isWhole = (box: { x: number; width: number } | null): boolean => box !== null && box.x >= 0 && box.x + box.width <= width;
    for (const name of ['Clean up', 'Refresh', 'Pin this repository'])
      expect(isWhole(await page.getByRole('main').getByRole('button', { name }).boundingBox()), `${name} at ${width}`).toBe(true);
    const scrolls = (): Promise<boolean> => grid(page).evaluate((element) => element.scrollWidth > element.clientWidth);
    await expect.poll(scrolls, `columns at ${width}`).toBe(false);
    await grid(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+F10');
    const menu = page.getByRole('menu');
    await expect(menu).toBeVisible();
    await expect(async () => {
      const box = await menu.boundingBox();
      expect(isWhole(box)).toBe(true);
      expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= height, `menu at ${width}`).toBe(true);
    }).toPass({ timeout: patient(10_000) });
    await expect(menu.getByRole('menuitem', { name: 'Retag…' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
  }
});

test('a row far down in a long table says its name, its digest and what it is, and where it stands', async ({ longshore, page }) => {
  const registry = new RegistryDouble();
  const { host } = new URL(await registry.start());
  const tags = Array.from({ length: 10_000 }, (_, i) => `1.0.${i + 1}`);
  const layers = [{ instruction: 'RUN x', size: 1_000_000, seed: 'one' }];
  const image = putImage(
    registry.store.repository('long/api'),
    { layers, created: '2026-01-01T00:00:00Z', platform: { os: 'linux', architecture: 'arm64' } },
    tags,
  );
  await longshore.addRegistry(host, 'Long');
  await longshore.openRepository('long/api');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '10001');
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(cursor(page)).toHaveAccessibleName(new RegExp(`^1.0.1, ${image.digest.slice(7, 14)}, image, 1.0 MB, `));
  await expect(cursor(page)).toHaveAttribute('aria-rowindex', '10001');
  // It is what the table names as active, also once it is scrolled out of sight.
  await longshore.tag('1.0.1').hover();
  await page.mouse.wheel(0, -400_000);
  await expect(longshore.tag('1.0.10000')).toBeVisible();
  const active = await grid(page).getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-rowindex', '10001');
  // Another filter begins at the top.
  await page.keyboard.press('End');
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('1.0.1');
  await expect(longshore.tag('1.0.10000')).toBeVisible();
  await registry.stop();
});

test('no row moves under the pointer: the order of what was read waits until it has left the table', async ({ longshore, page }) => {
  const registry = new RegistryDouble();
  const { host } = new URL(await registry.start());
  const repository = registry.store.repository('builds/api');
  // Commits, whose order is that of their images.
  const tags = Array.from({ length: 12 }, (_, i) => `main-${((i * 7) % 12).toString(16)}f0ffee1`);
  for (const [i, tag] of tags.entries()) {
    const created = new Date(Date.UTC(2026, 0, 1 + i)).toISOString();
    const layers = [{ instruction: 'RUN x', size: 1_000, seed: tag }];
    putImage(repository, { layers, created, platform: { os: 'linux', architecture: 'arm64' } }, [tag]);
  }
  registry.behaviour = { ...registry.behaviour, latency: 600 };
  await longshore.addRegistry(host, 'Builds');
  await longshore.openRepository('builds/api');
  await longshore.tag(tags[3] ?? '').hover();
  const before = await namesOf(page);
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  await expect(page.getByText(/^12 tags on 12 images$/)).toBeVisible();
  expect(await namesOf(page)).toEqual(before);
  await page.getByRole('searchbox', { name: 'Filter tags' }).hover();
  await expect.poll(async () => (await namesOf(page))[0]).toBe(tags.at(-1));
  await registry.stop();
});

test('who uses the keys sees a new tag in its place, wherever the pointer was left', async ({ longshore, page, registry }) => {
  const repository = 'team/order';
  await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['latest', '2.5', '1.1', '1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository(repository);
  await expect(longshore.tag('1.0')).toContainText('kB');
  await longshore.tag('1.0').hover();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('r');
  await expect(longshore.dialog(/^Retag/).getByRole('textbox', { name: 'New tag' })).toBeFocused();
  await page.keyboard.type('2.6 aaa');
  await expect(longshore.dialog(/^Retag/).getByRole('button', { name: 'Retag', exact: true })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(longshore.dialog(/^Retag/)).toBeHidden();
  await longshore.runsEnded();
  await expect(longshore.tag('aaa')).toContainText('kB');
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  const shown = await namesOf(page);
  await page.getByRole('searchbox', { name: 'Filter tags' }).hover();
  await page.reload();
  await expect(longshore.tag('aaa')).toContainText('kB');
  expect(await namesOf(page)).toEqual(shown);
});
