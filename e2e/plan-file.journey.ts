import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { dropFile } from './support/page/drop-file.ts';
import { pressButton, tabTo } from './support/page/keys.ts';
import { run } from './support/process.ts';

const program = join(import.meta.dirname, '../out/main/cli.js');

test('the plan of a deletion is saved by key, is what the command line writes byte for byte, is applied there, and undone in the window and back', async ({
  longshore,
  host,
  page,
  registry,
}) => {
  const repository = 'plan/api';
  const image = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0', '1', 'latest'] });
  await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['2.0'] });
  const command = (...argv: string[]) => run(process.execPath, [program, ...argv, '--data-dir', host.dataFolder]);
  await longshore.addRegistry(registry.host, 'Plans');
  await longshore.openRepository(repository);
  for (const tag of ['1.0', '2.0']) await longshore.tag(tag).getByRole('checkbox').check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 2 tags' });
  const save = dialog.getByRole('button', { name: 'Save plan…' });
  await expect(save).toBeVisible();
  const download = page.waitForEvent('download');
  await tabTo(page, save);
  await page.keyboard.press('Enter');
  const saved = await readFile(await (await download).path(), 'utf8');
  await page.keyboard.press('Escape');
  const at = `${registry.host}/${repository}`;
  expect(await command('delete', `${at}:2.0`, `${at}:1.0`, '--plan', '-')).toBe(saved);
  const path = join(host.dataFolder, 'plan.json');
  await command('delete', `${at}:1.0`, `${at}:2.0`, '--plan', path);
  expect(await command('apply', path, '--yes')).toContain('Deleted 2 of 2 tags.');
  await expect(longshore.tag('2.0')).toHaveCount(0);
  await pullWhole(registry.host, repository, 'latest');
  // A second time there is nothing that the plan expects.
  await expect(command('apply', path, '--yes')).rejects.toThrow(/not as the plan expects/);
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, repository, '1.0')).toBe(image.digest);
  await pullWhole(registry.host, repository, '2.0');
  // The undo of the window is undone by the command: the tags are gone again.
  const [last = ''] = (await command('history', '--limit', '1', '--json')).split('\n');
  await command('undo', (JSON.parse(last) as { id: string }).id, '--yes');
  await expect(longshore.tag('2.0')).toHaveCount(0);
});

test('the plan of a retag is saved by key, is what the command line writes byte for byte, and a registry that has drifted is refused', async ({
  longshore,
  host,
  page,
  registry,
}) => {
  const repository = 'plan/retag';
  const old = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0', 'latest'] });
  const image = await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['2.0'] });
  const command = (...argv: string[]) => run(process.execPath, [program, ...argv, '--data-dir', host.dataFolder]);
  await longshore.addRegistry(registry.host, 'Plans');
  await longshore.openRepository(repository);
  await longshore.openMenu('2.0', 'Retag…');
  const dialog = longshore.dialog('Retag 2.0');
  const save = dialog.getByRole('button', { name: 'Save plan…' });
  await expect(save).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('latest next');
  await expect(save).toBeEnabled();
  const download = page.waitForEvent('download');
  await tabTo(page, save);
  await page.keyboard.press('Enter');
  const saved = await readFile(await (await download).path(), 'utf8');
  await page.keyboard.press('Escape');
  const at = `${registry.host}/${repository}`;
  expect(await command('retag', `${at}:2.0`, 'next', 'latest', '--plan', '-')).toBe(saved);
  const path = join(host.dataFolder, 'retag.json');
  await writeFile(path, saved);
  await command('retag', `${at}:1.0`, 'next', '--yes');
  await expect(command('apply', path, '--yes')).rejects.toThrow(/not as the plan expects/);
  expect(await inspectDigest(registry.host, repository, 'latest')).toBe(old.digest);
  const undone = (await command('history', '--limit', '1', '--json')).split('\n')[0] ?? '';
  await command('undo', (JSON.parse(undone) as { id: string }).id, '--yes');
  expect(await command('apply', path, '--yes')).toContain('latest  moved');
  expect(await inspectDigest(registry.host, repository, 'latest')).toBe(image.digest);
});

/** Nothing serious for a screen reader or for the contrast, in both themes. */
async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  }
}

test('a plan of the command line is applied in the window by key, its registry refused once it has drifted, and the change undone by the command', async ({
  longshore,
  host,
  page,
  registry,
}) => {
  const repository = 'plan/window';
  const image = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0', '1', 'latest'] });
  await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['2.0'] });
  const command = (...argv: string[]) => run(process.execPath, [program, ...argv, '--data-dir', host.dataFolder]);
  await longshore.addRegistry(registry.host, 'Plans');
  await longshore.openRepository(repository);
  const at = `${registry.host}/${repository}`;
  const path = join(host.dataFolder, 'plan.json');
  await command('delete', `${at}:1.0`, `${at}:2.0`, '--plan', path);
  const text = await readFile(path, 'utf8');

  // Chosen by key: what is shown is what the deletion always shows.
  await longshore.command('Apply a plan');
  const choosing = page.waitForEvent('filechooser');
  const choose = longshore.dialog('Apply a plan').getByRole('button', { name: 'Choose file…' });
  await expect(choose).toBeFocused();
  await page.keyboard.press('Enter');
  await (await choosing).setFiles(path);
  const dialog = page.getByRole('alertdialog', { name: 'Delete 2 tags' });
  await expect(dialog).toContainText('Plan: plan.json');
  await expect(dialog).toContainText('You can undo this until the registry collects garbage.');
  await expectNoViolations(page);
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  await expect(longshore.tag('2.0')).toHaveCount(0);
  await longshore.runsEnded();
  await pullWhole(registry.host, repository, 'latest');

  // Dropped once more: the tags are not there any more.
  await dropFile(page, 'plan.json', text);
  await expect(dialog.getByRole('alert')).toContainText('The registry is not as the plan expects it');
  await expect(dialog.getByRole('table', { name: 'Differences' })).toContainText(`${repository}:2.0`);
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');

  const [last = ''] = (await command('history', '--limit', '1', '--json')).split('\n');
  await command('undo', (JSON.parse(last) as { id: string }).id, '--yes');
  expect(await inspectDigest(registry.host, repository, '1.0')).toBe(image.digest);
  await pullWhole(registry.host, repository, '2.0');

  // And what is no plan is refused in words.
  await dropFile(page, 'other.json', '{}');
  await expect(longshore.dialog('Apply a plan').getByRole('alert')).toContainText('The file is not a plan');
});

test('the plan of a retag is applied in the window, and is refused where a tag has moved since', async ({
  longshore,
  host,
  page,
  registry,
}) => {
  const repository = 'plan/retag-window';
  const old = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0', 'latest'] });
  const image = await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['2.0'] });
  const command = (...argv: string[]) => run(process.execPath, [program, ...argv, '--data-dir', host.dataFolder]);
  await longshore.addRegistry(registry.host, 'Plans');
  await longshore.openRepository(repository);
  const at = `${registry.host}/${repository}`;
  const text = await command('retag', `${at}:2.0`, 'latest', 'next', '--plan', '-');
  await dropFile(page, 'retag.json', text);
  const dialog = longshore.dialog('Retag 2.0');
  await expect(dialog.getByRole('table', { name: 'New tags' })).toContainText('which keeps 1.0');
  await expectNoViolations(page);
  await pressButton(page, dialog.getByRole('button', { name: 'Retag', exact: true }));
  await expect(longshore.tag('next')).toBeVisible();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, repository, 'latest')).toBe(image.digest);
  await dropFile(page, 'retag.json', text);
  await expect(dialog.getByRole('alert')).toContainText('The registry is not as the plan expects it');
  await expect(dialog.getByRole('button', { name: 'Retag', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  const [last = ''] = (await command('history', '--limit', '1', '--json')).split('\n');
  await command('undo', (JSON.parse(last) as { id: string }).id, '--yes');
  expect(await inspectDigest(registry.host, repository, 'latest')).toBe(old.digest);
});
