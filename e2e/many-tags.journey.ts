import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import type { Window } from './support/page/window.ts';
import { run } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';

/** Checks these tags by keyboard and mouse as a person would, and presses a button of the bar that then appears. */
async function withChecked(longshore: Window, tags: readonly string[], button: string): Promise<void> {
  for (const tag of tags) await longshore.tag(tag).getByRole('checkbox').check();
  await longshore.page.getByRole('toolbar', { name: 'Selected tags' }).getByRole('button', { name: button }).click();
}

/** Undoes the latest change by keyboard. */
async function undoLast(longshore: Window): Promise<void> {
  await longshore.closeActivity();
  await longshore.page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await longshore.page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
}

test('checked tags are copied in one run: what is there is named, a protected tag is kept, and one undo removes them all', async ({
  longshore,
  registry,
}) => {
  const target = await startDistribution({ deletes: true });
  const repository = 'many/api';
  const first = await pushImage({ layers: [400_000] }, { host: registry.host, repository, tags: ['1.0', 'stable'] });
  const second = await pushImage({ layers: [300_000] }, { host: registry.host, repository, tags: ['1.1', 'latest'] });
  const before = await pushImage({ layers: [1000] }, { host: target.host, repository, tags: ['latest'] });
  const add = await longshore.openAddDialog(target.host, 'Prod');
  const patterns = add.getByRole('combobox', { name: 'Protected tags' });
  await patterns.fill('latest');
  await patterns.press('Enter');
  await add.getByRole('button', { name: 'Save' }).click();
  await expect(add).toBeHidden();
  await longshore.addRegistry(registry.host, 'Staging');
  await longshore.openRepository(repository);
  await withChecked(longshore, ['1.0', 'stable', '1.1', 'latest'], 'Copy 4 tags to…');
  const dialog = longshore.dialog('Copy 4 tags');
  await expect(dialog.getByRole('combobox', { name: 'To registry' })).toHaveValue('Prod');
  // The image that two of them share is transferred once.
  await expect(dialog).toContainText('to transfer in 4 blobs.');
  const moves = dialog.getByRole('table', { name: 'Tags at the target' });
  await expect(moves.getByRole('row', { name: '1.1' })).toContainText('new');
  await expect(moves.getByRole('row', { name: 'latest' })).toContainText('protected: kept');
  await expect(dialog.getByRole('textbox', { name: 'Protected: latest' })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('release');
  await expect(moves.getByRole('row', { name: '1.1' })).toContainText('several tags get this name');
  await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('{tag}');
  await expect(moves.getByRole('row', { name: 'latest' })).toContainText('protected: kept');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  for (const tag of ['1.0', 'stable']) expect(await inspectDigest(target.host, repository, tag)).toBe(first.digest);
  expect(await inspectDigest(target.host, repository, '1.1')).toBe(second.digest);
  expect(await inspectDigest(target.host, repository, 'latest')).toBe(before.digest);
  await pullWhole(target.host, repository, '1.1');
  await undoLast(longshore);
  for (const tag of ['1.0', 'stable', '1.1']) await expect(inspectDigest(target.host, repository, tag)).rejects.toThrow();
  expect(await inspectDigest(target.host, repository, 'latest')).toBe(before.digest);
  await target.stop();
});

test('checked tags get new names by a pattern, as one change with one undo', async ({ longshore, page, registry }) => {
  const repository = 'many/retag';
  const first = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0-rc1'] });
  const second = await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['1.1-rc1', '1.1-stable'] });
  await longshore.addRegistry(registry.host, 'Names');
  await longshore.openRepository(repository);
  await withChecked(longshore, ['1.0-rc1', '1.1-rc1'], 'Retag 2 tags…');
  const dialog = longshore.dialog('Retag 2 tags');
  const moves = dialog.getByRole('table', { name: 'New tags' });
  await expect(dialog.getByRole('textbox', { name: 'New tags' })).toBeFocused();
  await expect(moves.getByRole('row', { name: '1.0-rc1' })).toContainText('has this name already: unchanged');
  await expect(dialog.getByRole('button', { name: 'Retag' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'New tags' }).fill('{tag}-stable');
  await dialog.getByRole('textbox', { name: 'Replace' }).fill('-rc1');
  await expect(moves.getByRole('row', { name: '1.0-rc1' })).toContainText('1.0-stable');
  await expect(moves.getByRole('row', { name: '1.0-rc1' })).toContainText('new');
  await expect(moves.getByRole('row', { name: '1.1-rc1' })).toContainText('already points to this image');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: '1.0-stable now points to the same image as 1.0-rc1' })).toBeVisible();
  expect(await inspectDigest(registry.host, repository, '1.0-stable')).toBe(first.digest);
  expect(await inspectDigest(registry.host, repository, '1.1-stable')).toBe(second.digest);
  await expect(longshore.tag('1.0-stable')).toBeVisible();
  await undoLast(longshore);
  await expect(inspectDigest(registry.host, repository, '1.0-stable')).rejects.toThrow();
});

test('checked tags are saved to one file, from which skopeo takes each by its tag', async ({ longshore, registry }) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-many-'));
  const repository = 'many/save';
  const first = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  const second = await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['1.1'] });
  await longshore.addRegistry(registry.host, 'Files');
  await longshore.openRepository(repository);
  await withChecked(longshore, ['1.0', '1.1'], 'Save 2 tags…');
  const dialog = longshore.dialog('Save 2 tags to one file');
  await expect(dialog).toContainText('2 tags in one file: ');
  const file = dialog.getByRole('textbox', { name: 'File' });
  await expect(file).toHaveValue(/save-2-tags\.tar$/);
  const path = join(folder, 'two.tar');
  await file.fill(path);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  for (const [tag, { digest }] of [
    ['1.0', first],
    ['1.1', second],
  ] as const)
    expect(await run('skopeo', ['inspect', '--format', '{{.Digest}}', `oci-archive:${path}:${tag}`])).toBe(`${digest}\n`);
  await rm(folder, { recursive: true, force: true });
});
