import { expect, test } from '@playwright/test';
import { startGeneratedRegistry } from './support/bench/generated-registry.ts';
import { heapOf, memoryOf } from './support/bench/memory.ts';
import { record } from './support/bench/record.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { watchFrames } from './support/page/frames.ts';
import { keepMessages, measureReading } from './support/page/reading-times.ts';
import { p95, typeAndTime } from './support/page/typing.ts';
import { Window } from './support/page/window.ts';

const TAGS = 100_000;
const repository = 'huge/api';
const what = '100,000 tags';

test('a repository of 100,000 tags', async ({ page }) => {
  const registry = await startGeneratedRegistry([repository], TAGS);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await keepMessages(page);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Generated');
  await expect(longshore.repository(repository)).toBeVisible();
  await page.waitForTimeout(3_000);
  const before = registry.requests();
  const read = await measureReading(page, repository, TAGS);
  record(`${what}: names on screen`, { value: read.names, unit: 'ms' });
  record(`${what}: everything`, { value: read.all / 1000, unit: 's' });
  record(`${what}: requests`, { value: registry.requests() - before, unit: 'requests', floor: TAGS * 1.7, mostRatio: 1.05 });
  record(`${what}: heap of the page`, { value: await heapOf(page), unit: 'MB', most: 200 });
  record(`${what}: memory of the host`, { value: (await memoryOf(host.child.pid ?? 0)).now, unit: 'MB', most: 300 });
  const scrolled = await watchFrames(page);
  const box = await page.getByRole('grid', { name: 'Tags' }).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  for (let i = 0; i < 40; i++) {
    await page.mouse.wheel(0, i % 10 === 9 ? -90_000 : 30_000);
    await page.waitForTimeout(20);
  }
  record(`${what}: scrolled, a frame, p95`, { value: (await scrolled()).p95, unit: 'ms', most: 16.7 });
  const typed = await typeAndTime(page.getByRole('searchbox', { name: 'Filter tags' }), '12.3build');
  record(`${what}: filter, key to painted rows, p95`, { value: p95(typed), unit: 'ms', most: 100 });
  await host.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
