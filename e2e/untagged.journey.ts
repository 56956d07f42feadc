import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

test('an image whose tag was moved is listed among the untagged manifests, and opened from there, by keys alone', async ({
  longshore,
  registry,
  page,
}) => {
  const place = { host: registry.host, repository: 'team/api' };
  const { digest } = await pushImage({ layers: [1000] }, { ...place, tags: ['latest'] });
  await longshore.addRegistry(registry.host, 'Local');
  await expect(longshore.repository('team/api')).toBeVisible();
  const dialog = longshore.dialog('Untagged manifests of team/api');
  const open = async (): Promise<void> => {
    await page.getByRole('tree', { name: 'Repositories' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Untagged manifests…' }).press('Enter');
    await expect(dialog).toBeVisible();
  };
  await open();
  await expect(dialog).toContainText('The tags of this repository have not been read yet.');
  await page.keyboard.press('Escape');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('latest')).toContainText('image');
  await open();
  await expect(dialog).toContainText('No untagged manifests were found.');
  await expect(dialog).toContainText('This registry cannot list manifests that were never seen.');
  await page.keyboard.press('Escape');
  await pushImage({ layers: [2000] }, { ...place, tags: ['latest'] });
  await page.keyboard.press('F5');
  await expect(longshore.tag('latest')).toContainText('2.');
  await open();
  await expect(dialog).toContainText('1 manifest');
  await dialog.getByRole('button', { name: `Open ${digest.slice('sha256:'.length, 'sha256:'.length + 7)}` }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('tabpanel', { name: 'Overview' })).toContainText(digest.slice('sha256:'.length, 'sha256:'.length + 7));
});
