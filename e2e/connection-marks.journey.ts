import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { chooseOption, pressButton, tabTo } from './support/page/keys.ts';
import { Window } from './support/page/window.ts';

/** Opens the form of a saved registry. */
async function edit(longshore: Window, page: Page, name: string) {
  await page.getByRole('button', { name: `Actions for registry ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  return longshore.dialog('Edit registry');
}

async function makeReadOnly(longshore: Window, page: Page, name: string): Promise<void> {
  const form = await edit(longshore, page, name);
  await form.getByRole('checkbox', { name: 'Read-only' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
}

test('registries stand in folders that are opened and closed by key, and stay as they were left', async ({ longshore, registry, page }) => {
  for (const name of ['One', 'Two', 'Three']) await longshore.addRegistry(registry.host, name);
  for (const name of ['One', 'Three']) {
    const form = await edit(longshore, page, name);
    await form.getByRole('combobox', { name: 'Folder' }).fill('Team');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();
  }
  const list = page.getByRole('list', { name: 'Registries' });
  const team = page.getByRole('list', { name: 'Team' });
  await expect(team.getByRole('listitem')).toHaveCount(2);
  const entry = (name: string) => list.getByRole('button', { name, exact: true });
  // Within a folder they are moved as ever, and not out of it.
  await entry('Three').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(team.getByRole('listitem').first()).toContainText('Three');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(team.getByRole('listitem').first()).toContainText('Three');
  await entry('Two').focus();
  await page.keyboard.press('Enter');
  const folder = page.getByRole('button', { name: 'Folder Team' });
  await tabTo(page, folder);
  await page.keyboard.press('Space');
  await expect(folder).toHaveAttribute('aria-expanded', 'false');
  await expect(entry('One')).toHaveCount(0);
  // What the window remembers is saved a moment later.
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(folder).toHaveAttribute('aria-expanded', 'false');
  await expect(entry('Two')).toBeVisible();
  await expect(entry('One')).toHaveCount(0);
  await folder.click();
  await expect(entry('One')).toBeVisible();
});

test('a registry for production says so wherever it is changed, and deletes no tag before its repository is typed', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0', '2.0'] });
  await longshore.addRegistry(registry.host, 'Live');
  const form = await edit(longshore, page, 'Live');
  await form.getByRole('checkbox', { name: 'Production' }).check();
  await chooseOption(page, form.getByRole('combobox', { name: 'Colour' }), 'Orange');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await longshore.openRepository('team/api');
  await expect(page.getByRole('banner')).toContainText('Production');
  await expect(page.getByRole('banner').locator('[data-colour="orange"]')).toBeVisible();
  await expect(page).toHaveTitle(/Production/);

  await longshore.openMenu('1.0', 'Retag…');
  const retag = page.getByRole('dialog', { name: 'Retag 1.0' });
  await expect(retag).toContainText('Production');
  await expect(retag.locator('[data-colour="orange"]')).toBeVisible();
  await retag.getByRole('textbox', { name: 'New tag' }).fill('3.0');
  await retag.getByRole('checkbox', { name: /delete 1\.0 afterwards/ }).check();
  const move = retag.getByRole('button', { name: 'Move', exact: true });
  await expect(retag.getByRole('textbox', { name: 'Production. Type team/api' })).toBeVisible();
  await expect(move).toBeDisabled();
  await page.keyboard.press('Escape');

  await longshore.openMenu('1.0', 'Delete…');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1.0' });
  await expect(dialog).toContainText('Production');
  const button = dialog.getByRole('button', { name: 'Delete', exact: true });
  await expect(button).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type team/api to confirm' }).fill('team/api');
  await button.click();
  await expect(longshore.tag('1.0')).toHaveCount(0);
  await page.keyboard.press('Control+Z');
  const undo = page.getByRole('dialog', { name: 'Undo' });
  await expect(undo).toContainText('Production');
  // To restore it asks nothing; to delete it again asks what the deletion did.
  await expect(undo.getByRole('button', { name: 'Undo' })).toBeFocused();
  await expect(undo.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(longshore.tag('1.0')).toBeVisible();
  await longshore.runsEnded();
  await page.keyboard.press('Control+y');
  const redo = page.getByRole('dialog', { name: 'Redo' });
  await expect(redo).toContainText('Delete');
  const name = redo.getByRole('textbox', { name: 'Type team/api to confirm' });
  await expect(name).toBeFocused();
  await expect(redo.getByRole('button', { name: 'Redo' })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(longshore.tag('1.0')).toBeVisible();
  await page.keyboard.type('team/api');
  await page.keyboard.press('Enter');
  await expect(longshore.tag('1.0')).toHaveCount(0);
});

test('a read-only registry is changed within ten minutes that its menu allows, which are counted down and ended by key', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Kept');
  await makeReadOnly(longshore, page, 'Kept');
  await longshore.openRepository('team/api');
  await longshore.openMenu('1.0', 'Retag…');
  const retag = page.getByRole('dialog', { name: 'Retag 1.0' });
  await expect(retag.getByRole('textbox', { name: 'New tag' })).toBeDisabled();
  await retag.getByRole('button', { name: 'Allow changes for 10 minutes' }).click();
  await retag.getByRole('textbox', { name: 'New tag' }).fill('2.0');
  await retag.getByRole('button', { name: 'Retag', exact: true }).click();
  await expect(longshore.tag('2.0')).toBeVisible();
  await expect(page.getByRole('contentinfo').getByRole('timer')).toHaveText(/^Changes allowed: (?:10:00|9:\d\d)$/);
  // The form says how it is saved, and not what is allowed meanwhile.
  await expect((await edit(longshore, page, 'Kept')).getByRole('checkbox', { name: 'Read-only' })).toBeChecked();
  await page.keyboard.press('Escape');
  const end = page.getByRole('contentinfo').getByRole('button', { name: 'End changes now' });
  await tabTo(page, end);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('contentinfo')).toContainText('Read-only');
  await expect(page.getByRole('timer')).toHaveCount(0);
  // So is an undo.
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await pressButton(page, undo.getByRole('button', { name: 'Allow changes for 10 minutes' }));
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await expect(undo.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await pressButton(page, undo.getByRole('button', { name: 'Undo', exact: true }));
  await expect(longshore.tag('2.0')).toHaveCount(0);
});

test('what one window makes of a registry, and the theme, hold in the other one once it is in front', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Kept');
  await longshore.openRepository('team/api');
  const opening = page.context().waitForEvent('page');
  await page.keyboard.press('Control+n');
  const second = await opening;
  const other = new Window(second);
  await expect(other.tag('1.0')).toBeVisible();
  await makeReadOnly(other, second, 'Kept');
  await second.keyboard.press('Control+,');
  await chooseOption(second, other.dialog('Settings').getByRole('combobox', { name: 'Theme' }), 'Dark');
  await expect(second.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await second.waitForTimeout(1_000);
  // A browser that is driven has all its pages focused, and tells none of them.
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.getByRole('contentinfo')).toContainText('Read-only');
  await longshore.openMenu('1.0', 'Delete…');
  await expect(
    page.getByRole('alertdialog', { name: 'Delete 1.0' }).getByRole('button', { name: 'Allow changes for 10 minutes' }),
  ).toBeVisible();
});
