import { expect, type Page, test } from '@playwright/test';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { chooseInMenu, signInByKeys, tabTo } from './support/page/keys.ts';
import { Window } from './support/page/window.ts';
import { startRealisticRegistries } from './support/realistic-registry.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const REPOSITORY = 'shop/api';

/** Types a tag into the filter and goes to it in the table. */
async function findTag(longshore: Window, tag: string): Promise<void> {
  const { page } = longshore;
  const filter = page.getByRole('searchbox', { name: 'Filter tags' });
  await expect(filter).toBeVisible();
  await page.keyboard.press('Control+2');
  await page.keyboard.press('/');
  await expect(filter).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(tag);
  await expect(longshore.tag(tag)).toContainText('B');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
}

async function lookAround(longshore: Window): Promise<void> {
  const { page } = longshore;
  await longshore.command('company');
  await expect(page.getByRole('tree', { name: 'Repositories' })).toBeVisible();
  await page.keyboard.press('Control+1');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter repositories' })).toBeFocused();
  await page.keyboard.type(REPOSITORY);
  await page.keyboard.press('Enter');
  await expect(longshore.tag('1.9.3')).toContainText('MB');
}

async function seeWhatIsBig(longshore: Window): Promise<void> {
  const { page } = longshore;
  await findTag(longshore, '1.9.3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('table', { name: 'Layers' })).toContainText('MB');
}

async function retag(longshore: Window, tag: string, to: string): Promise<void> {
  const { page } = longshore;
  await findTag(longshore, tag);
  await page.keyboard.press('r');
  const dialog = longshore.dialog(`Retag ${tag}`);
  await expect(dialog.getByRole('textbox', { name: 'New tag' })).toBeFocused();
  await page.keyboard.type(to);
  await expect(dialog.getByRole('status')).toContainText('No such tag');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
}

async function deleteAndUndo(longshore: Window, tag: string): Promise<void> {
  const { page } = longshore;
  await findTag(longshore, tag);
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: `Delete ${tag}` });
  await expect(dialog.getByRole('radio', { name: /Delete only this tag/ })).toBeChecked();
  await tabTo(page, dialog.getByRole('button', { name: 'Delete', exact: true }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  await expect(longshore.tag(tag)).toHaveCount(0);
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
}

async function cleanUp(longshore: Window): Promise<void> {
  const { page } = longshore;
  await longshore.command('Clean up');
  const main = page.getByRole('main');
  const dryRun = main.getByRole('button', { name: 'Dry run' });
  await expect(dryRun).toBeVisible();
  await tabTo(page, dryRun);
  await page.keyboard.press('Enter');
  const apply = main.getByRole('button', { name: /^Delete \d+ tags…$/ });
  await tabTo(page, apply);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog');
  const confirm = dialog.getByRole('textbox', { name: `Type ${REPOSITORY} to confirm` });
  await expect(confirm).toBeVisible();
  await tabTo(page, confirm);
  await page.keyboard.type(REPOSITORY);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
}

async function copyTo(longshore: Window, tag: string): Promise<void> {
  const { page } = longshore;
  await page.keyboard.press('Escape');
  await longshore.command(REPOSITORY);
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeVisible();
  await findTag(longshore, tag);
  await chooseInMenu(page, 'Copy to…');
  const dialog = longshore.dialog(`Copy ${tag}`);
  await expect(dialog.getByRole('status').first()).toContainText('blob');
  await tabTo(page, dialog.getByRole('button', { name: 'Copy', exact: true }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
}

/** Signs in to a registry that refuses: the button of its failure, the fields, Enter. */
async function signIn(longshore: Window): Promise<void> {
  const { page } = longshore;
  await longshore.command('Guarded');
  const button = page.getByRole('main').getByRole('alert').getByRole('button', { name: 'Sign in' });
  await expect(button).toBeVisible();
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const dialog = longshore.dialog(/Guarded/);
  await signInByKeys(page, dialog, 'ci', 'secret');
  await expect(longshore.repository('team/web')).toBeVisible();
}

/** Opens the clean-up in the menu of a repository, and its rules. */
async function cleanUpFromTheTree(longshore: Window): Promise<void> {
  const { page } = longshore;
  await page.keyboard.press('Control+1');
  await expect(page.getByRole('tree')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await chooseInMenu(page, 'Clean up');
  const main = page.getByRole('main');
  const rules = main.getByRole('button', { name: 'Change rules' });
  await expect(rules).toBeVisible();
  await tabTo(page, rules);
  await page.keyboard.press('Enter');
  const box = main.getByRole('checkbox', { name: 'Keep floating tags' });
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await expect(box).not.toBeChecked();
}

async function moveSeparator(page: Page): Promise<void> {
  const separator = page.getByRole('separator', { name: 'Resize sidebar' });
  const before = await separator.getAttribute('aria-valuenow');
  await page.keyboard.press('Control+1');
  await tabTo(page, separator);
  await page.keyboard.press('ArrowRight');
  await expect(separator).not.toHaveAttribute('aria-valuenow', before ?? '');
}

/** Starts a copy that does not end, goes to the panel with F6 and stops it there. */
async function stopCopy(longshore: Window): Promise<void> {
  const { page } = longshore;
  await longshore.command('team/api');
  await findTag(longshore, '1.0');
  await chooseInMenu(page, 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  const registry = dialog.getByRole('combobox', { name: 'To registry' });
  await expect(registry).toBeVisible();
  await tabTo(page, registry);
  for (let i = 0; i < 3 && (await registry.inputValue()) !== 'Prod'; i++) {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  }
  const copy = dialog.getByRole('button', { name: 'Copy', exact: true });
  await expect(copy).toBeEnabled();
  await tabTo(page, copy);
  await page.keyboard.press('Enter');
  await expect(longshore.run(/^Copy /)).toBeVisible();
  for (let i = 0; i < 5 && (await longshore.activity.locator(':focus').count()) === 0; i++) await page.keyboard.press('F6');
  const stop = longshore.run(/^Copy /).getByRole('button', { name: 'Stop' });
  await tabTo(page, stop);
  await page.keyboard.press('Enter');
  await expect(longshore.run(/^Copy /)).toContainText('Stopped');
}

test('the main things by keys alone: look around, see what is big, retag, delete and undo, clean up, copy to another registry', async ({
  page,
}) => {
  const { company, release, stop } = await startRealisticRegistries();
  const dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('company', company.url), savedConnection('release', release.url)]);
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const longshore = new Window(page);
  const digest = await inspectDigest(company.host, REPOSITORY, '1.9.3');
  await lookAround(longshore);
  await seeWhatIsBig(longshore);
  await retag(longshore, '1.9.3', 'qa');
  expect(await inspectDigest(company.host, REPOSITORY, 'qa')).toBe(digest);
  await deleteAndUndo(longshore, 'qa');
  expect(await inspectDigest(company.host, REPOSITORY, 'qa')).toBe(digest);
  await cleanUp(longshore);
  await expect(inspectDigest(company.host, REPOSITORY, 'pr-1285')).rejects.toThrow();
  expect(await inspectDigest(company.host, REPOSITORY, '1.9.3')).toBe(digest);
  await copyTo(longshore, '1.9.3');
  expect(await inspectDigest(release.host, REPOSITORY, '1.9.3')).toBe(digest);
  await host.stop();
  await stop();
  await removeFolder(dataFolder);
});

test('more by keys alone: the menu of a repository, a separator, a rule of a clean-up, a sign-in, and a run stopped in Activity', async ({
  page,
}) => {
  const [source, target] = [await startDistribution(), await startDistribution()];
  const guarded = await startDistribution({ htpasswd: { username: 'ci', password: 'secret' } });
  const proxy = await startCuttingProxy(target.port);
  await pushImage({ layers: [4_000_000] }, { host: source.host, repository: 'team/api', tags: ['1.0'] });
  await pushImage({ layers: [1000] }, { host: guarded.host, repository: 'team/web', tags: ['2.0'], credentials: 'ci:secret' });
  const dataFolder = await newDataFolder();
  const saved = [savedConnection('Guarded', guarded.url), savedConnection('Prod', proxy.url), savedConnection('Staging', source.url)];
  await saveConnections(dataFolder, saved);
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const longshore = new Window(page);
  await signIn(longshore);
  await longshore.command('Staging');
  await expect(longshore.repository('team/api')).toBeVisible();
  await cleanUpFromTheTree(longshore);
  await moveSeparator(page);
  proxy.hold = 1_000_000;
  await stopCopy(longshore);
  await host.stop();
  await Promise.all([proxy.stop(), source.stop(), target.stop(), guarded.stop()]);
  await removeFolder(dataFolder);
});
