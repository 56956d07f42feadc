import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, test } from '@playwright/test';
import { record } from './support/bench/record.ts';
import { newDataFolder, removeFolder } from './support/hosts/browser-host.ts';
import { median } from './support/page/typing.ts';
import { startProcess } from './support/process.ts';

const TIMES = 7;
const serve = join(import.meta.dirname, '../out/main/serve.js');

/** ms for the browser to be done with the empty page that it was asked for, as a person's is: after 500, the start of the host beside it took a fifth longer. */
const SETTLED = 2_000;

/** Marks when the tree and the frame that shows it are there. */
function markTree(): void {
  const seen = new MutationObserver(() => {
    if (!document.querySelector('[role=treeitem]')) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark('tree')));
  });
  seen.observe(document, { childList: true, subtree: true });
}

/** Waits for that mark without asking the page over and over, which would take its time; ms since 1970. */
const markedAt = (): Promise<number> =>
  new Promise((resolve) => {
    const wanted = new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntriesByName('tree')) resolve(performance.timeOrigin + startTime);
    });
    wanted.observe({ type: 'mark', buffered: true });
  });

/** Starts the browser host with the sample; resolves with its link at the moment at which it prints it. */
async function startHost(dataFolder: string) {
  const host = startProcess(process.execPath, [serve, '--no-open', '--data-dir', dataFolder, '--sample']);
  const link = (): string | undefined => /^Ready: (\S+)$/m.exec(host.output())?.[1];
  while (link() === undefined && host.child.exitCode === null)
    await Promise.race([once(host.child.stdout ?? host.child, 'data'), host.ended]);
  return { url: link() ?? '', stop: host.stop };
}

type Start = { readonly ready: number; readonly tree: number; readonly script: number; readonly styles: number };

/** One start with the sample, on a data folder and in a browser that know nothing: ms to `Ready`, ms from there to the tree, bytes until then. */
async function startOnce(browser: Browser): Promise<Start> {
  const dataFolder = await newDataFolder();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(markTree);
  await wait(SETTLED);
  const begun = performance.now();
  const host = await startHost(dataFolder);
  const ready = performance.now();
  await page.goto(host.url, { waitUntil: 'commit' });
  // The page and this process have the same clock.
  const shownAt = await page.evaluate(markedAt);
  const shown = shownAt - performance.timeOrigin;
  const bytes = await page.evaluate(() => {
    const loaded = (end: string): number =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith(end))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).decodedBodySize, 0);
    return { script: loaded('.js'), styles: loaded('.css') };
  });
  await context.close();
  await host.stop();
  await removeFolder(dataFolder);
  return { ready: ready - begun, tree: shown - ready, ...bytes };
}

/** ms for Node to start and end with nothing to do. */
async function bareNode(): Promise<number> {
  const begun = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  return performance.now() - begun;
}

/** ms for a page of one heading from the disk to be there. */
async function barePage(browser: Browser): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await wait(SETTLED);
  const begun = performance.now();
  await page.goto(`file://${join(import.meta.dirname, 'support/bench/bare.html')}`, { waitUntil: 'commit' });
  await page.getByRole('heading').waitFor();
  const took = performance.now() - begun;
  await context.close();
  return took;
}

test('a start with the sample, from the process to its tree on screen', async ({ browser }) => {
  // The first one compiles what the others find compiled.
  await startOnce(browser);
  await barePage(browser);
  const starts: Start[] = [];
  const nodes: number[] = [];
  const pages: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    nodes.push(await bareNode());
    pages.push(await barePage(browser));
    starts.push(await startOnce(browser));
  }
  const of = (key: keyof Start): number => median(starts.map((start) => start[key]));
  record('Start: process to Ready', { value: of('ready'), unit: 'ms', floor: median(nodes) });
  record('Start: Ready to the tree of the sample', { value: of('tree'), unit: 'ms', floor: median(pages) });
  const both = median(starts.map(({ ready, tree }) => ready + tree));
  record('Start: process to the tree of the sample', { value: both, unit: 'ms', floor: median(nodes) + median(pages), most: 1_000 });
  record('Script until the tree', { value: of('script') / 1000, unit: 'kB', most: 830 });
  record('Styles until the tree', { value: of('styles') / 1000, unit: 'kB', most: 120 });
});
