import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { Window } from './support/page/window.ts';
import { startDrippingServer } from './support/servers/dripping-server.ts';

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

test('pressing the button on a repository asks for its tags; released elsewhere, it opens nothing and the reading ends', async ({
  longshore,
  page,
  registry,
}) => {
  for (const repository of ['team/api', 'team/web'])
    await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  const slow = await startDrippingServer(registry.url, 1_000, /manifests/);
  await longshore.addRegistry(slow.url, 'Slow');
  const heading = page.getByRole('heading', { level: 1 });
  const before = await heading.textContent();
  // A moment ago, something else was clicked.
  await page.getByRole('searchbox', { name: 'Filter repositories' }).click();
  await longshore.repository('team/api').hover();
  // Nothing is asked for under a pointer that only passes.
  expect(slow.asked()).toEqual([]);
  await page.mouse.down();
  await expect.poll(() => slow.asked().join()).toContain('team/api/manifests');
  await page.waitForTimeout(1_200);
  expect(slow.asked().join()).toContain('team/api/manifests');
  expect(await heading.textContent()).toBe(before);
  await page.getByRole('searchbox', { name: 'Filter repositories' }).hover();
  await page.mouse.up();
  await expect.poll(() => slow.asked()).toEqual([]);
  expect(await heading.textContent()).toBe(before);
  await longshore.openRepository('team/api');
  await expect(page.getByRole('heading', { name: 'Slow / team/api' })).toBeVisible();
  await slow.stop();
});

test('pressing the button on a tag asks for its image, on its checkbox it does not; released elsewhere, it opens nothing', async ({
  longshore,
  page,
  registry,
}) => {
  for (const tag of ['1.0', '2.0'])
    await pushImage({ layers: [1000], seed: tag }, { host: registry.host, repository: 'team/api', tags: [tag] });
  const slow = await startDrippingServer(registry.url, 1_000);
  await longshore.addRegistry(slow.url, 'Slow');
  await longshore.openRepository('team/api');
  await expect(page.getByRole('main')).toContainText('2 tags');
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  slow.drip(/manifests|blobs/);
  await page.getByRole('checkbox', { name: 'Select 2.0' }).hover();
  await page.mouse.down();
  await page.getByRole('searchbox', { name: 'Filter tags' }).hover();
  await page.mouse.up();
  await page.getByRole('gridcell', { name: '1.0', exact: true }).hover();
  await page.mouse.down();
  // What was asked for before would still be under way.
  await expect.poll(() => slow.asked()).toEqual([expect.stringContaining('team/api/manifests/sha256')]);
  await page.getByRole('searchbox', { name: 'Filter tags' }).hover();
  await page.mouse.up();
  await expect(page.getByRole('tab', { name: 'Overview' })).toHaveCount(0);
  await slow.stop();
});
