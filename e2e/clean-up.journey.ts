import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

test('a clean-up by rules, by keyboard: the dry run gives reasons, one row is edited, and what is confirmed is deleted', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'clean/api';
  const push = (tags: string[], age: number) =>
    pushImage({ layers: [5000 + age], created: daysAgo(age) }, { host: registry.host, repository, tags });
  await push(['2.0.0', 'latest'], 1);
  const kept = await push(['1.9.0'], 50);
  await push(['1.8.0'], 60);
  await push(['1.7.0', 'stable'], 90);
  await longshore.addRegistry(registry.host, 'Clean');
  await longshore.openRepository(repository);
  await page.getByRole('button', { name: 'Clean up', exact: true }).press('Enter');
  const dialog = longshore.dialog('Clean up');
  const rule = dialog.getByRole('group', { name: 'Rule 1' });
  await rule.getByRole('textbox', { name: 'Tags', exact: true }).fill('(');
  await rule.getByRole('combobox', { name: 'Tags: type of pattern' }).click();
  await page.getByRole('option', { name: 'regex' }).click();
  await page.keyboard.press('Tab');
  await rule.getByRole('textbox', { name: 'Tags', exact: true }).press('Enter');
  await expect(dialog).toContainText('Not a valid regular expression.');
  await rule.getByRole('textbox', { name: 'Tags', exact: true }).fill('(?!1)');
  await rule.getByRole('textbox', { name: 'Tags', exact: true }).press('Enter');
  await expect(dialog).toContainText('Not supported: look-around');
  await rule.getByRole('textbox', { name: 'Tags', exact: true }).fill('^\\d');
  await rule.getByRole('textbox', { name: 'Keep newest' }).fill('1');
  await rule.getByRole('textbox', { name: 'Keep newest' }).press('Enter');
  const table = dialog.getByRole('table', { name: 'Dry run' });
  const row = (tag: string) => table.getByRole('row').filter({ has: page.getByRole('cell', { name: tag, exact: true }) });
  await expect(dialog).toContainText('3 tags to delete. 3 to keep.');
  await expect(row('2.0.0')).toContainText('in its grace time');
  await expect(row('1.8.0')).toContainText('matches rule 1');
  await expect(row('stable')).toContainText('no rule matches');
  await row('1.9.0').getByRole('checkbox').press('Space');
  await expect(row('1.9.0')).toContainText('keep: your choice');
  await expect(dialog).toContainText('2 tags to delete. 4 to keep.');
  await dialog.getByRole('textbox', { name: 'Name of these rules' }).fill('old versions');
  await expect(dialog.getByRole('button', { name: 'Save rules' })).toBeEnabled();
  await dialog.getByRole('button', { name: 'Save rules' }).press('Enter');
  // Naming the rules resets the dry run.
  await dialog.getByRole('button', { name: 'Dry run' }).press('Enter');
  await row('1.9.0').getByRole('checkbox').press('Space');
  await expect(dialog).toContainText('2 tags to delete. 4 to keep.');
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Export CSV' }).press('Enter')]);
  const csv = await readFile(await file.path(), 'utf8');
  expect(csv).toContain(`${repository},1.9.0,${kept.digest}`);
  expect(csv).toMatch(/1\.9\.0,.*,keep,edited,1/);
  await dialog.getByRole('button', { name: 'Delete 2 tags…' }).press('Enter');
  const confirm = page.getByRole('alertdialog', { name: 'Delete 2 tags' });
  await confirm.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  await expect(confirm).toBeHidden();
  await longshore.runsEnded();
  await expect(longshore.tag('1.8.0')).toHaveCount(0);
  await expect(inspectDigest(registry.host, repository, '1.7.0')).rejects.toThrow();
  for (const tag of ['stable', '1.9.0', 'latest']) await pullWhole(registry.host, repository, tag);
  // The rules are still saved the next time.
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  await dialog.getByRole('combobox', { name: 'Saved rules' }).click();
  await page.getByRole('option', { name: 'old versions' }).click();
  await expect(rule.getByRole('textbox', { name: 'Tags', exact: true })).toHaveValue('^\\d');
});

test('a clean-up over a namespace: protected tags are kept unless their names are typed, several repositories are confirmed by the registry', async ({
  longshore,
  page,
  registry,
}) => {
  for (const name of ['one', 'two']) {
    const at = { host: registry.host, repository: `space/${name}` };
    await pushImage({ layers: [3000], created: daysAgo(100) }, { ...at, tags: ['1.0', 'prod-eu'] });
    await pushImage({ layers: [4000], created: daysAgo(90) }, { ...at, tags: ['1.1'] });
  }
  const add = await longshore.openAddDialog(registry.host, 'Space');
  await add.getByRole('combobox', { name: 'Protected tags' }).fill('prod*');
  await page.keyboard.press('Enter');
  await add.getByRole('button', { name: 'Save' }).click();
  await expect(add).toBeHidden();
  await longshore.openRepository('space/one');
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  const dialog = longshore.dialog('Clean up');
  await dialog.getByText('Repositories that begin with').click();
  await expect(dialog.getByRole('textbox', { name: 'Prefix of repository names' })).toHaveValue('space/');
  await dialog.getByRole('textbox', { name: 'Keep newest' }).fill('1');
  await dialog.getByRole('button', { name: 'Dry run' }).click();
  await expect(dialog).toContainText('2 tags to delete. 4 to keep.');
  await expect(dialog.getByRole('table', { name: 'Dry run' })).toContainText('protected');
  // The person may decide otherwise, and then types the name.
  await dialog.getByRole('checkbox', { name: 'Delete space/two:prod-eu' }).check();
  await dialog.getByRole('button', { name: 'Delete 3 tags…' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Delete 3 tags' });
  await expect(confirm.getByRole('list', { name: 'What is deleted, by image' }).getByRole('listitem')).toHaveCount(2);
  await confirm.getByRole('textbox', { name: 'Protected: space/two:prod-eu' }).fill('space/two:prod-eu');
  await expect(confirm.getByRole('list', { name: 'What is deleted, by image' })).toContainText('prod-eu, 1.0 the image is deleted');
  await confirm.getByRole('textbox', { name: 'Type Space to confirm' }).fill('Space');
  await confirm.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(confirm).toBeHidden();
  await longshore.runsEnded();
  await pullWhole(registry.host, 'space/one', 'prod-eu');
  await expect(inspectDigest(registry.host, 'space/two', 'prod-eu')).rejects.toThrow();
  for (const name of ['one', 'two']) await pullWhole(registry.host, `space/${name}`, '1.1');
  // A single deletion asks for its name, too.
  await longshore.openMenu('prod-eu', 'Delete…');
  const single = page.getByRole('alertdialog', { name: 'Delete prod-eu' });
  await expect(single.getByRole('textbox', { name: 'Protected. Type prod-eu to delete' })).toBeVisible();
  await expect(single.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
  await single.getByRole('textbox', { name: 'Protected. Type prod-eu to delete' }).fill('prod-eu');
  await single.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('prod-eu')).toHaveCount(0);
});
