import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

const missing = (page: Page) => page.getByRole('alert').filter({ hasText: 'was not found in this repository' });

test('a tag that is not found offers similar ones, and no command that would fail', async ({ longshore, registry, page }) => {
  await pushImage(
    { layers: [3000] },
    { host: registry.host, repository: 'shop/api', tags: ['2.0.0-rc.2', '2.0.0-rc.1', '1.9.3', 'latest'] },
  );
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command(`docker pull ${registry.host}/shop/api:2.0.0`);
  await expect(missing(page)).toContainText('Tag 2.0.0 was not found');
  const similar = missing(page).getByRole('list', { name: 'Similar tags' });
  await expect(similar.getByRole('button')).toHaveText([/^2\.0\.0-rc\.2/, /^2\.0\.0-rc\.1/]);
  await expect(page.getByRole('button', { name: 'Copy pull command', exact: true })).toHaveCount(0);
  await expect(missing(page)).toContainText('its name is misspelled');
  await expect(missing(page)).not.toContainText('Deleted with Longshore');
  await similar.getByRole('button', { name: '2.0.0-rc.2' }).click();
  await expect(page.getByRole('region', { name: 'Image of 2.0.0-rc.2' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy pull command', exact: true })).toBeVisible();
});

test('a tag that was deleted from here says when, shows the change in History, and is restored', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'shop/api', tags: ['1.7.0', '1.7.4', '1.8.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('shop/api');
  await longshore.openMenu('1.7.0', 'Delete…');
  await page.getByRole('alertdialog', { name: 'Delete 1.7.0' }).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('1.7.0')).toHaveCount(0);
  await longshore.runsEnded();
  await longshore.command(`${registry.host}/shop/api:1.7.0`);
  await expect(missing(page)).toContainText('Deleted with Longshore');
  await expect(missing(page)).not.toContainText('its name is misspelled');
  await missing(page).getByRole('button', { name: 'History' }).click();
  const log = longshore.dialog('History');
  await expect(log.getByRole('searchbox')).toHaveValue('1.7.0');
  await expect(log.getByRole('listitem').filter({ hasText: 'Deleted 1.7.0 in shop/api' })).toBeVisible();
  await page.keyboard.press('Escape');
  await missing(page).getByRole('button', { name: 'Undo…' }).click();
  await longshore.dialog('Undo a change').getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(longshore.tag('1.7.0')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Image of 1.7.0' })).toBeVisible();
  await expect(missing(page)).toHaveCount(0);
});

test('an image that is not found is told like a tag that is not', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'shop/api', tags: ['1.8.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command(`${registry.host}/shop/api@sha256:${'ab12'.repeat(16)}`);
  await expect(missing(page)).toContainText('Image ab12ab1 was not found in this repository');
  await expect(missing(page).getByRole('button', { name: 'Refresh' })).toBeVisible();
  await expect(page.getByText('ab12'.repeat(16))).toHaveCount(0);
});
