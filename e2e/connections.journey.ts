import { expect } from '@playwright/test';
import keytar from 'keytar';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { startDistribution } from './support/servers/distribution.ts';

test('a saved registry can be edited without typing its password again, and removed with its password', async ({ longshore, page }) => {
  const registry = await startDistribution({ htpasswd: { username: 'ci', password: 'edit-me-not' } });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: 'ci:edit-me-not' });
  const dialog = await longshore.openAddDialog(registry.host, 'Before');
  await longshore.signInWith(dialog, 'ci', 'edit-me-not');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('team/api');
  await page.getByRole('button', { name: 'Actions for registry Before' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const edit = longshore.dialog('Edit registry');
  await expect(edit.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  await edit.getByRole('textbox', { name: 'Name', exact: true }).fill('After');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Registries' }).getByRole('button', { name: 'After', exact: true })).toBeVisible();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  const kept = (): Promise<boolean> =>
    keytar.findCredentials('Longshore').then((found) => found.some(({ password }) => password.endsWith('edit-me-not')));
  expect(await kept()).toBe(true);
  await page.getByRole('button', { name: 'Actions for registry After' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('alertdialog', { name: 'Remove After' }).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'Your registries, on your desk.' })).toBeVisible();
  expect(await kept()).toBe(false);
  await registry.stop();
});

test('a saved password is asked for again when the form leads elsewhere, and is removed from the keychain when Remember is unticked', async ({
  longshore,
  page,
}) => {
  const registry = await startDistribution({ htpasswd: { username: 'ci', password: 'only-for-this-way' } });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: 'ci:only-for-this-way' });
  // Pasted with its sign-in: that moves to its own fields.
  const dialog = await longshore.openAddDialog(`http://ci:only-for-this-way@${registry.host}`, 'Mine');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('team/api');
  const openEdit = async () => {
    await page.getByRole('button', { name: 'Actions for registry Mine' }).click();
    await page.getByRole('menuitem', { name: 'Edit…' }).click();
    return longshore.dialog('Edit registry');
  };
  const edit = await openEdit();
  await expect(edit.getByRole('textbox', { name: 'Registry address' })).toHaveValue(`http://${registry.host}`);
  await expect(edit.getByRole('textbox', { name: 'Username' })).toHaveValue('ci');
  await expect(edit.getByText('Enter it again, because')).toBeHidden();
  await edit.getByRole('combobox', { name: 'Proxy' }).click();
  await page.getByRole('option', { name: 'No proxy' }).click();
  await expect(edit.getByText('Enter it again, because')).toBeVisible();
  await edit.getByRole('button', { name: 'Test' }).click();
  await expect(edit.getByRole('alert')).toContainText('Enter the password of');
  await edit.getByRole('button', { name: 'Cancel' }).click();
  const kept = (): Promise<boolean> =>
    keytar.findCredentials('Longshore').then((found) => found.some(({ password }) => password.endsWith('only-for-this-way')));
  expect(await kept()).toBe(true);
  const again = await openEdit();
  await again.getByRole('checkbox', { name: 'Remember in the system keychain' }).uncheck();
  await again.getByRole('button', { name: 'Save' }).click();
  await expect(again).toBeHidden();
  expect(await kept()).toBe(false);
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  await registry.stop();
});
