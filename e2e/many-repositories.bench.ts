import { expect, type Page, test } from '@playwright/test';
import { startGeneratedRegistry } from './support/bench/generated-registry.ts';
import { heapOf, memoryAtRest, memoryOf } from './support/bench/memory.ts';
import { record } from './support/bench/record.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { p95, typeAndTime } from './support/page/typing.ts';
import { Window } from './support/page/window.ts';

const REPOSITORIES = 50_000;
/** How many are opened, one after the other, and after which of them memory is looked at. */
const OPENED = [10, 50, 100] as const;

const names = Array.from({ length: REPOSITORIES }, (_, i) => `team-${i % 500}/service-${String(i).padStart(5, '0')}`);

/** ms for the pages of the catalog, one after the other, each parsed. */
async function barePages(url: string, pageSize: number): Promise<number> {
  const started = performance.now();
  let next: string | undefined = `/v2/_catalog?n=${pageSize}`;
  while (next !== undefined) {
    const answer: Response = await fetch(`${url}${next}`);
    await answer.json();
    next = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return performance.now() - started;
}

type Watched = { __listAsked?: number; __treeUsable?: number };

/** Notes, from the next load of the page on, when it asks for the repositories first, and when the tree counts and draws them. */
async function watchTree(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = window as unknown as Watched;
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (message) {
      if (typeof message === 'string' && message.includes('/repositories/list')) watched.__listAsked ??= performance.now();
      send.call(this, message);
    };
    const look = (): void => {
      const isCounted = document.querySelector('input[placeholder*="50,000"]') !== null;
      if (isCounted && document.querySelector('[role="treeitem"]') !== null) watched.__treeUsable = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** ms from where the page asked for the repositories until the tree counts and draws them. */
async function usableTree(page: Page): Promise<number> {
  await page.waitForFunction(() => (window as unknown as Watched).__treeUsable !== undefined, undefined, { timeout: 120_000 });
  return page.evaluate(() => {
    const { __listAsked: asked = Number.NaN, __treeUsable: shown = Number.NaN } = window as unknown as Watched;
    return shown - asked;
  });
}

test('a registry of 50,000 repositories, and 100 of them opened one after the other', async ({ page }) => {
  const registry = await startGeneratedRegistry(names, 100);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await watchTree(page);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Generated');
  const filter = page.getByRole('searchbox', { name: 'Filter repositories' });
  const first = await usableTree(page);
  await page.waitForTimeout(3_000);
  await page.reload();
  const again = await usableTree(page);
  await page.waitForTimeout(3_000);
  const pageSize = registry.pageSize();
  await barePages(registry.url, pageSize);
  const floor = await barePages(registry.url, pageSize);
  record('50,000 repositories: asked for to the usable tree, the first time', { value: first, unit: 'ms', floor, mostRatio: 1.1 });
  record('50,000 repositories: asked for to the usable tree, later', { value: again, unit: 'ms', floor, mostRatio: 1.1 });
  const typed = await typeAndTime(filter, 'service-4912');
  record('50,000 repositories: filter, key to painted lines, p95', { value: p95(typed), unit: 'ms', most: 30 });
  record('50,000 repositories: heap of the page', { value: await heapOf(page), unit: 'MB' });
  await filter.fill('');

  const memory = new Map<number, { readonly now: number; readonly atRest: number }>();
  for (let i = 1; i <= 100; i++) {
    const repository = names[i * 37] ?? '';
    await filter.fill(repository);
    await longshore.openRepository(repository);
    await expect(page.getByRole('main')).toContainText('100 tags', { timeout: 60_000 });
    await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0, { timeout: 60_000 });
    if (!(OPENED as readonly number[]).includes(i)) continue;
    const { now } = await memoryOf(host.child.pid ?? 0);
    memory.set(i, { now, atRest: (await memoryAtRest(host.child.pid ?? 0)).now });
  }
  for (const [count, { now, atRest }] of memory) {
    record(`Memory of the host after ${count} repositories in a row`, { value: now, unit: 'MB' });
    record(`Memory of the host after ${count} repositories in a row, at rest`, {
      value: atRest,
      unit: 'MB',
      ...(count === 10 ? {} : { floor: memory.get(10)?.atRest ?? Number.NaN, mostRatio: 1.15 }),
    });
  }
  await host.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
