import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { putLayered } from './support/content/layered-image.ts';
import type { Window } from './support/page/window.ts';
import { RegistryDouble } from './support/registry/double.ts';

async function openSampleImage(longshore: Window): Promise<void> {
  const { page } = longshore;
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
}

/** What is drawn behind an element, by the names of CSS. */
const drawn = (element: Locator, property: string): Promise<string> =>
  element.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);

/** The colour in which the system draws what is marked, as the page computes it. */
const colourOf = (page: Page, name: string): Promise<string> =>
  page.evaluate((colour) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = colour;
    const computed = getComputedStyle(probe).color;
    probe.remove();
    return computed;
  }, name);

test('a contrast theme of the system shows what is selected, and the colours of digests, layers and areas', async ({ longshore, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openSampleImage(longshore);
  const [canvas, highlight] = [await colourOf(page, 'Canvas'), await colourOf(page, 'Highlight')];
  await expect.poll(() => drawn(longshore.tag('1.9.2'), 'outline')).toContain(highlight);
  expect(await drawn(longshore.tag('latest'), 'outline-style')).toBe('none');
  expect(await drawn(longshore.repository('team/api'), 'outline')).toContain(highlight);
  const swatch = (tag: string): Locator => longshore.tag(tag).locator('i[style*="background"]');
  expect(await drawn(swatch('1.9.2'), 'background-color')).not.toBe(canvas);
  expect(await drawn(swatch('1.9.2'), 'background-color')).not.toBe(await drawn(swatch('stable'), 'background-color'));
  await page.getByRole('tab', { name: 'Layers' }).click();
  const slices = page.locator('button[data-sliver]');
  await expect(slices.first()).toBeVisible();
  const colours = await slices.evaluateAll((all) => all.slice(0, 3).map((slice) => getComputedStyle(slice).backgroundColor));
  expect(new Set([...colours, canvas]).size).toBe(4);
});

test('who asks for less motion sees none', async ({ longshore, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // Longer than any frame: what moves at all is seen.
  await page.evaluate(() => {
    const moving: string[] = [];
    Object.assign(window, { __moving: moving });
    const look = (): void => {
      for (const animation of document.getAnimations()) {
        const { duration = 0, iterations = 1 } = animation.effect?.getComputedTiming() ?? {};
        if (Number(duration) > 0 && iterations !== Number.POSITIVE_INFINITY)
          moving.push(`${animation.constructor.name} ${Number(duration)} ms`);
      }
      requestAnimationFrame(look);
    };
    look();
  });
  await openSampleImage(longshore);
  await page.getByRole('tab', { name: 'Layers' }).click();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await page.keyboard.press('Escape');
  await longshore.openMenu('stable', 'Delete…');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  expect(await page.evaluate(() => (window as unknown as { __moving: string[] }).__moving)).toEqual([]);
});

test('at twice the size of everything, tags, the image and a deletion can be read and used', async ({ longshore, page }) => {
  // 1280 x 800 at 200 %.
  await page.setViewportSize({ width: 640, height: 400 });
  await openSampleImage(longshore);
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(await sideways()).toBe(false);
  await page.getByRole('tab', { name: 'Layers' }).click();
  const layer = page.getByRole('table', { name: 'Layers' }).getByRole('row').nth(2);
  await layer.scrollIntoViewIfNeeded();
  await expect(layer).toBeInViewport({ ratio: 1 });
  await longshore.tag('1.9.2').scrollIntoViewIfNeeded();
  await expect(longshore.tag('1.9.2')).toBeInViewport({ ratio: 1 });
  await longshore.openMenu('stable', 'Delete…');
  const dialog = page.getByRole('alertdialog');
  for (const name of ['Cancel', 'Delete']) await expect(dialog.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  const all = dialog.getByRole('radio', { name: /^Delete the image and all/ });
  await all.scrollIntoViewIfNeeded();
  await expect(all).toBeInViewport();
  expect(await sideways()).toBe(false);
});

/** What a screen reader is told of the row that the keys have reached. */
async function told(page: Page): Promise<{ readonly name: string; readonly role: string; readonly selected: boolean } | undefined> {
  const devtools = await page.context().newCDPSession(page);
  const id = await page.evaluate(() => document.activeElement?.getAttribute('aria-activedescendant'));
  const { result } = await devtools.send('Runtime.evaluate', { expression: `document.getElementById(${JSON.stringify(id)})` });
  // Not drawn yet.
  if (result.objectId === undefined) return undefined;
  const { nodes } = await devtools.send('Accessibility.getPartialAXTree', { objectId: result.objectId, fetchRelatives: false });
  const [node] = nodes;
  return {
    name: String(node?.name?.value),
    role: String(node?.role?.value),
    selected: node?.properties?.find(({ name }) => name === 'selected')?.value.value === true,
  };
}

test('a screen reader is told the name, the place and the selection of row 9,000 of 10,000', async ({ longshore, page }) => {
  const registry = new RegistryDouble();
  const { host } = new URL(await registry.start());
  const repository = registry.store.repository('large/api');
  const digest = putLayered(repository, [[{ name: 'etc/hostname', content: 'api' }]]);
  for (let n = 0; n < 10_000; n++) repository.tags.set(`1.${n}`, digest);
  await longshore.addRegistry(host, 'Large');
  await longshore.openRepository('large/api');
  const grid = page.getByRole('grid', { name: 'Tags' });
  await expect(grid).toHaveAttribute('aria-rowcount', '10001');
  await grid.focus();
  await grid.press('End');
  await expect.poll(() => told(page)).toMatchObject({ role: 'row', name: expect.stringContaining('1.0') });
  await grid.press('Home');
  await expect(longshore.tag('1.9999')).toBeVisible();
  // Rows are 34 px high.
  await grid.evaluate((element) => element.scrollTo({ top: 8_996 * 34 }));
  await longshore.tag('1.1000').click();
  await grid.focus();
  await expect(longshore.tag('1.1000')).toHaveAttribute('aria-rowindex', '9001');
  await expect.poll(() => told(page)).toMatchObject({ role: 'row', name: expect.stringContaining('1.1000'), selected: true });
  await grid.press('ArrowDown');
  await expect.poll(() => told(page)).toMatchObject({ role: 'row', name: expect.stringContaining('1.999') });
  // All of them are on one image.
  const tags = page.getByRole('list', { name: 'Tags on this image' });
  await expect(tags.getByRole('listitem')).toHaveCount(101);
  await tags.getByRole('button', { name: 'and 9,900 more' }).click();
  await expect(tags.getByRole('listitem')).toHaveCount(1_101);
  await registry.stop();
});
