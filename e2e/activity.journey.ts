import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import type { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;
const REPOSITORY = 'panel/api';

const edges = async (page: Page, longshore: Window): Promise<{ tagsEnd: number; panelStart: number }> => {
  const [tags, panel] = [await page.getByRole('grid', { name: 'Tags' }).boundingBox(), await longshore.activity.boundingBox()];
  return { tagsEnd: (tags?.x ?? 0) + (tags?.width ?? 0), panelStart: panel?.x ?? 0 };
};

/** Where the tags are, in whole pixels: the panes are brought to them a moment after the window has another size. */
async function placeOf(grid: Locator): Promise<number[]> {
  const { x, y, width, height } = (await grid.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return [x, y, x + width, y + height].map(Math.round);
}

test('Activity opened by a person stands beside the tags from 1,100 px on, so that every column can be used; below it lies over them', async ({
  longshore,
  page,
  registry,
}) => {
  await pushImage({ layers: [1_000] }, { host: registry.host, repository: REPOSITORY, tags: ['1.0', '1.1'] });
  await longshore.addRegistry(registry.host, 'Panel');
  await longshore.openRepository(REPOSITORY);
  const grid = page.getByRole('grid', { name: 'Tags' });
  for (const width of [1280, 1100]) {
    await page.setViewportSize({ width, height: 800 });
    const before = await placeOf(grid);
    await longshore.openActivity();
    await expect.poll(async () => Math.round((await longshore.activity.boundingBox())?.width ?? 0)).toBe(348);
    const { tagsEnd, panelStart } = await edges(page, longshore);
    expect([width, tagsEnd <= panelStart]).toEqual([width, true]);
    expect(await grid.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    // The last column, which a panel over the tags would cover.
    await longshore.tag('1.0').getByRole('button', { name: 'Actions for 1.0' }).click();
    await expect(page.getByRole('menuitem', { name: 'Retag…' })).toBeVisible();
    await page.keyboard.press('Escape');
    await longshore.closeActivity();
    expect(await placeOf(grid)).toEqual(before);
  }
  await page.setViewportSize({ width: 1099, height: 700 });
  const before = await placeOf(grid);
  await longshore.openActivity();
  expect(await placeOf(grid)).toEqual(before);
  const { tagsEnd, panelStart } = await edges(page, longshore);
  expect(tagsEnd).toBeGreaterThan(panelStart);
});

test('Activity that opened by itself lies over the tags, and closes by itself 4 s after everything is done, not while it is pointed at', async ({
  longshore,
  page,
  registry,
}) => {
  const target = await startDistribution();
  const proxy = await startCuttingProxy(target.port);
  await pushImage({ layers: [10 * MB] }, { host: registry.host, repository: REPOSITORY, tags: ['1.0'] });
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(registry.host, 'Staging');
  await longshore.openRepository(REPOSITORY);
  const grid = page.getByRole('grid', { name: 'Tags' });
  const copy = async (to: string): Promise<void> => {
    proxy.hold = proxy.uploaded + 2 * MB;
    await longshore.openMenu('1.0', 'Copy to…');
    const dialog = longshore.dialog('Copy 1.0');
    await dialog.getByRole('textbox', { name: 'Repository' }).fill(to);
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(dialog).toBeHidden();
    await page.mouse.move(10, 400);
  };
  const before = await grid.boundingBox();
  await copy('panel/first');
  await expect(longshore.run(/panel\/first/).getByRole('progressbar')).toBeVisible();
  expect(await grid.boundingBox()).toEqual(before);
  proxy.hold = undefined;
  await longshore.runsEnded();
  const endedAt = performance.now();
  await expect(longshore.activity).toBeHidden({ timeout: patient(10_000) });
  const after = performance.now() - endedAt;
  console.log(`the panel closed by itself ${Math.round(after)} ms after the end`);
  expect(after).toBeGreaterThan(3_000);
  expect(after).toBeLessThan(patient(6_000));
  // Someone who points at it reads it.
  await copy('panel/second');
  await longshore.run(/panel\/second/).hover();
  proxy.hold = undefined;
  await longshore.runsEnded();
  await page.waitForTimeout(5_000);
  await expect(longshore.activity).toBeVisible();
  await page.mouse.move(10, 400);
  await expect(longshore.activity).toBeHidden({ timeout: patient(10_000) });
  await proxy.stop();
  await target.stop();
});
