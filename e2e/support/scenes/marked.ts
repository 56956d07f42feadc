import { expect, type Page } from '@playwright/test';
import { connectionsFile } from '../../../shared/connections-file.ts';
import { savedConnection } from '../hosts/saved-connections.ts';
import { planScenes } from './plan.ts';
import { dialogs, leave, pressOnTags, registries, type Scene } from './scene.ts';

const firstRegistry = (page: Page) => registries(page).getByRole('listitem').first().getByRole('button').first();

/** Opens the menu for all registries and chooses in it: the one to import, or the one to export. */
async function onAll(page: Page, nth: number): Promise<void> {
  await leave(page);
  await page.getByRole('complementary').locator('nav [aria-haspopup=menu]').first().click();
  await page.getByRole('menuitem').nth(nth).click();
  await expect(dialogs(page)).toBeVisible();
}

const shared = connectionsFile([
  { ...savedConnection('Customers, staging', 'https://registry.staging.example'), folder: 'Customers', colour: 'yellow' },
  { ...savedConnection('深圳 · 生产环境', 'https://registry.shenzhen.example'), folder: 'Customers', colour: 'orange', production: true },
]);

/** A registry is marked Production, with a folder and a colour; what that looks like where it is shown and changed; registries as a file. */
export const markedScenes = (host: string, repository: string): readonly Scene[] => [
  {
    name: 'marks-form',
    go: async (page) => {
      await leave(page);
      await firstRegistry(page).focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: /^(?:Edit…|编辑…)$/ }).click();
      await page.getByRole('combobox', { name: /^(?:Folder|目录)$/ }).fill('Customers');
      await page.getByRole('combobox', { name: /^(?:Colour|颜色)$/ }).click();
      await page.getByRole('option').nth(1).click();
      await page.getByRole('checkbox', { name: /^(?:Production|生产)$/ }).check();
    },
  },
  {
    name: 'marked',
    go: async (page) => {
      await page.getByRole('dialog').locator('button[type=submit]').click();
      await expect(dialogs(page)).toHaveCount(0);
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `ref=${host}/${repository}`);
      await expect(page.getByRole('grid').getByRole('row').nth(2)).toContainText('MB');
    },
  },
  {
    name: 'marked-menu',
    go: async (page) => {
      await pressOnTags(page, 'Home');
      await page.keyboard.press('Shift+F10');
      await page
        .getByRole('menuitem', { name: /^(?:Pull command for|.*拉取命令.*)$/ })
        .last()
        .hover();
      await expect(page.getByRole('menu')).toHaveCount(2);
    },
  },
  {
    name: 'marked-delete',
    go: async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await pressOnTags(page, 'Delete');
      await expect(page.getByRole('alertdialog').getByRole('textbox')).toBeVisible();
    },
  },
  ...planScenes(),
  { name: 'export-registries', go: (page) => onAll(page, 1) },
  {
    name: 'import-registries',
    go: async (page) => {
      await onAll(page, 0);
      const choosing = page.waitForEvent('filechooser');
      await page
        .getByRole('dialog')
        .locator('[data-footer] button, button')
        .filter({ hasText: /Longshore/ })
        .first()
        .click();
      await (await choosing).setFiles({ name: 'registries.json', mimeType: 'application/json', buffer: Buffer.from(shared) });
      await expect(dialogs(page)).toContainText('Customers');
    },
  },
  {
    name: 'link-not-saved',
    go: async (page) => {
      await leave(page);
      await page.evaluate(() => {
        location.hash = 'ref=registry.elsewhere.example:5000/team/api:1.9';
      });
      await expect(page.getByText('registry.elsewhere.example:5000').first()).toBeVisible();
    },
  },
];
