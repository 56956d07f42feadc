import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

test('add an anonymous registry, browse and filter its repositories and tags', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [4000, 9000] }, { host: registry.host, repository: 'team/api', tags: ['1.9.2', 'latest', '1.9'] });
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'team/api', tags: ['1.10.0'] });
  await pushImage({ layers: [2000] }, { host: registry.host, repository: 'team/web', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await expect(longshore.repository('team/web')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter repositories' }).fill('tapi');
  await expect(longshore.repository('team/web')).toBeHidden();
  await longshore.openRepository('team/api');
  const names = page.getByRole('grid', { name: 'Tags' }).getByRole('row');
  await expect(names.nth(1)).toContainText('latest');
  await expect(names.nth(2)).toContainText('1.10.0');
  await expect(names.nth(3)).toContainText('1.9');
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('1.9');
  await expect(page.getByRole('grid', { name: 'Tags' })).toHaveAttribute('aria-rowcount', '3');
});
