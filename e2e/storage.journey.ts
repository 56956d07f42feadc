import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { json } from './support/content/realistic-images.ts';
import { type Descriptor, registryStorage } from './support/content/registry-storage.ts';
import { typeAhead } from './support/page/keys.ts';

const MB = 1_000_000;
const CONFIG = 'application/vnd.oci.image.config.v1+json';

/** Four repositories whose images share a base of 20 MB, and one that shares nothing. */
function fill(folder: string): void {
  const open = registryStorage(folder);
  const image = (repository: string, tags: readonly string[], own: number, isBased = true): void => {
    const storage = open(repository);
    const created = '2026-11-01T09:14:00Z';
    const config = { created, os: 'linux', architecture: 'amd64', config: {}, rootfs: { type: 'layers', diff_ids: [] } };
    const layers: Descriptor[] = [
      ...(isBased ? [storage.layer('base', 20 * MB)] : []),
      storage.layer(`${repository} ${tags[0]}`, own * MB),
    ];
    storage.manifest({ config: storage.blob(CONFIG, json({ ...config, comment: `${repository} ${tags[0]}` })), layers }, tags);
  };
  image('team/api', ['1.0'], 5);
  image('team/api', ['2.0', 'latest'], 8);
  image('team/web', ['1.0'], 3);
  image('tools/lint', ['1.0'], 2, false);
}

const figure = (page: Page, name: string) =>
  page.getByRole('main').getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::*[1]');
/** An area of the treemap by its name and its bytes, which stand in two lines. */
const tile = (page: Page, text: string) =>
  page
    .getByRole('figure', { name: 'Treemap' })
    .getByRole('option', { name: new RegExp(`^${text.replaceAll('.', '\\.').replaceAll(' ', '\\s*')}$`) });
const check = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });

test('storage by keys alone: from a repository to the registry, chosen in the treemap and in its table alike', async ({
  longshore,
  page,
  registry,
}) => {
  fill(registry.folder);
  await longshore.addRegistry(registry.host, 'Local');
  for (const repository of ['tools/lint', 'team/web', 'team/api']) {
    await longshore.openRepository(repository);
    await expect(longshore.tag(repository === 'team/api' ? 'latest' : '1.0')).toContainText('MB');
  }

  await page.getByRole('tab', { name: 'Tags', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Storage', exact: true })).toBeFocused();
  await expect(page.getByRole('table', { name: 'Storage by tag' })).toBeVisible();
  await expect(figure(page, 'Total')).toContainText('33.0 MB');
  await expect(figure(page, 'Unique')).toContainText('13.0 MB');
  await expect(figure(page, 'Shared')).toContainText('20.0 MB');
  await expect(figure(page, 'Read so far')).toContainText('3 of 3');
  await expect(page.getByRole('main')).toContainText('Common base: the first layer, 20.0 MB, of 2 of 2 images.');

  await tile(page, 'Used by several 20.0 MB').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tile(page, 'latest 8.0 MB')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(check(page, 'latest')).toBeChecked();
  await expect(page.getByRole('status').filter({ hasText: 'frees' })).toContainText('Deleting the selection frees 8.0 MB');
  await check(page, 'latest').focus();
  await page.keyboard.press('ArrowDown');
  await expect(check(page, '1.0')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(tile(page, '1.0 5.0 MB')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('status').filter({ hasText: 'frees' })).toContainText('Deleting the selection frees 13.0 MB');

  await page.getByRole('radio', { name: 'Tag', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  const layers = page.getByRole('table', { name: 'Storage by layer' });
  await expect(layers.getByRole('row').nth(1)).toContainText('20.0 MB');
  await layers.getByRole('row').nth(1).getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: /^Tags that use/ }).getByRole('listitem')).toHaveText([
    'team/api:1.0',
    'team/api:2.0',
    'team/api:latest',
    'team/web:1.0',
  ]);

  await page.keyboard.press('Backspace');
  await expect(page.getByRole('heading', { name: 'Local / team' })).toBeVisible();
  await expect(figure(page, 'Total')).toContainText('36.0 MB');
  await expect(figure(page, 'Read so far')).toContainText('2 of 2');
  // The repository that was left.
  await expect(tile(page, 'api 13.0 MB')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Backspace');
  await expect(tile(page, 'team 36.0 MB')).toBeVisible();
  await expect(figure(page, 'Total')).toContainText('38.0 MB');
  await expect(figure(page, 'Saved by sharing')).toContainText('40.0 MB');
  await expect(tile(page, 'team 36.0 MB')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tile(page, 'api 13.0 MB')).toBeVisible();
  // What was chosen here is chosen still, also after another way to group.
  await expect(check(page, 'api')).toBeChecked();
  await page.getByRole('radio', { name: 'Namespace', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('table', { name: 'Storage by repository' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(check(page, 'api')).toBeChecked();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(tile(page, 'team 36.0 MB')).toBeVisible();
  await page.reload();
  await expect(tile(page, 'team 36.0 MB')).toBeVisible();
});

test('what has not been read is said, and the bar of the selection tells what deleting it frees', async ({ longshore, page, registry }) => {
  fill(registry.folder);
  await longshore.addRegistry(registry.host, 'Local');
  const tree = page.getByRole('tree', { name: 'Repositories' });
  await expect(longshore.repository('team')).toBeVisible();
  await tree.focus();
  await page.keyboard.press('Home');
  await typeAhead(page, 'team');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu', { name: 'Actions for team' }).getByRole('menuitem', { name: 'Storage' }).click();
  await expect(page.getByRole('heading', { name: 'Local / team' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Nothing has been read here yet.');
  await expect(page.getByRole('main').getByRole('button', { name: /^Scan this registry/ })).toBeVisible();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('latest')).toContainText('MB');
  const bar = page.getByRole('toolbar', { name: 'Selected tags' });
  await longshore.tag('latest').getByRole('checkbox').check();
  await expect(bar).toContainText('frees up to 0 B');
  await longshore.tag('2.0').getByRole('checkbox').check();
  await expect(bar).toContainText('frees up to 8.0 MB');
  await expect(bar.getByText('frees up to')).toHaveAttribute('title', /2 repositories have not been read and may use the same layers/);
});

test('of a registry without repositories it says that, and not that nothing has been read', async ({ longshore, page, registry }) => {
  await longshore.addRegistry(registry.host, 'Local');
  await page.getByRole('main').getByRole('button', { name: 'Storage', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Local', exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('No repositories yet.');
  await expect(page.getByRole('main')).not.toContainText('Nothing has been read');
});
