import { expect, test } from '@playwright/test';
import { record } from './support/bench/record.ts';
import { bareLoop, fillRepository } from './support/content/large-repository.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { keepMessages, measureReading } from './support/page/reading-times.ts';
import { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

const TAGS = 3_000;
const IMAGES = 2_100;
const LATENCY = 50;
/** Requests at once up to which Longshore goes where the line is long. */
const MOST_AT_ONCE = 64;
const repository = 'large/far';

test('a repository of 3,000 tags through 50 ms of latency', async ({ page }) => {
  const registry = await startDistribution();
  const large = await fillRepository(registry.url, repository, TAGS, IMAGES);
  const slow = await startSlowProxy(registry.port, LATENCY);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await keepMessages(page);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(new URL(slow.url).host, 'Far');
  await expect(longshore.repository(repository)).toBeVisible();
  await page.waitForTimeout(3_000);
  const own = await bareLoop(slow.url, large, 'by-tag', MOST_AT_ONCE);
  const read = await measureReading(page, repository, TAGS);
  const what = '3,000 tags through 50 ms of latency';
  record(`${what}: first visible details`, { value: read.first, unit: 'ms', floor: 2 * LATENCY, most: 250 });
  record(`${what}: every visible detail`, { value: read.visible, unit: 'ms', floor: 2 * LATENCY });
  record(`${what}: digest, kind and size of all`, { value: read.sizes / 1000, unit: 's', floor: own.sizes / 1000 });
  record(`${what}: everything`, { value: read.all / 1000, unit: 's', floor: own.all / 1000, most: 7 });
  await host.stop();
  await slow.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
