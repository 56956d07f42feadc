import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { chooseInMenu, chooseOption, pressButton, signInByKeys, tabBackTo, tabTo, typeOver, watchMouse } from './support/page/keys.ts';
import type { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

const entry = (page: Page, name: string): Locator =>
  page.getByRole('list', { name: 'Registries' }).getByRole('button', { name, exact: true });

/** Chooses in the menu of a saved registry. */
async function chooseFor(page: Page, name: string, item: string): Promise<void> {
  await page.keyboard.press('Control+1');
  await expect(async () => {
    await page.keyboard.press('Shift+Tab');
    await expect(entry(page, name)).toBeFocused({ timeout: 300 });
  }).toPass();
  await chooseInMenu(page, item);
}

async function addGuarded(longshore: Window, host: string): Promise<void> {
  const { page } = longshore;
  await longshore.command('add registry');
  const dialog = longshore.dialog('Add registry');
  await expect(dialog.getByRole('textbox', { name: 'Registry address' })).toBeFocused();
  await page.keyboard.type(host);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Guarded');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('asks for a sign-in');
  await signInByKeys(page, dialog, 'ci', 'secret');
  await expect(longshore.repository('team/api')).toBeVisible();
}

/** Makes it read-only, with a protected tag and without a proxy. */
async function keepSafe(longshore: Window): Promise<void> {
  const { page } = longshore;
  await chooseFor(page, 'Guarded', 'Edit…');
  const dialog = longshore.dialog('Edit registry');
  await typeOver(page, dialog.getByRole('textbox', { name: 'Name', exact: true }), 'Safe');
  await tabTo(page, dialog.getByRole('checkbox', { name: 'Read-only' }));
  await page.keyboard.press('Space');
  await tabTo(page, dialog.getByRole('combobox', { name: 'Protected tags' }));
  await page.keyboard.type('prod*');
  await page.keyboard.press('Enter');
  await chooseOption(page, dialog.getByRole('combobox', { name: 'Proxy' }), 'No proxy');
  // It is reached in another way now: the password is asked for again.
  await expect(dialog.getByText('Enter it again, because')).toBeVisible();
  await tabBackTo(page, dialog.getByRole('textbox', { name: 'Password' }));
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(entry(page, 'Safe')).toHaveAccessibleDescription(/Read-only/);
}

async function diagnose(longshore: Window): Promise<void> {
  const { page } = longshore;
  await chooseFor(page, 'Safe', 'Diagnose…');
  const dialog = longshore.dialog('Diagnose Safe');
  await expect(dialog.getByRole('status')).toHaveText('All checks passed.');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Repository to check' }));
  await page.keyboard.type('team/none');
  await pressButton(page, dialog.getByRole('button', { name: 'Run again' }));
  await expect(dialog.getByRole('list', { name: 'Steps' })).toContainText('team/none');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test('registries by keys alone: add one that asks for a sign-in, protect, diagnose, order and remove it', async ({
  longshore,
  page,
  registry,
}) => {
  const guarded = await startDistribution({ htpasswd: { username: 'ci', password: 'secret' } });
  await pushImage({ layers: [1000] }, { host: guarded.host, repository: 'team/api', tags: ['1.0'], credentials: 'ci:secret' });
  const mousePresses = await watchMouse(page);
  await page.reload();
  await addGuarded(longshore, guarded.host);
  await keepSafe(longshore);
  await diagnose(longshore);
  await longshore.command('add registry');
  await expect(longshore.dialog('Add registry').getByRole('textbox', { name: 'Registry address' })).toBeFocused();
  await page.keyboard.type(registry.host);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Second');
  await page.keyboard.press('Enter');
  await expect(entry(page, 'Second')).toBeVisible();
  await chooseFor(page, 'Second', 'Move up');
  await expect(page.getByRole('list', { name: 'Registries' }).getByRole('listitem').first()).toContainText('Second');
  await chooseFor(page, 'Safe', 'Remove…');
  const remove = page.getByRole('alertdialog', { name: 'Remove Safe' });
  await pressButton(page, remove.getByRole('button', { name: 'Remove' }));
  await expect(entry(page, 'Safe')).toHaveCount(0);
  await expect(page.locator('[data-pane="sidebar"] :focus')).toBeVisible();
  expect(mousePresses()).toBe(0);
  await guarded.stop();
});

test('the page of a registry, the palette and the settings by keys alone', async ({ longshore, page, registry }) => {
  for (const repository of ['team/api', 'team/web'])
    await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  const mousePresses = await watchMouse(page);
  await page.reload();
  await longshore.command('add registry');
  await expect(longshore.dialog('Add registry').getByRole('textbox', { name: 'Registry address' })).toBeFocused();
  await page.keyboard.type(registry.host);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Local');
  await page.keyboard.press('Enter');
  await expect(longshore.repository('team/web')).toBeVisible();
  const main = page.getByRole('main');
  const card = (name: string): Locator => main.getByRole('region', { name });
  await pressButton(page, card('What is allowed').getByRole('button', { name: 'Check' }));
  await expect(card('What is allowed')).toContainText('works');
  // A pasted reference, and back with the key.
  await longshore.command(`${registry.host}/team/web:1.0`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('team/web');
  await page.keyboard.press('Control+1');
  await page.keyboard.press('End');
  await chooseInMenu(page, 'Pin');
  await expect(longshore.repository('team/web')).toHaveCount(2);
  await longshore.command('Local');
  await pressButton(page, card('Pinned').getByRole('button', { name: 'team/web' }));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('team/web');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(card('Recent').getByRole('button', { name: 'team/web' })).toBeVisible();
  await longshore.command('other.example.com/team/none:1');
  await expect(longshore.dialog('Add registry').getByRole('textbox', { name: 'Registry address' })).toHaveValue('other.example.com');
  await page.keyboard.press('Escape');
  await longshore.command('>import');
  await expect(longshore.dialog('Import registries')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+,');
  const settings = longshore.dialog('Settings');
  await chooseOption(page, settings.getByRole('combobox', { name: 'Theme' }), 'Dark');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const days = settings.getByRole('textbox', { name: 'Keep changes undoable for (days)' });
  for (const wrong of ['5000', '12.5', '-3', '']) {
    await typeOver(page, days, wrong === '' ? ' ' : wrong);
    if (wrong === '') await page.keyboard.press('Backspace');
    await expect(days, wrong).toHaveValue(wrong);
    await expect(days, wrong).toHaveAttribute('aria-invalid', 'true');
    await expect(settings, wrong).toContainText('A whole number from 1 to 3,650.');
  }
  await typeOver(page, days, '30');
  await expect(days).not.toHaveAttribute('aria-invalid', 'true');
  await tabTo(page, settings.getByRole('combobox', { name: 'Write to the log' }));
  await pressButton(page, settings.getByRole('button', { name: 'Close' }));
  await page.keyboard.press('Control+,');
  await expect(settings.getByRole('textbox', { name: 'Keep changes undoable for (days)' })).toHaveValue('30');
  const language = settings.getByRole('combobox', { name: 'Language' });
  await tabTo(page, language);
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[role="option"][data-combobox-selected]')).toHaveText('简体中文', { timeout: 500 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).not.toHaveAttribute('lang', 'en');
  expect(mousePresses()).toBe(0);
});
