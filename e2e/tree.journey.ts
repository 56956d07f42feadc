import { expect, type Page, test } from '@playwright/test';
import { newDataFolder, type RunningHost, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { typeAhead } from './support/page/keys.ts';
import { Window } from './support/page/window.ts';
import { type RealisticRegistries, startRealisticRegistries } from './support/realistic-registry.ts';

let registries: RealisticRegistries;
let host: RunningHost;
let dataFolder: string;

test.beforeAll(async () => {
  registries = await startRealisticRegistries();
});
test.afterAll(() => registries.stop());

test.beforeEach(async () => {
  dataFolder = await newDataFolder();
  host = await startBrowserHost(dataFolder);
});
test.afterEach(async () => {
  await host.stop();
  await removeFolder(dataFolder);
});

async function openCompany(page: Page): Promise<Window> {
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registries.company.host, 'Company');
  await expect(longshore.repository('tools')).toBeVisible();
  return longshore;
}

/** The lines on screen, each with how far down it is. */
const lines = (page: Page): Promise<readonly (readonly [string, number])[]> =>
  page
    .getByRole('treeitem')
    .evaluateAll((items) =>
      items.map((item) => [item.getAttribute('aria-label') ?? '', Math.round(item.getBoundingClientRect().top)] as const),
    );

test('a click in a folder that the person or a jump has opened moves no line; the folder stays open, and closed once it is closed, over a reload', async ({
  page,
}) => {
  const longshore = await openCompany(page);
  await longshore.repository('charts').click();
  await expect(longshore.repository('charts/api')).toBeVisible();
  const opened = await lines(page);
  await longshore.repository('charts/api').click();
  await expect(longshore.repository('charts/api')).toHaveAttribute('aria-selected', 'true');
  expect(await lines(page)).toEqual(opened);
  await longshore.command('tools/tool-11');
  await expect(longshore.repository('tools/tool-11')).toHaveAttribute('aria-selected', 'true');
  await expect(longshore.repository('tools/tool-13')).toBeVisible();
  // The jump itself makes room above the tree.
  await expect(page.getByRole('region', { name: 'Recent' })).toContainText('tools/tool-11');
  const before = await lines(page);
  await longshore.repository('tools/tool-13').click();
  await expect(longshore.repository('tools/tool-13')).toHaveAttribute('aria-selected', 'true');
  expect(await lines(page)).toEqual(before);
  await longshore.command('research/llm/training');
  await expect(longshore.repository('research/llm/training')).toBeInViewport();
  await expect(longshore.repository('tools')).toHaveAttribute('aria-expanded', 'true');
  await longshore.repository('tools').click();
  await expect(longshore.repository('tools')).toHaveAttribute('aria-expanded', 'false');
  // The settings are saved a moment later.
  await page.waitForTimeout(500);
  await page.reload();
  await expect(longshore.repository('research/llm/training')).toHaveAttribute('aria-selected', 'true');
  await expect(longshore.repository('tools')).toHaveAttribute('aria-expanded', 'false');
});

test('back and forward scroll to the repository; numbers are in natural order, folders come first', async ({ page }) => {
  const longshore = await openCompany(page);
  await longshore.command('tools/tool-2');
  await expect(longshore.repository('tools/tool-2')).toBeInViewport();
  const names = (await lines(page)).map(([name]) => name);
  expect(names[names.indexOf('tools/tool-2') + 1]).toBe('tools/tool-3');
  await longshore.command('charts/api');
  await expect(longshore.repository('charts/api')).toBeInViewport();
  await longshore.command('tools/tool-119');
  await expect(longshore.repository('tools/tool-119')).toBeInViewport();
  await expect(longshore.repository('charts/api')).toHaveCount(0);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(longshore.repository('charts/api')).toBeInViewport();
});

test('in the filter Enter opens the first hit and Down goes into the list; typing the beginning of a name goes to it', async ({ page }) => {
  await openCompany(page);
  const filter = page.getByRole('searchbox', { name: 'Filter repositories' });
  await filter.fill('tool-117');
  await expect(page.getByRole('treeitem').first().locator('mark').first()).toHaveText('tool-117');
  await filter.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('tools/tool-117');
  await filter.fill('tools/tool-11');
  await filter.press('ArrowDown');
  await expect(page.getByRole('tree', { name: 'Repositories' })).toBeFocused();
  const cursor = (): Promise<string | null> =>
    page.evaluate(() => {
      const id = document.querySelector('[role="tree"]')?.getAttribute('aria-activedescendant');
      return document.getElementById(id ?? '')?.getAttribute('aria-label') ?? null;
    });
  await expect.poll(cursor).toBe('tools/tool-11');
  await filter.fill('');
  // All repositories are there again.
  await expect(page.getByRole('treeitem').locator('mark')).toHaveCount(0);
  await page.getByRole('tree', { name: 'Repositories' }).focus();
  await typeAhead(page, 'plat');
  await expect.poll(cursor).toBe('platform');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(cursor).toBe('platform/base');
});

test('a hit of the filter that was clicked is in view once the filter is empty again', async ({ page }) => {
  const longshore = await openCompany(page);
  const filter = page.getByRole('searchbox', { name: 'Filter repositories' });
  for (const name of ['tools/tool-117', 'charts/api', 'tools/tool-117']) {
    await filter.fill(name);
    await longshore.repository(name).click();
    await expect(longshore.repository(name)).toHaveAttribute('aria-selected', 'true');
    await filter.fill('');
    await expect(longshore.repository(name)).toBeInViewport();
  }
});

test('a page of keys leaves out no line', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 600 });
  const longshore = await openCompany(page);
  await longshore.repository('tools').click();
  await expect(longshore.repository('tools/tool-1')).toBeInViewport();
  const tree = page.getByRole('tree', { name: 'Repositories' });
  await tree.focus();
  await page.keyboard.press('Home');
  await expect(longshore.repository('artifacts')).toBeInViewport();
  const cursor = (): Promise<string> =>
    tree.evaluate(
      (element) => document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-label') ?? '',
    );
  for (let i = 0; i < 4; i++) {
    const before = await cursor();
    await page.keyboard.press('PageDown');
    await expect.poll(cursor).not.toBe(before);
    await expect(longshore.repository(await cursor())).toBeInViewport();
    // Where the page began is the line above it at the most.
    const [from, to] = await Promise.all([longshore.repository(before).boundingBox(), tree.boundingBox()]);
    expect((from?.y ?? 0) + (from?.height ?? 0), before).toBeGreaterThanOrEqual((to?.y ?? 0) - 1);
  }
});

test('a folder says how many repositories it has, and a repository how many tags, also after a change', async ({ page }) => {
  const longshore = await openCompany(page);
  await expect(longshore.repository('tools')).toHaveAccessibleDescription('120 repositories');
  /** Whether the number of a line is outlined, as that of a folder is. */
  const isOutlined = (name: string, number: string): Promise<boolean> =>
    longshore
      .repository(name)
      .locator(`[data-count="${number}"]`)
      .evaluate((element) => getComputedStyle(element).borderTopStyle === 'solid');
  expect(await isOutlined('tools', '120')).toBe(true);
  await longshore.command('tools/tool-2');
  await expect(longshore.repository('tools/tool-2')).toHaveAccessibleDescription('2 tags');
  expect(await isOutlined('tools/tool-2', '2')).toBe(false);
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('r');
  await expect(longshore.dialog('Retag latest').getByRole('textbox', { name: 'New tag' })).toBeFocused();
  await page.keyboard.type('counted');
  await expect(longshore.dialog('Retag latest').getByRole('status')).toContainText('No such tag');
  await page.keyboard.press('Enter');
  await expect(longshore.repository('tools/tool-2')).toHaveAccessibleDescription('3 tags');
});

test('recent repositories are above the tree; a click in the sidebar moves no line, and folded away they stay so', async ({ page }) => {
  const longshore = await openCompany(page);
  const recent = page.getByRole('region', { name: 'Recent' });
  const names = (): Promise<string[]> =>
    recent.getByRole('listitem').evaluateAll((lines) => lines.map((line) => line.querySelector('button')?.title ?? ''));
  await longshore.command('tools/tool-11');
  await expect.poll(names).toEqual(['tools/tool-11']);
  await longshore.command('tools/tool-12');
  await expect.poll(names).toEqual(['tools/tool-12', 'tools/tool-11']);
  const before = await lines(page);
  await recent.getByRole('button', { name: 'tools/tool-11' }).click();
  await expect(longshore.repository('tools/tool-11')).toHaveAttribute('aria-selected', 'true');
  await longshore.repository('tools/tool-13').click();
  await expect(longshore.repository('tools/tool-13')).toHaveAccessibleDescription(/tags?$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('tool-13');
  await page.waitForTimeout(500);
  expect(await names()).toEqual(['tools/tool-12', 'tools/tool-11']);
  expect(await lines(page)).toEqual(before);
  // Another way to change the place: now the list follows.
  await longshore.command('tools/tool-14');
  await expect.poll(names).toEqual(['tools/tool-14', 'tools/tool-13', 'tools/tool-11', 'tools/tool-12']);
  await recent.getByRole('button', { name: 'Recent' }).click();
  await expect(recent.getByRole('listitem')).toHaveCount(0);
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(recent.getByRole('button', { name: 'Recent' })).toHaveAttribute('aria-expanded', 'false');
});
