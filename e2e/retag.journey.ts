import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { patient } from './support/patience.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

test('retag: skopeo sees the same digest under the new tag', async ({ longshore, registry, page }) => {
  const { digest } = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'retag/new', tags: ['1.9.2'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('retag/new');
  await longshore.openMenu('1.9.2', 'Retag…');
  const dialog = longshore.dialog('Retag 1.9.2');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('stable');
  await expect(dialog.getByRole('status')).toContainText('No such tag exists yet');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'stable now points to the same image as 1.9.2' })).toBeVisible();
  expect(await inspectDigest(registry.host, 'retag/new', 'stable')).toBe(digest);
  await expect(longshore.tag('stable')).toContainText(digest.slice(7, 14));
  // It was over in a moment: the notice tells, and the panel lists it once it is opened.
  await page.waitForTimeout(1_500);
  await expect(longshore.activity).toBeHidden();
  await longshore.openActivity();
  await expect(longshore.run('Retag 1.9.2 as stable in Local / retag/new')).toContainText('1 of 1 tag done.');
});

test('R, a name and Enter need no wait: a new tag is made as soon as that is known to overwrite nothing, and else it is shown first', async ({
  longshore,
  registry,
  page,
}) => {
  const at = { host: registry.host, repository: 'retag/quick' };
  const { digest } = await pushImage({ layers: [3000] }, { ...at, tags: ['1.9.2'] });
  const taken = await pushImage({ layers: [4000] }, { ...at, tags: ['old'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('retag/quick');
  const dialog = longshore.dialog('Retag 1.9.2');
  const open = async (): Promise<void> => {
    await longshore.tag('1.9.2').click();
    await page.getByRole('grid', { name: 'Tags' }).focus();
    await page.keyboard.press('r');
    await expect(dialog.getByRole('textbox', { name: 'New tag' })).toBeFocused();
  };
  await open();
  await page.keyboard.type('stable');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(longshore.tag('stable')).toBeVisible();
  expect(await inspectDigest(registry.host, 'retag/quick', 'stable')).toBe(digest);
  // What is typed after Enter takes it back.
  await open();
  await page.keyboard.type('stabl');
  await page.keyboard.press('Enter');
  await page.keyboard.type('er');
  await expect(dialog.getByRole('status')).toContainText('No such tag exists yet');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('old');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toContainText(`It points to ${taken.digest.slice(7, 14)} now`);
  await expect(dialog.getByRole('button', { name: 'Retag', exact: true })).toBeEnabled();
  expect(await inspectDigest(registry.host, 'retag/quick', 'old')).toBe(taken.digest);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => inspectDigest(registry.host, 'retag/quick', 'old')).toBe(digest);
});

test('an old tag that someone moves meanwhile is not called the same: the image that was shown is what the new one has', async ({
  longshore,
  registry,
  page,
}) => {
  const at = { host: registry.host, repository: 'retag/moved', tags: ['1.0'] };
  const { digest } = await pushImage({ layers: [3000] }, at);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('retag/moved');
  await longshore.openMenu('1.0', 'Retag…');
  const dialog = longshore.dialog('Retag 1.0');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('stable');
  await expect(dialog.getByRole('status')).toContainText('No such tag exists yet');
  await pushImage({ layers: [4000] }, at);
  await page.keyboard.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'stable now points to the image that was shown. Moved meanwhile: 1.0' });
  await expect(notice).toContainText(digest.slice(0, 19));
  expect(await inspectDigest(registry.host, 'retag/moved', 'stable')).toBe(digest);
});

test('retag over an existing tag: shows where it pointed, and whether that image loses its last tag', async ({ longshore, registry }) => {
  const first = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'retag/over', tags: ['1.0', 'old'] });
  const second = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'retag/over', tags: ['2.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('retag/over');
  await longshore.openMenu('2.0', 'Retag…');
  const dialog = longshore.dialog('Retag 2.0');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('old');
  await expect(dialog.getByRole('status')).toContainText(`It points to ${first.digest.slice(7, 14)} now, which can still be pulled as 1.0`);
  await dialog.getByRole('button', { name: 'Retag' }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, 'retag/over', 'old')).toBe(second.digest);
  await longshore.openMenu('2.0', 'Retag…');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('1.0');
  await expect(dialog.getByRole('status')).toContainText('not have any tag');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await inspectDigest(registry.host, 'retag/over', '1.0')).toBe(first.digest);
});

test('the version family by keyboard: 1.9, 1 and latest are moved with 1.9.2 in one change and one undo, and a tag with a newer version cannot be chosen', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'family/api';
  const old = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.9.1', '1.9', '1', 'latest'] });
  const fresh = await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['1.9.2'] });
  await pushImage({ layers: [3000] }, { host: registry.host, repository, tags: ['2.0.0-rc.1'] });
  await longshore.addRegistry(registry.host, 'Family');
  await longshore.openRepository(repository);
  await longshore.tag('1.9.2').click();
  await page.keyboard.press('r');
  const dialog = longshore.dialog('Retag 1.9.2');
  const family = dialog.getByRole('group', { name: 'Also move the version family' });
  for (const name of ['1.9', '1', 'latest']) await family.getByRole('checkbox', { name, exact: true }).press('Space');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('stable');
  await expect(dialog.getByRole('status').filter({ hasText: 'can still be pulled as 1.9.1' })).toHaveCount(3);
  await dialog.getByRole('textbox', { name: 'New tag' }).press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  for (const tag of ['stable', '1.9', '1', 'latest']) expect(await inspectDigest(registry.host, repository, tag)).toBe(fresh.digest);
  expect(await inspectDigest(registry.host, repository, '1.9.1')).toBe(old.digest);
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  for (const tag of ['1.9', '1', 'latest']) expect(await inspectDigest(registry.host, repository, tag)).toBe(old.digest);
  await expect(inspectDigest(registry.host, repository, 'stable')).rejects.toThrow();
  // Seen from the older one, the newer is ahead; a pre-release has no family.
  await longshore.tag('1.9.1').click();
  await page.keyboard.press('r');
  await expect(longshore.dialog('Retag 1.9.1').getByRole('checkbox', { name: '1.9 1.9.2 is newer' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await longshore.tag('2.0.0-rc.1').click();
  await page.keyboard.press('r');
  await expect(longshore.dialog('Retag 2.0.0-rc.1').getByRole('checkbox', { name: /Move/ })).toBeVisible();
  await expect(longshore.dialog('Retag 2.0.0-rc.1').getByRole('group')).toHaveCount(0);
});

test('a move: the new tag first, then the old one is deleted and the others are unchanged', async ({ longshore, page, registry }) => {
  const repository = 'family/move';
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0-test', '1.0-keep'] });
  await longshore.addRegistry(registry.host, 'Move');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0-test', 'Retag…');
  const dialog = longshore.dialog('Retag 1.0-test');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('1.0');
  await dialog.getByRole('checkbox', { name: 'Move: delete 1.0-test afterwards' }).check();
  await expect(dialog.getByRole('status').filter({ hasText: '1.0-test will be deleted. Its image is kept.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  await expect(longshore.tag('1.0-test')).toHaveCount(0);
  for (const tag of ['1.0', '1.0-keep']) expect(await inspectDigest(registry.host, repository, tag)).toBe(digest);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  const undo = longshore.dialog('Undo a change');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, repository, '1.0-test')).toBe(digest);
  await expect(inspectDigest(registry.host, repository, '1.0')).rejects.toThrow();
});

test('a move to tags that point to the image already is called what it is: the old tag is deleted', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'family/same';
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.9.2', '1.9', 'latest'] });
  await longshore.addRegistry(registry.host, 'Same');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.9.2', 'Retag…');
  const dialog = longshore.dialog('Retag 1.9.2');
  const family = dialog.getByRole('group', { name: 'Also move the version family' });
  for (const name of ['1.9', 'latest']) await family.getByRole('checkbox', { name, exact: true }).press('Space');
  await expect(dialog.getByRole('status').filter({ hasText: 'and is unchanged' })).toHaveCount(2);
  await expect(dialog.getByRole('button', { name: 'Retag', exact: true })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Move: delete 1.9.2 afterwards' }).check();
  await expect(dialog.getByRole('status').filter({ hasText: '1.9.2 will be deleted. Its image is kept.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete 1.9.2', exact: true }).click();
  const done = page.getByRole('status').filter({ hasText: '1.9.2 is deleted' });
  await expect(done).toContainText(`Verified: 1.9, latest point to ${digest.slice(0, 19)}`);
  await expect(longshore.tag('1.9.2')).toHaveCount(0);
  for (const tag of ['1.9', 'latest']) expect(await inspectDigest(registry.host, repository, tag)).toBe(digest);
});

test('a retag of many tags is a run: the panel shows how far it is, Stop ends it, Retry does the rest, and Undo removes what is new', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'run/retag';
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  const slow = await startSlowProxy(registry.port, 500);
  await longshore.addRegistry(slow.url, 'Slow');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Retag…');
  const dialog = longshore.dialog('Retag 1.0');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('a b c d e f');
  await dialog.getByRole('button', { name: 'Retag', exact: true }).click({ timeout: patient(30_000) });
  await expect(dialog).toBeHidden();
  const title = 'Retag 1.0 as a, b, c, d, e, f in Slow / run/retag';
  const run = longshore.run(title);
  await expect(run.getByRole('progressbar')).toBeVisible();
  await expect(run).toContainText('1 of 6 tags');
  // A reload shows the same.
  await page.reload();
  await longshore.openActivity();
  await run.getByRole('button', { name: 'Stop' }).click();
  await expect(run).toContainText(/Stopped · [1-5] of 6 tags done\. [1-5] not tried\./, { timeout: patient(30_000) });
  await run.getByRole('button', { name: 'Show' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The retag is only partly done.');
  await expect(dialog.getByRole('alert')).toContainText('a points to the image');
  await expect(inspectDigest(registry.host, repository, 'f')).rejects.toThrow();
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  for (const tag of ['a', 'b', 'c', 'd', 'e', 'f']) expect(await inspectDigest(registry.host, repository, tag)).toBe(digest);
  await longshore.openActivity();
  const rest = longshore.run(/^Retag 1\.0 as (?:. ?,? ?)*f in Slow/).first();
  await rest.getByRole('button', { name: 'Undo' }).click();
  const undo = longshore.dialog('Undo a change');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click({ timeout: patient(30_000) });
  await expect(undo).toBeHidden({ timeout: patient(30_000) });
  await longshore.runsEnded();
  await expect(inspectDigest(registry.host, repository, 'f')).rejects.toThrow();
  expect(await inspectDigest(registry.host, repository, 'a')).toBe(digest);
  await slow.stop();
});

test('a retag that fails says why in its dialog, from where it is planned again with the same new name', async ({
  longshore,
  registry,
}) => {
  const at = { host: registry.host, repository: 'failed/retag' };
  const first = await pushImage({ layers: [1000] }, { ...at, tags: ['1.0', 'keep'] });
  await pushImage({ layers: [2000] }, { ...at, tags: ['stable', 'old'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository(at.repository);
  await longshore.openMenu('1.0', 'Retag…');
  const dialog = longshore.dialog('Retag 1.0');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('stable');
  await expect(dialog.getByRole('status')).toContainText('can still be pulled as old');
  const meanwhile = await pushImage({ layers: [3000] }, { ...at, tags: ['stable', 'meanwhile'] });
  await dialog.getByRole('button', { name: 'Retag', exact: true }).click();
  await expect(dialog).toBeHidden();
  const run = longshore.run('Retag 1.0 as stable in Local / failed/retag');
  await run.getByRole('button', { name: 'Show' }).click();
  await expect(dialog.getByRole('alert')).toContainText('stable');
  expect(await inspectDigest(registry.host, at.repository, 'stable')).toBe(meanwhile.digest);
  await dialog.getByRole('button', { name: 'Refresh' }).click();
  await expect(dialog.getByRole('textbox', { name: 'New tag' })).toHaveValue('stable');
  await expect(dialog.getByRole('status')).toContainText(`It points to ${meanwhile.digest.slice(7, 14)} now`);
  await dialog.getByRole('button', { name: 'Retag', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, at.repository, 'stable')).toBe(first.digest);
});
