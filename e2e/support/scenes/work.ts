import { expect, type Page } from '@playwright/test';
import { choose, dialogs, leave, registries, type Scene } from './scene.ts';

const toolbar = (page: Page) => page.getByRole('toolbar').getByRole('button');

/** Opens a dialog of the checked tags by its place in their toolbar. */
async function onChecked(page: Page, nth: number): Promise<void> {
  // Escape in the table would untick them.
  if (await dialogs(page).isVisible()) await leave(page);
  await toolbar(page).nth(nth).click();
  await expect(dialogs(page)).toBeVisible();
}

/** Holds back what the run uploads, until it is lifted. */
export type Hold = { readonly hold: () => void; readonly lift: () => void };

function onTags(host: string): Scene[] {
  return [
    {
      name: 'repository-menu',
      go: async (page) => {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `ref=${host}/team/api`);
        await expect(page.getByRole('grid').getByRole('row').nth(2)).toContainText('MB');
        await page.getByRole('tree').focus();
        await page.keyboard.press('Shift+F10');
        await expect(page.getByRole('menu')).toBeVisible();
      },
    },
    {
      name: 'registry-menu',
      go: async (page) => {
        await page.keyboard.press('Escape');
        await registries(page).getByRole('listitem').first().getByRole('button').first().focus();
        await page.keyboard.press('Shift+F10');
        await expect(page.getByRole('menu')).toBeVisible();
      },
    },
    {
      name: 'bulk-retag',
      go: async (page) => {
        await page.keyboard.press('Escape');
        for (const nth of [1, 2]) await page.getByRole('grid').getByRole('row').nth(nth).getByRole('checkbox').check();
        await onChecked(page, 1);
      },
    },
    { name: 'bulk-save', go: (page) => onChecked(page, 3) },
    {
      name: 'bulk-copy',
      go: async (page) => {
        await onChecked(page, 2);
        // The second of the saved registries.
        await choose(page, dialogs(page).getByRole('combobox').first(), 1);
        await expect(dialogs(page).locator('button[type=submit]')).toBeEnabled();
      },
    },
  ];
}

function runs({ hold, lift }: Hold): Scene[] {
  return [
    {
      name: 'run',
      go: async (page) => {
        hold();
        await dialogs(page).locator('button[type=submit]').click();
        await expect(dialogs(page)).toHaveCount(0);
        await expect(page.locator('#activity').getByRole('progressbar')).toBeVisible();
      },
    },
    {
      name: 'run-shown',
      go: async (page) => {
        await page.locator('#activity').getByRole('listitem').getByRole('button').first().click();
        await expect(dialogs(page).getByRole('progressbar').first()).toBeVisible();
      },
    },
    {
      name: 'run-ended',
      go: async (page) => {
        await leave(page);
        const panel = page.locator('#activity');
        if (!(await panel.isVisible())) await page.getByRole('banner').locator('[aria-controls="activity"]').click();
        lift();
        await expect(page.locator('#activity').getByRole('progressbar')).toHaveCount(0);
      },
    },
  ];
}

/** Chooses in the menu of the first registry. */
async function chooseForRegistry(page: Page, name: RegExp): Promise<void> {
  await leave(page);
  await registries(page).getByRole('listitem').first().getByRole('button').first().focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name }).click();
  await expect(dialogs(page)).toBeVisible();
}

function signIn(): Scene[] {
  return [
    { name: 'edit-registry', go: (page) => chooseForRegistry(page, /^(?:Edit…|编辑…)$/) },
    { name: 'remove-registry', go: (page) => chooseForRegistry(page, /^(?:Remove…|移除…)$/) },
    {
      name: 'sign-in',
      go: async (page) => {
        await leave(page);
        await registries(page).getByRole('listitem').last().getByRole('button').first().click();
        await page.getByRole('main').getByRole('alert').getByRole('button').first().click();
        await expect(dialogs(page)).toBeVisible();
      },
    },
    {
      name: 'sign-in-refused',
      go: async (page) => {
        await page.getByRole('dialog').getByRole('textbox').first().fill('ci');
        await page.getByRole('dialog').locator('input[type=password]').fill('not-it');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
      },
    },
  ];
}

/** Menus, dialogs of several tags, runs and a sign-in: the first registry has `team/api`, the second is copied to, the last asks for a sign-in. */
export const workScenes = (host: string, target: Hold): readonly Scene[] => [...onTags(host), ...runs(target), ...signIn()];
