import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { createSampleContent } from '../electron/sample/content.ts';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { chooseInMenu, goInMenu, typeAhead } from './support/page/keys.ts';
import { Window } from './support/page/window.ts';
import { RegistryDouble } from './support/registry/double.ts';
import { behaviourOf, profiles } from './support/registry/profiles.ts';
import { startDistribution } from './support/servers/distribution.ts';

test('Ctrl K finds tags of other repositories, and everything in a view with conditions, scope and a link of its own', async ({
  longshore,
  registry,
  page,
}) => {
  const { host } = registry;
  const { digest } = await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['1.9.0', '1.9.1-rc'] });
  await pushImage({ layers: [5000, 900] }, { host, repository: 'team/web', tags: ['1.9.0', 'main'] });
  await longshore.addRegistry(host, 'Local');
  for (const [repository, tag] of [
    ['team/api', '1.9.1-rc'],
    ['team/web', 'main'],
  ] as const) {
    await longshore.openRepository(repository);
    // One that is left before is not read to its end.
    await expect(longshore.tag(tag).locator('[data-column="size"]')).toHaveText(/B$/);
  }

  const box = await longshore.openPalette();
  await box.fill('1.9.1');
  await expect(page.getByRole('group', { name: 'Tags' }).getByRole('option')).toHaveText([/1\.9\.1-rc.*team\/api · Local/]);
  await box.fill('1.9');
  await expect(page.getByRole('group', { name: 'Tags' }).getByRole('option')).toHaveCount(3);
  await box.press('ArrowUp');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Search everything for “1.9”');
  await box.press('Enter');

  const main = page.getByRole('main', { name: 'Search' });
  const field = main.getByRole('searchbox', { name: 'Search' });
  const results = main.getByRole('grid', { name: 'Results' });
  await expect(field).toHaveValue('1.9');
  await expect(main.getByRole('status')).toHaveText('3 results in 1 registry');
  await expect(results).toHaveAttribute('aria-rowcount', '4');
  // The results that were asked for take the focus; only then does it stay in the field.
  await expect(results).toBeFocused();
  await field.focus();
  await page.keyboard.type(' -rc ');
  await expect(main.getByRole('button', { name: 'Remove filter -rc' })).toBeVisible();
  await expect(main.getByRole('status')).toHaveText('2 results in 1 registry');
  await page.keyboard.press('ArrowDown');
  await expect(results).toBeFocused();
  await page.keyboard.press('End');
  const lines = results.getByRole('row');
  await expect(results).toHaveAttribute('aria-activedescendant', (await lines.last().getAttribute('id')) ?? '');
  // Another query begins at its first line again.
  await page.keyboard.press('Escape');
  await page.keyboard.type('team');
  await expect(main.getByRole('status')).toHaveText('2 results in 1 registry');
  await page.keyboard.press('ArrowDown');
  await expect(results).toHaveAttribute('aria-activedescendant', (await lines.nth(1).getAttribute('id')) ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Image of 1.9.0' })).toBeVisible();

  // Going back leads to the search as it was left, and on to what was before it.
  await page.goBack();
  await expect(main.getByRole('button', { name: 'Remove filter -rc' })).toBeVisible();
  await expect(field).toHaveValue('1.9 team');
  await page.goBack();
  await expect(main).toHaveCount(0);
  await expect(page.getByRole('row', { name: /^main/ })).toBeVisible();

  await longshore.openMenu('main', 'Where is this digest');
  await expect(results.getByRole('row')).toHaveCount(3);
  await expect(results).toContainText('team/web');

  await longshore.openPalette();
  await box.fill(digest);
  await page.getByRole('group', { name: 'Digests' }).getByRole('option').click();
  await expect(results.getByRole('row')).toHaveCount(3);
  await expect(results).toContainText('team/api');
});

test('a long paste empties no window, and what of a query cannot be understood is said', async ({ longshore, registry, page }) => {
  const { host } = registry;
  await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(host, 'Local');
  const long = 'a'.repeat(10_000);
  const filter = page.getByRole('searchbox', { name: 'Filter repositories' });
  await filter.fill(long);
  await expect(page.getByRole('treeitem')).toHaveCount(0);
  await expect(page.getByText(/^No repositories match “a+…a+”\.$/)).toBeVisible();
  await filter.fill('');
  await longshore.openRepository('team/api');
  const box = await longshore.openPalette();
  await box.fill(long);
  await expect(page.getByRole('option')).toHaveCount(1);
  await box.press('Enter');
  const main = page.getByRole('main', { name: 'Search' });
  await expect(main).toContainText('The filter is too long to be used.');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await main.getByRole('searchbox', { name: 'Search' }).fill('/(/');
  await expect(main).toContainText('/(/ is not a valid regular expression.');
});

test('the palette finds what another window has read while it is open', async ({ longshore, registry, page }) => {
  const { host } = registry;
  await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['1.0'] });
  await pushImage({ layers: [1000] }, { host, repository: 'ops/late', tags: ['zebra'] });
  await longshore.addRegistry(host, 'Local');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toBeVisible();
  const opening = page.context().waitForEvent('page');
  await page.keyboard.press('Control+n');
  const other = new Window(await opening);
  await expect(other.tag('1.0')).toBeVisible();
  await page.bringToFront();
  const box = await longshore.openPalette();
  await box.fill('zebr');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Search everything for “zebr”');
  await expect(page.getByRole('option')).toHaveCount(1);
  await other.openRepository('ops/late');
  await expect(page.getByRole('group', { name: 'Tags' }).getByRole('option')).toHaveText([/zebra.*ops\/late/]);
});

test('the row of the cursor stays where the keys left it while the results are scrolled with the wheel', async ({
  longshore,
  registry,
  page,
}) => {
  const tags = Array.from({ length: 120 }, (_, i) => `1.${i}`);
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
  const box = await longshore.openPalette();
  await box.fill('1.');
  await expect(page.getByRole('option', { name: 'Search everything for “1.”' })).toBeVisible();
  await box.press('ArrowUp');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Search everything for “1.”');
  await box.press('Enter');
  const results = page.getByRole('grid', { name: 'Results' });
  await expect(results).toHaveAttribute('aria-rowcount', '121');
  await page.getByRole('searchbox', { name: 'Search', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(results).toBeFocused();
  await page.keyboard.press('ArrowDown');
  const cursor = results.locator('[data-active="true"]');
  const name = await cursor.textContent();
  await results.hover();
  await page.mouse.wheel(0, 3_000);
  await expect(cursor).not.toBeInViewport();
  await expect(cursor).toHaveText(name ?? '');
  await expect(results).toHaveAttribute('aria-activedescendant', (await cursor.getAttribute('id')) ?? '');
  await page.keyboard.press('ArrowDown');
  await expect(cursor).toBeInViewport();
  await expect(cursor).toHaveAttribute('aria-rowindex', '4');

  // Who opens one and comes back goes on from it, and another search begins at its first row.
  await page.keyboard.press('End');
  await expect(cursor).toHaveAttribute('aria-rowindex', '121');
  const last = await cursor.textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Image of 1\./ })).toBeVisible();
  await page.goBack();
  await expect(results).toBeFocused();
  await expect(cursor).toHaveText(last ?? '');
  await expect(cursor).toBeInViewport();
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('team');
  await expect(cursor).toHaveAttribute('aria-rowindex', '2');
});

test('a search says what has been read, what it does not understand, and that nothing was found', async ({ longshore, registry, page }) => {
  const { host } = registry;
  await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['1.9.0'] });
  await pushImage({ layers: [1000] }, { host, repository: 'team/web', tags: ['1.9.0'] });
  await longshore.addRegistry(host, 'Local');
  await longshore.openRepository('team/api');
  await expect(page.getByRole('row', { name: /^1\.9\.0/ })).toBeVisible();
  await longshore.command('zzz-nowhere');
  const main = page.getByRole('main', { name: 'Search' });
  await expect(main).toContainText('Nothing found');
  await expect(main).toContainText('1 of 2 repositories read');
  const field = main.getByRole('searchbox', { name: 'Search' });
  await field.fill('arch:arm64 team');
  await expect(main).toContainText('“arch:” is not a filter.');
  await expect(main.getByRole('grid', { name: 'Results' }).getByRole('row')).toHaveCount(3);
});

test('a search of all registries counts what is read of all, and its scope is one of them by key', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.9.0'] });
  const other = await startDistribution();
  for (const repository of ['tools/lint', 'tools/api'])
    await pushImage({ layers: [900] }, { host: other.host, repository, tags: ['1.9.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await expect(page.getByRole('row', { name: /^1\.9\.0/ })).toBeVisible();
  await longshore.addRegistry(other.host, 'Other');
  await longshore.openRepository('tools/lint');
  await expect(page.getByRole('row', { name: /^1\.9\.0/ })).toBeVisible();
  const box = await longshore.openPalette();
  await box.fill('1.9');
  await box.press('ArrowUp');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Search everything for “1.9”');
  await box.press('Enter');
  const main = page.getByRole('main', { name: 'Search' });
  await expect(main.getByRole('status')).toHaveText('2 results in 2 registries');
  await expect(main).toContainText('2 of 3 repositories read');
  await expect(main.getByRole('button', { name: 'Scan Other' })).toBeVisible();
  await expect(main.getByRole('grid', { name: 'Results' })).toBeFocused();
  await main.getByRole('radio', { name: 'All registries' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(main.getByRole('radio', { name: 'Other' })).toBeChecked();
  await expect(main.getByRole('status')).toHaveText('1 result in 1 registry');
  await expect(main).toContainText('1 of 2 repositories read');
  await expect(main.getByRole('button', { name: 'Scan this registry' })).toBeVisible();
  await other.stop();
});

test('a digest of a layer, of the overview and of the manifest leads by key to every tag that has it', async ({
  longshore,
  registry,
  page,
}) => {
  const { host } = registry;
  const { manifest, digest } = await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['1.9.0'] });
  await pushImage({ layers: [1000] }, { host, repository: 'team/web', tags: ['2.0'] });
  const { layers } = JSON.parse(manifest) as { layers: { digest: string }[] };
  await longshore.addRegistry(host, 'Local');
  await longshore.openRepository('team/web');
  await expect(page.getByRole('row', { name: /^2\.0/ })).toBeVisible();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.0').click();
  const tab = (name: string) => page.getByRole('tablist', { name: 'Image' }).getByRole('tab', { name });
  const field = page.getByRole('main', { name: 'Search' }).getByRole('searchbox', { name: 'Search' });
  const results = page.getByRole('grid', { name: 'Results' });
  const whereIs = page.getByRole('tabpanel').getByRole('button', { name: 'Where is this digest' });

  await whereIs.first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Remove filter digest:${digest}` })).toBeVisible();
  await expect(results).toContainText('team/api');
  await page.goBack();

  await tab('Manifest').click();
  await expect(page.getByRole('textbox', { name: 'Manifest' }).getByRole('link')).not.toHaveCount(0);
  await whereIs.last().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Remove filter digest:${layers.at(-1)?.digest}` })).toBeVisible();
  await expect(results).toContainText('team/api');
  await expect(results).toContainText(`contains ${layers.at(-1)?.digest.slice(7, 14)}`);
  await expect(field).toHaveValue('');
});

test('results are sorted, saved and narrowed to a folder, by keys alone', async ({ longshore, registry, page }) => {
  const { host } = registry;
  await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['1.9.0', '1.10.0'] });
  await pushImage({ layers: [90_000] }, { host, repository: 'team/web', tags: ['1.2.0'] });
  await pushImage({ layers: [5_000] }, { host, repository: 'ops/api', tags: ['1.3.0'] });
  await longshore.addRegistry(host, 'Local');
  for (const [repository, tag] of [
    ['team/api', '1.10.0'],
    ['team/web', '1.2.0'],
    ['ops/api', '1.3.0'],
  ] as const) {
    await longshore.openRepository(repository);
    await expect(longshore.tag(tag).locator('[data-column="size"]')).toHaveText(/B$/);
  }
  const box = await longshore.openPalette();
  await box.fill('1.');
  await box.press('ArrowUp');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Search everything for “1.”');
  await box.press('Enter');
  const main = page.getByRole('main', { name: 'Search' });
  const results = main.getByRole('grid', { name: 'Results' });
  const tags = () =>
    results.locator('[role="row"] > [role="gridcell"]:first-child').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')));
  await expect(main.getByRole('status')).toHaveText('4 results in 1 registry');
  await expect(main).toContainText('Found only at the beginning of names, because it has fewer than 3 characters: 1.');

  await expect(results).toBeFocused();
  const header = (name: string) => results.getByRole('columnheader', { name });
  await header('Size').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(header('Size')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(tags).toEqual(['1.2.0', '1.3.0', '1.10.0', '1.9.0']);
  await expect(header('Size').getByRole('button')).toBeFocused();
  await header('Tag').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(header('Tag')).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(tags).toEqual(['1.2.0', '1.3.0', '1.9.0', '1.10.0']);

  // A digest is whole in a small window, too.
  const digest = results.getByRole('gridcell', { name: /Where is this digest/ }).first();
  for (const width of [900, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const isCut = await digest.evaluate((cell) =>
      [cell, ...cell.querySelectorAll('*')].some((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0),
    );
    expect(isCut, `digest at ${width}`).toBe(false);
  }

  await main.getByRole('button', { name: 'Export' }).focus();
  await goInMenu(page, 'Export references', 'Enter');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('search-results.txt');
  const saved = await readFile(await download.path(), 'utf8');
  expect(saved).toBe(['team/web:1.2.0', 'ops/api:1.3.0', 'team/api:1.9.0', 'team/api:1.10.0'].map((one) => `${host}/${one}\n`).join(''));

  // A folder of the tree is searched by its own menu; the scope leads back to all of the registry.
  await page.getByRole('tree', { name: 'Repositories' }).focus();
  await page.keyboard.press('Home');
  await typeAhead(page, 'team');
  await chooseInMenu(page, 'Search this folder');
  await expect(main.getByRole('radio', { name: 'team', exact: true })).toBeChecked();
  await expect(main).toContainText('All 2 repositories read');
  const field = main.getByRole('searchbox', { name: 'Search' });
  await field.focus();
  await page.keyboard.type('1. ');
  await expect(main.getByRole('status')).toHaveText('3 results in 1 registry');
  await main.getByRole('radio', { name: 'team', exact: true }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(main.getByRole('status')).toHaveText('4 results in 1 registry');

  // Who asks where a digest is has the focus in what is found.
  await results.getByRole('button', { name: 'Where is this digest' }).first().press('Enter');
  await expect(main.getByRole('button', { name: /^Remove filter digest:/ })).toBeVisible();
  await expect(results).toBeFocused();
});

test('what was not pulled for long is found where the product tells it, with its column', async ({ longshore, page }) => {
  const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
  const pulls: Readonly<Record<string, string>> = { '1.8.7': daysAgo(100), '1.8.6': daysAgo(400), '1.8.5': daysAgo(3) };
  const profile = profiles.find(({ product }) => product === 'harbor');
  const registry = new RegistryDouble(createSampleContent(), { ...(profile && behaviourOf(profile)), lastPull: (tag) => pulls[tag] });
  const { host } = new URL(await registry.start());
  const dialog = await longshore.openAddDialog(host, 'Harbor');
  await longshore.signInWith(dialog, 'sample', 'sample');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.8.7')).toContainText('MB');
  const box = await longshore.openPalette();
  await box.fill('pulled:>90d');
  await box.press('ArrowUp');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Search everything for “pulled:>90d”');
  await box.press('Enter');
  const main = page.getByRole('main', { name: 'Search' });
  const results = main.getByRole('grid', { name: 'Results' });
  await expect(main.getByRole('status')).toHaveText('2 results in 1 registry');
  await expect(main).toContainText('The last pull is known only where the registry tells it');
  await expect(results.getByRole('row', { name: /^1\.8\.7 / }).locator('[data-column="pulled"]')).toHaveText('3 months ago');
  const sort = results.getByRole('columnheader', { name: 'Last pulled' });
  // What was asked for takes the focus once it is there.
  await expect(results).toBeFocused();
  await sort.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(sort).toHaveAttribute('aria-sort', 'ascending');
  await expect(results.getByRole('row').nth(1)).toContainText('1.8.6');
  await registry.stop();
});
