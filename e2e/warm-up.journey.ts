import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { putSmallImage } from './support/hosts/app-over-double.ts';
import { Window } from './support/page/window.ts';
import { RegistryDouble } from './support/registry/double.ts';

type Counting = { __rows: number };

/** Counts the rows of tables that are made, also those that are never on the page. */
async function countRows(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counting = window as unknown as Counting;
    counting.__rows = 0;
    const real = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      if (name === 'role' && value === 'row') counting.__rows++;
      real.call(this, name, value);
    };
  });
  return () => page.evaluate(() => (window as unknown as Counting).__rows);
}

test('at rest a table of tags is drawn out of sight: nothing is asked for it, nothing is noted, and nothing of it is on the page', async ({
  page,
  host,
}) => {
  const registry = new RegistryDouble();
  const url = await registry.start();
  putSmallImage({ repository: registry.store.repository('team/api') }, 'a', ['1.0']);
  const rows = await countRows(page);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(url, 'Local');
  await expect.poll(rows).toBeGreaterThan(10);
  await expect(page.getByRole('grid', { name: 'Tags' })).toHaveCount(0);
  // More than it takes to note a repository as recent.
  await page.waitForTimeout(1_500);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Local');
  await expect(page.getByRole('complementary', { name: 'Sidebar' }).getByText('Recent', { exact: true })).toHaveCount(0);
  const names = registry.requests.map(({ path }) => /^\/v2\/(.+)\/(?:tags|manifests|blobs)\//.exec(path)?.[1]);
  expect(new Set(names.filter((name) => name !== undefined && name !== 'team/api'))).toEqual(new Set());
  expect(registry.requests.filter(({ path }) => path.includes('/manifests/'))).toEqual([]);
  // The first table that is seen is that of the repository.
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Tags' }).getByRole('row')).toHaveCount(2);
  await registry.stop();
});
