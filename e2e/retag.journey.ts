import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/images.ts';

test('the version family by keyboard: 1.9.2 takes 1.9, 1 and latest along in one step, a newer one is not moved back, one undo', async ({
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
  await expect(dialog.getByRole('status').filter({ hasText: 'stays reachable as 1.9.1' })).toHaveCount(3);
  await dialog.getByRole('textbox', { name: 'New tag' }).press('Enter');
  await expect(dialog).toBeHidden();
  for (const tag of ['stable', '1.9', '1', 'latest']) expect(await inspectDigest(registry.host, repository, tag)).toBe(fresh.digest);
  expect(await inspectDigest(registry.host, repository, '1.9.1')).toBe(old.digest);
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
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

test('a move: the new tag first, then the old one goes and the others stay', async ({ longshore, page, registry }) => {
  const repository = 'family/move';
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0-test', '1.0-keep'] });
  await longshore.addRegistry(registry.host, 'Move');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0-test', 'Retag…');
  const dialog = longshore.dialog('Retag 1.0-test');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('1.0');
  await dialog.getByRole('checkbox', { name: 'Move: remove 1.0-test once it is done' }).check();
  await dialog.getByRole('button', { name: 'Retag', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(longshore.tag('1.0-test')).toHaveCount(0);
  for (const tag of ['1.0', '1.0-keep']) expect(await inspectDigest(registry.host, repository, tag)).toBe(digest);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  const undo = longshore.dialog('Undo a change');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  expect(await inspectDigest(registry.host, repository, '1.0-test')).toBe(digest);
  await expect(inspectDigest(registry.host, repository, '1.0')).rejects.toThrow();
});
