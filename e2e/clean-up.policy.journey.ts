import { readFile } from 'node:fs/promises';
import { expect, type Locator } from '@playwright/test';
import { createSampleContent } from '../electron/sample/content.ts';
import { test } from './fixtures.ts';
import { RegistryDouble } from './support/registry/double.ts';
import { behaviourOf, profiles } from './support/registry/profiles.ts';

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** Goes on with the Tab key until this has the focus. */
async function tabTo(target: Locator): Promise<void> {
  await expect(async () => {
    await target.page().keyboard.press('Tab');
    await expect(target).toBeFocused({ timeout: 50 });
  }).toPass();
}

test('what nobody pulled for a while is cleaned up, by keyboard; what was pulled, or may have been, is kept with the reason', async ({
  longshore,
  page,
}) => {
  const profile = profiles.find(({ product }) => product === 'harbor');
  const pulls: Readonly<Record<string, string>> = { '1.8.7': daysAgo(100), '1.8.6': daysAgo(3) };
  const registry = new RegistryDouble(createSampleContent(), { ...(profile && behaviourOf(profile)), lastPull: (tag) => pulls[tag] });
  const { host } = new URL(await registry.start());
  const dialog = await longshore.openAddDialog(host, 'Harbor');
  await longshore.signInWith(dialog, 'sample', 'sample');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await longshore.openRepository('team/api');
  registry.requests.length = 0;

  await page.getByRole('button', { name: 'Clean up', exact: true }).press('Enter');
  const main = page.getByRole('main');
  await main.getByRole('radio', { name: 'Old builds' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(main.getByRole('radio', { name: 'Own rules' })).toBeChecked();
  await tabTo(main.getByRole('textbox', { name: 'Not pulled for (days)' }));
  await page.keyboard.type('90');
  await expect(main).toContainText('Delete tags not pulled for 90 days.');
  await expect(main).toContainText('A tag is kept if the registry does not say.');
  await page.keyboard.press('Enter');
  const table = main.getByRole('table', { name: 'Dry run' });
  const row = (tag: string) => table.getByRole('row').filter({ has: page.getByRole('cell', { name: tag, exact: true }) });
  await expect(row('1.8.7')).toContainText('matches rule 1');
  await expect(row('1.8.6')).toContainText('pulled too recently for rule 1');
  await expect(row('1.8.5')).toContainText('its last pull is unknown');
  await expect(main).toContainText('1 tag to delete.');
  // Reading manifests counts as a pull: the product is asked before.
  const paths = registry.requests.map(({ method, path }) => `${method} ${path}`);
  const asked = paths.findLastIndex((path) => path.includes('/artifacts'));
  expect(asked).toBeGreaterThanOrEqual(0);
  expect(paths.slice(0, asked).filter((path) => /^GET .*\/manifests\//.test(path))).toEqual([]);
  await registry.stop();
});

test('the rules are exported as a policy of Harbor, zot and ECR by keyboard, with what differs from the rules', async ({
  longshore,
  page,
}) => {
  const registry = new RegistryDouble(createSampleContent());
  const { host } = new URL(await registry.start());
  await longshore.addRegistry(host, 'Policies');
  await longshore.openRepository('team/api');
  await page.getByRole('button', { name: 'Clean up', exact: true }).press('Enter');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Change rules' }).press('Enter');
  const button = main.getByRole('button', { name: 'Export policy' });
  const open = async (name: string): Promise<Locator> => {
    await button.press('Enter');
    await page.getByRole('menuitem', { name }).press('Enter');
    const dialog = page.getByRole('dialog', { name: `Policy for ${name}` });
    await expect(dialog).toBeVisible();
    return dialog;
  };
  const zot = await open('zot');
  const differs = zot.getByRole('list', { name: 'What differs from the rules' });
  await expect(differs).toContainText(
    'Rule 2 is not in the policy: only Longshore knows which tags are builds. The tags that it names are kept.',
  );
  await expect(differs).toContainText('Floating tags and the newest release are not kept by this policy.');
  await expect(zot.getByRole('textbox', { name: 'Policy' })).toContainText('"pushedWithin": "720h"');
  const [file] = await Promise.all([page.waitForEvent('download'), zot.getByRole('button', { name: 'Save…' }).press('Enter')]);
  expect(file.suggestedFilename()).toBe('clean-up.zot.json');
  const saved = JSON.parse(await readFile(await file.path(), 'utf8')) as {
    storage: { retention: { policies: { repositories: string[] }[] } };
  };
  expect(saved.storage.retention.policies[0]?.repositories).toEqual(['team/api']);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await zot.getByRole('button', { name: 'Copy' }).press('Enter');
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(saved);
  await page.keyboard.press('Escape');
  await expect(zot).toBeHidden();
  await expect(button).toBeFocused();

  // A dry run finds what is floating; then the policy keeps it by its name.
  await main.getByRole('button', { name: 'Dry run' }).press('Enter');
  await expect(main.getByRole('table', { name: 'Dry run' })).toBeVisible();
  await main.getByRole('button', { name: 'Change rules' }).press('Enter');
  const harbor = await open('Harbor');
  await expect(harbor).toContainText('Replace the 0 in “ref” by the ID of the project team.');
  await expect(harbor.getByRole('list')).toContainText('kept by their names of today');
  await expect(harbor.getByRole('textbox', { name: 'Policy' })).toContainText('{latest,');
  await page.keyboard.press('Escape');
  await expect(harbor).toBeHidden();

  await main.getByRole('checkbox', { name: 'Delete tags only, keep every image' }).press('Space');
  const ecr = await open('Amazon ECR');
  await expect(ecr).toContainText('Amazon ECR cannot delete a tag and keep its image.');
  await expect(ecr.getByRole('button', { name: 'Save…' })).toHaveCount(0);
  await registry.stop();
});
