import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { startDistribution } from './support/servers/distribution.ts';

const deleteDialog = (page: Page, tag: string) => page.getByRole('alertdialog', { name: `Delete ${tag}` });

test('delete one of three tags of one image: the other two still pull', async ({ longshore, registry, page }) => {
  const { digest } = await pushImage(
    { layers: [3000, 4000] },
    { host: registry.host, repository: 'change/one', tags: ['1.9.2', '1.9', 'latest'] },
  );
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('change/one');
  await longshore.openMenu('1.9.2', 'Delete…');
  const dialog = deleteDialog(page, '1.9.2');
  const siblings = dialog.getByRole('list', { name: 'Other tags on this image' });
  await expect(siblings.getByRole('listitem')).toHaveText(['latest', '1.9']);
  await expect(dialog.getByRole('radio', { name: /Delete only this tag/ })).toBeChecked();
  await expect(dialog).toContainText('points the tag at an empty image');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1.9.2 is deleted' })).toBeVisible();
  await expect(longshore.tag('1.9.2')).toHaveCount(0);
  await expect(inspectDigest(registry.host, 'change/one', '1.9.2')).rejects.toThrow(/manifest unknown/);
  for (const tag of ['1.9', 'latest']) {
    expect(await inspectDigest(registry.host, 'change/one', tag)).toBe(digest);
    await pullWhole(registry.host, 'change/one', tag);
  }
});

test('delete the image and all its tags after typing the confirmation', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/all', tags: ['2.0', '2.0.1'] });
  const kept = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/all', tags: ['3.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('change/all');
  await longshore.openMenu('2.0', 'Delete…');
  const dialog = deleteDialog(page, '2.0');
  await dialog.getByRole('radio', { name: /Delete the image and all 2 tags/ }).check();
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type change/all to confirm' }).fill('change/all');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 tags are deleted' })).toBeVisible();
  await expect(longshore.tag('2.0.1')).toHaveCount(0);
  for (const tag of ['2.0', '2.0.1']) await expect(inspectDigest(registry.host, 'change/all', tag)).rejects.toThrow(/manifest unknown/);
  expect(await inspectDigest(registry.host, 'change/all', '3.0')).toBe(kept.digest);
  await page.getByRole('button', { name: 'How to free the space' }).click();
  await expect(longshore.dialog('Free the space in the registry')).toContainText(
    'registry garbage-collect /etc/docker/registry/config.yml',
  );
});

test('where the registry refuses deletes, the dialog says so before anything is sent, with the setting to change', async ({
  longshore,
  page,
}) => {
  const registry = await startDistribution({ deletes: false });
  const { digest } = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/off', tags: ['1.0', '1.1'] });
  await longshore.addRegistry(registry.host, 'No deletes');
  await longshore.openRepository('change/off');
  await longshore.openMenu('1.0', 'Delete…');
  const dialog = deleteDialog(page, '1.0');
  await expect(dialog).toContainText('REGISTRY_STORAGE_DELETE_ENABLED=true');
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(await inspectDigest(registry.host, 'change/off', '1.0')).toBe(digest);
  await registry.stop();
});

test('a read-only connection refuses changes', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/readonly', tags: ['1.0'] });
  const dialog = await longshore.openAddDialog(registry.host, 'Careful');
  await dialog.getByRole('checkbox', { name: 'Read-only' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('change/readonly');
  await longshore.openMenu('1.0', 'Delete…');
  await expect(deleteDialog(page, '1.0')).toContainText('read-only in Longshore');
  await expect(deleteDialog(page, '1.0').getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
});
