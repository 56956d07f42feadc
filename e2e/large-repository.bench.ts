import { expect, type Page, test } from '@playwright/test';
import { heapOf, memoryAtRest } from './support/bench/memory.ts';
import { record } from './support/bench/record.ts';
import { bareLoop, fillRepository, type LargeRepository } from './support/content/large-repository.ts';
import { newDataFolder, type RunningHost, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { watchFrames } from './support/page/frames.ts';
import { plainTableFrames } from './support/page/plain-table.ts';
import { keepMessages, measureReading } from './support/page/reading-times.ts';
import { scrollFar } from './support/page/scroll-far.ts';
import { p95, typeAndTime } from './support/page/typing.ts';
import { Window } from './support/page/window.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';

const TAGS = 10_000;
const IMAGES = 7_000;
const repository = 'large/api';
const what = '10,000 tags, 7,000 images';

/** The first reading, when nothing is known of the repository. */
async function firstReading(page: Page, registry: Distribution, large: LargeRepository, host: RunningHost): Promise<void> {
  const three = await bareLoop(registry.url, large, 'three');
  const own = await bareLoop(registry.url, large, 'by-tag');
  const read = await measureReading(page, repository, TAGS);
  record(`${what}: names on screen`, { value: read.names, unit: 'ms', floor: own.names, most: 60 });
  record(`${what}: names on screen, from the press`, { value: read.held + read.names, unit: 'ms' });
  record(`${what}: first visible details`, { value: read.first, unit: 'ms' });
  record(`${what}: every visible detail`, { value: read.visible, unit: 'ms', most: 150 });
  const [sizes, all] = [read.sizes / 1000, read.all / 1000];
  record(`${what}: digest, kind and size of all, by the loop of three`, {
    value: sizes,
    unit: 's',
    floor: three.all / 1000,
    mostRatio: 0.6,
  });
  record(`${what}: everything, by the loop of three requests an image`, { value: all, unit: 's', floor: three.all / 1000, mostRatio: 0.9 });
  record(`${what}: everything, by a loop of the same requests`, { value: all, unit: 's', floor: own.all / 1000, mostRatio: 1.15 });
  record(`${what}: heap of the page`, { value: await heapOf(page), unit: 'MB', most: 80 });
  const memory = await memoryAtRest(host.child.pid ?? 0);
  record(`${what}: memory of the host while it reads, at its peak`, { value: memory.peak, unit: 'MB' });
  record(`${what}: memory of the host at rest`, { value: memory.now, unit: 'MB', most: 150 });
}

/** Opened again by another start: everything is in the index. */
async function laterReading(page: Page, registry: Distribution, large: LargeRepository): Promise<void> {
  const heads = await bareLoop(registry.url, large, 'heads');
  const read = await measureReading(page, repository, TAGS);
  record(`${what}, opened again: rows with details`, { value: read.visible, unit: 'ms', most: 60 });
  record(`${what}, opened again: revalidated`, { value: read.all / 1000, unit: 's', floor: heads.all / 1000, mostRatio: 1.1 });
}

/** Scrolling and typing while it reads once more. */
async function whileReading(page: Page): Promise<void> {
  await page.keyboard.press('F5');
  await page.waitForTimeout(150);
  const scrolled = await watchFrames(page);
  const box = await page.getByRole('grid', { name: 'Tags' }).boundingBox();
  await scrollFar(page, { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + 200 });
  const smooth = await scrolled();
  const plain = await plainTableFrames(page.context(), TAGS);
  // The first may have ended.
  await page.keyboard.press('F5');
  await page.waitForTimeout(150);
  const typed = await typeAndTime(page.getByRole('searchbox', { name: 'Filter tags' }), '12.3build');
  expect(await page.getByRole('progressbar', { name: 'Reading tags' }).count(), 'the reading ended before the typing').toBe(1);
  record(`${what}, scrolled while it reads: a frame, p95`, { value: smooth.p95, unit: 'ms', floor: plain.p95, most: 16.7 });
  record(`${what}, scrolled while it reads: the longest frame`, { value: smooth.longest, unit: 'ms', floor: plain.longest, most: 50 });
  record(`${what}, filtered while it reads: key to painted rows, p95`, { value: p95(typed), unit: 'ms', most: 50 });
}

test('a repository of 10,000 tags beside bare keep-alive loops', async ({ page }) => {
  const registry = await startDistribution();
  const large = await fillRepository(registry.url, repository, TAGS, IMAGES);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await keepMessages(page);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Large');
  await expect(longshore.repository(repository)).toBeVisible();
  // The registry reads its disk the first time.
  await bareLoop(registry.url, large, 'heads');
  await firstReading(page, registry, large, host);
  await host.stop();

  const again = await startBrowserHost(dataFolder);
  await page.goto(again.url);
  await page.getByRole('button', { name: 'Large', exact: true }).click();
  await expect(longshore.repository(repository)).toBeVisible();
  // What comes after the first screen has been loaded.
  await page.waitForTimeout(3_000);
  await laterReading(page, registry, large);
  await whileReading(page);
  await again.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
