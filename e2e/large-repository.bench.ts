import { expect, type Page, test } from '@playwright/test';
import { bareLoop, fillRepository } from './support/content/large-repository.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { watchFrames } from './support/page/frames.ts';
import { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

const TAGS = 10_000;
const IMAGES = 7_000;

/** Clicks the repository and tells, in ms from the click, when the first row and when the last detail were there. */
async function measureReading(page: Page, repository: string): Promise<{ names: number; all: number }> {
  await page.evaluate((name) => {
    const times: Record<string, number> = {};
    (window as unknown as { __times: unknown }).__times = times;
    const started = performance.now();
    const watch = (): void => {
      const grid = document.querySelector('[role="grid"]');
      if (grid && times['names'] === undefined && Number(grid.getAttribute('aria-rowcount')) > 9_999)
        times['names'] = performance.now() - started;
      const images = /\d tags.* on [\d,]+ images/.test(document.querySelector('main')?.textContent ?? '');
      if (images && times['all'] === undefined) times['all'] = performance.now() - started;
      if (times['all'] === undefined) requestAnimationFrame(watch);
    };
    document.querySelector<HTMLElement>(`[role="treeitem"][aria-label="${name}"]`)?.click();
    requestAnimationFrame(watch);
  }, repository);
  await page.waitForFunction(() => (window as unknown as { __times: Record<string, number> }).__times['all'] !== undefined, undefined, {
    timeout: 300_000,
  });
  return page.evaluate(() => (window as unknown as { __times: { names: number; all: number } }).__times);
}

test('a repository of 10,000 tags beside a bare keep-alive loop', async ({ page }) => {
  const registry = await startDistribution();
  const filling = performance.now();
  const large = await fillRepository(registry.url, 'large/api', TAGS, IMAGES);
  console.log(`filled in ${Math.round(performance.now() - filling)} ms`);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Large');
  await expect(longshore.repository('large/api')).toBeVisible();
  await page.waitForTimeout(1_000);
  await bareLoop(registry.url, large, true);
  const bareCold = await bareLoop(registry.url, large, true);
  const cold = await measureReading(page, 'large/api');
  const bareWarm = await bareLoop(registry.url, large, false);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await host.stop();

  const again = await startBrowserHost(dataFolder);
  await page.goto(again.url);
  await page.getByRole('button', { name: 'Large', exact: true }).click();
  await expect(longshore.repository('large/api')).toBeVisible();
  await page.waitForTimeout(1_000);
  const warm = await measureReading(page, 'large/api');

  // Scrolling and typing while it reads once more.
  await page.keyboard.press('F5');
  await page.waitForTimeout(150);
  const frames = await watchFrames(page);
  const grid = page.getByRole('grid', { name: 'Tags' });
  const box = await grid.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  for (let i = 0; i < 40; i++) {
    await page.mouse.wheel(0, i % 10 === 9 ? -9_000 : 3_000);
    await page.waitForTimeout(20);
  }
  await page.getByRole('searchbox', { name: 'Filter tags' }).pressSequentially('12.3', { delay: 60 });
  await page.waitForTimeout(400);
  const smooth = await frames();
  const stillReading = (await page.getByRole('progressbar', { name: 'Reading tags' }).count()) > 0;
  const figures = {
    'cold, names on screen (ms)': cold.names,
    'cold, names, bare loop (ms)': bareCold.names,
    'cold, all details (ms)': cold.all,
    'cold, all, bare loop (ms)': bareCold.all,
    'cold, ratio': cold.all / bareCold.all,
    'warm, names on screen (ms)': warm.names,
    'warm, all details (ms)': warm.all,
    'warm, all, bare loop (ms)': bareWarm.all,
    'warm, ratio': warm.all / bareWarm.all,
    'renderer heap after (MB)': usedSize / 1e6,
    'longest frame while reading, scrolling, typing (ms)': smooth.longest,
    'frames over 50 ms': smooth.over50,
    frames: smooth.frames,
  };
  for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${value.toFixed(2)}`);
  console.log(`still reading at the end of the typing: ${stillReading}`);
  expect(cold.names).toBeLessThan(3_000);
  await again.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
