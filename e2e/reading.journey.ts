import { type CDPSession, expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { Window } from './support/page/window.ts';

test('the tags of a repository are asked for before its page is drawn', async ({ host, page, registry }) => {
  for (const repository of ['first/api', 'second/api'])
    await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  // Notes what is on screen when a reading of tags is asked for.
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(window, { askedAt: asked });
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (message) {
      const heading = document.querySelector('h1')?.getAttribute('aria-label') ?? 'none';
      if (typeof message === 'string' && message.includes('/tags/read"')) asked.push(heading);
      send.call(this, message);
    };
  });
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('first/api');
  await expect(page.getByRole('heading', { name: 'Local / first/api' })).toBeVisible();
  await longshore.openRepository('second/api');
  await expect(page.getByRole('heading', { name: 'Local / second/api' })).toBeVisible();
  const askedAt = await page.evaluate(() => (window as unknown as { askedAt: string[] }).askedAt);
  // Each once: the page that is drawn then takes the reading that is under way.
  expect(askedAt).toEqual([expect.not.stringContaining('first/api'), 'Local / first/api']);
});

/** Functions of the table that have run since the last time this was asked. */
async function functionsRun(cdp: CDPSession): Promise<number> {
  const { result } = await cdp.send('Profiler.takePreciseCoverage');
  const table = result.find(({ url }) => /\/repository-view-[^/]*\.js$/.test(url));
  return table?.functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).length ?? 0;
}

test('the code that draws a repository has run before the first one is opened, and has asked nothing', async ({ host, page, registry }) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await expect(longshore.repository('team/api')).toBeVisible();
  // Loading that file alone runs a few.
  await expect.poll(() => functionsRun(cdp), { timeout: 30_000 }).toBeGreaterThan(80);
  await expect(page.getByRole('grid', { name: 'Tags' })).toHaveCount(0);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((message) => /rehearsal|"u":"\/tags\//.test(message))).toEqual([]);
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toBeVisible();
});
