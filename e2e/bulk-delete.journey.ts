import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

test('bulk delete by keyboard: two of three tags of one image and all tags of another are deleted, the third pulls, and one undo restores all', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'many/api';
  const shared = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.9.2', '1.9', 'latest'] });
  const alone = await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['1.8.0'] });
  await longshore.addRegistry(registry.host, 'Many');
  await longshore.openRepository(repository);
  for (const tag of ['1.9.2', '1.9', '1.8.0']) await longshore.tag(tag).getByRole('checkbox').check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 3 tags' });
  await expect(dialog).toContainText('1 image is deleted with all its tags.');
  await expect(dialog).toContainText('2 tags are deleted and their images are kept.');
  await expect(dialog.getByRole('list', { name: 'What is deleted, by image' })).toContainText('kept tags that also point to it: latest');
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(longshore.tag('1.9.2')).toHaveCount(0);
  await expect(longshore.tag('1.8.0')).toHaveCount(0);
  await expect(longshore.tag('latest')).toContainText('image');
  await pullWhole(registry.host, repository, 'latest');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  for (const tag of ['1.9.2', '1.9', 'latest']) expect(await inspectDigest(registry.host, repository, tag)).toBe(shared.digest);
  expect(await inspectDigest(registry.host, repository, '1.8.0')).toBe(alone.digest);
  await pullWhole(registry.host, repository, '1.8.0');
});

/** The tags that the registry has now. */
async function tagsAt(host: string, repository: string): Promise<string[]> {
  const answer = await fetch(`http://${host}/v2/${repository}/tags/list`);
  return ((await answer.json()) as { tags: string[] | null }).tags ?? [];
}

test('a bulk delete that is paused and then stopped reports what was deleted, and Ctrl Z restores exactly that', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'many/stopped';
  const tags = Array.from({ length: 12 }, (_, i) => `1.${i}.0`);
  for (const tag of tags) await pushImage({ layers: [500] }, { host: registry.host, repository, tags: [tag] });
  // Slow enough to be paused after the first.
  const slow = await startSlowProxy(Number(registry.host.split(':')[1]), 120);
  await longshore.addRegistry(new URL(slow.url).host, 'Stopped');
  await longshore.openRepository(repository);
  await page.getByRole('checkbox', { name: 'Select all tags' }).check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 12 tags' });
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  // The dialog closes as soon as the run has begun; the panel shows it by itself.
  await expect(dialog).toBeHidden();
  const run = longshore.run(/Delete 12 tags/);
  await expect(run).toContainText(/[1-9]\d* of 12 tags/);
  await run.getByRole('button', { name: 'Pause' }).click();
  await expect(run).toContainText('Paused');
  // What is left is in the table, and still ticked.
  const left = await tagsAt(registry.host, repository);
  expect(left.length).toBeLessThan(12);
  await expect(page.getByRole('main')).toContainText(`${left.length} tags on`);
  await expect(page.getByRole('grid', { name: 'Tags' })).toHaveAttribute('aria-rowcount', String(left.length + 1));
  await expect(page.getByRole('toolbar', { name: 'Selected tags' })).toContainText(`${left.length} selected`);
  await run.getByRole('button', { name: 'Show' }).click();
  await expect(dialog.getByRole('status')).toContainText('Paused at');
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText(/Deleted \d+ of 12 tags/);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo).toContainText('Delete 12 tags');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  for (const tag of tags) await inspectDigest(registry.host, repository, tag);
  await slow.stop();
});

test('an undo of many tags shows its progress beside the work, is stopped, and Retry restores the rest', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'many/undone';
  const tags = Array.from({ length: 8 }, (_, i) => `1.${i}.0`);
  for (const tag of tags) await pushImage({ layers: [500] }, { host: registry.host, repository, tags: [tag] });
  const slow = await startSlowProxy(Number(registry.host.split(':')[1]), 80);
  await longshore.addRegistry(new URL(slow.url).host, 'Undone');
  await longshore.openRepository(repository);
  await page.getByRole('checkbox', { name: 'Select all tags' }).check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 8 tags' });
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  // What has ended can be undone from the panel.
  await longshore.openActivity();
  await longshore
    .run(/Delete 8 tags/)
    .getByRole('button', { name: 'Undo' })
    .click();
  const undo = longshore.dialog('Undo a change');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  const run = longshore.run(/^Undo the change to 8 tags/);
  await expect(run).toContainText(/[1-6] of 8 tags/);
  await run.getByRole('button', { name: 'Stop' }).click();
  await expect(run).toContainText(/^.*Stopped/);
  await run.getByRole('button', { name: 'Retry' }).click();
  await expect(longshore.activityButton).toHaveAttribute('data-running', 'true');
  await longshore.runsEnded();
  for (const tag of tags) await inspectDigest(registry.host, repository, tag);
  await slow.stop();
});
