import { expect, type Locator } from '@playwright/test';
import { OCI_MANIFEST } from '../shared/oci/media-types.ts';
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
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    // The focus returns to the tree a moment later: what was pressed before that would be lost.
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('tree', { name: 'Repositories' })).toBeFocused();
  };
  await open();
  await expect(dialog).toContainText('The tags of this repository have not been read yet.');
  await close();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('latest')).toContainText('image');
  await open();
  await expect(dialog).toContainText('No untagged manifests were found.');
  await expect(dialog).toContainText('This registry cannot list manifests that were never seen.');
  await close();
  await pushImage({ layers: [2000] }, { ...place, tags: ['latest'] });
  await page.keyboard.press('F5');
  await expect(longshore.tag('latest')).toContainText('2.');
  await open();
  await expect(dialog).toContainText('1 manifest');
  await dialog.getByRole('button', { name: `Open ${digest.slice('sha256:'.length, 'sha256:'.length + 7)}` }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('tabpanel', { name: 'Overview' })).toContainText(digest.slice('sha256:'.length, 'sha256:'.length + 7));
});

test('an untagged manifest is deleted by keys alone, and undo restores it by its digest', async ({ longshore, registry, page }) => {
  const place = { host: registry.host, repository: 'team/api' };
  const { digest } = await pushImage({ layers: [1000] }, { ...place, tags: ['latest'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('latest')).toContainText('image');
  const kept = await pushImage({ layers: [2000] }, { ...place, tags: ['latest'] });
  await page.keyboard.press('F5');
  await expect(longshore.tag('latest')).toContainText('2.');
  await page.getByRole('tree', { name: 'Repositories' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Untagged manifests…' }).press('Enter');
  const list = longshore.dialog('Untagged manifests of team/api');
  const short = digest.slice('sha256:'.length, 'sha256:'.length + 7);
  await list.getByRole('checkbox', { name: `Select ${short}` }).press('Space');
  await list.getByRole('button', { name: 'Delete 1 manifest…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1 untagged manifest' });
  await expect(dialog).toContainText('1 untagged manifest is deleted.');
  await dialog.getByRole('textbox', { name: 'Type team/api to confirm' }).fill('team/api');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  // Distribution 2 finds a manifest of OCI only for those who accept its media type.
  const status = async (reference: string): Promise<number> =>
    (await fetch(`http://${registry.host}/v2/team/api/manifests/${reference}`, { headers: { accept: OCI_MANIFEST } })).status;
  expect([await status(digest), await status(kept.digest)]).toEqual([404, 200]);
  await expect(page.getByRole('status')).toContainText(`${short} is deleted`);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).press('Enter');
  const undo = longshore.dialog('Undo a change');
  await expect(undo).toContainText(`Delete untagged manifest ${short}`);
  await expect(undo.getByRole('listitem')).toContainText('not found');
  await undo.getByRole('button', { name: 'Undo', exact: true }).press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  expect([await status(digest), await status('latest')]).toEqual([200, 200]);
  await page.getByRole('button', { name: 'History' }).press('Enter');
  const history = longshore.dialog('History');
  await expect(history).toContainText(`Undid a change to untagged manifest ${short} in team/api`);
  await expect(history).toContainText(`Deleted untagged manifest ${short} in team/api`);
});

/** Goes on with the Tab key until this has the focus. */
async function tabTo(target: Locator): Promise<void> {
  await expect(async () => {
    await target.page().keyboard.press('Tab');
    await expect(target).toBeFocused({ timeout: 50 });
  }).toPass();
}

test('a clean-up deletes untagged manifests that are old enough, by keys alone, and says why others are kept', async ({
  longshore,
  registry,
  page,
}) => {
  const place = { host: registry.host, repository: 'team/api' };
  const { digest } = await pushImage({ layers: [1000] }, { ...place, tags: ['latest'] });
  const young = await pushImage({ layers: [1500], created: new Date().toISOString() }, { ...place, tags: ['next'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('latest')).toContainText('image');
  await expect(longshore.tag('next')).toContainText('image');
  const kept = await pushImage({ layers: [2000] }, { ...place, tags: ['latest', 'next'] });
  await page.keyboard.press('F5');
  await expect(longshore.tag('next')).toContainText('2.');
  await page.getByRole('button', { name: 'Clean up', exact: true }).press('Enter');
  const main = page.getByRole('main');
  await main.getByRole('radio', { name: 'Old builds' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(main.getByRole('radio', { name: 'Orphaned signatures' })).toBeChecked();
  await tabTo(main.getByRole('button', { name: 'Change rules' }));
  await page.keyboard.press('Enter');
  await tabTo(main.getByRole('checkbox', { name: 'Delete untagged manifests' }));
  await page.keyboard.press('Space');
  await expect(main).toContainText('Untagged manifests are those that Longshore has seen in a repository');
  await tabTo(main.getByRole('button', { name: 'Dry run', exact: true }));
  await page.keyboard.press('Enter');
  const rows = main.getByRole('table', { name: 'Dry run' }).getByRole('row');
  const shortOf = (whole: string): string => whole.slice('sha256:'.length, 'sha256:'.length + 7);
  await expect(rows.filter({ hasText: shortOf(digest) })).toContainText('no tag points to it');
  await expect(rows.filter({ hasText: shortOf(young.digest) })).toContainText('in its grace period');
  await expect(main).toContainText('1 untagged manifest to delete.');
  await main.getByRole('button', { name: 'Delete 1 untagged manifest…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1 untagged manifest' });
  const confirmation = dialog.getByRole('textbox', { name: 'Type team/api to confirm' });
  await expect(confirmation).toBeFocused();
  await page.keyboard.type('team/api');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  const status = async (reference: string): Promise<number> =>
    (await fetch(`http://${registry.host}/v2/team/api/manifests/${reference}`, { headers: { accept: OCI_MANIFEST } })).status;
  expect([await status(digest), await status(young.digest), await status(kept.digest)]).toEqual([404, 200, 200]);
});
