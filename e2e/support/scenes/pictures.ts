import { expect, type Page } from '@playwright/test';
import { imageTab, type Scene } from './scene.ts';

/** Steps of the keyboard by which the image becomes higher than its tags. */
const STEPS = 5;

/** Gives the image most of the window. */
async function enlarge(page: Page): Promise<void> {
  await page.getByRole('separator').last().focus();
  for (let step = 0; step < STEPS; step++) await page.keyboard.press('ArrowUp');
}

/** What README shows of the sample that needs no scene before it. */
export const pictureScenes: readonly Scene[] = [
  {
    name: 'files',
    go: async (page) => {
      await page.getByRole('treeitem', { name: 'team/web', exact: true }).click();
      await page.getByRole('row').filter({ hasText: '2026.11.18' }).first().click();
      await imageTab(page, 'files').click();
      await enlarge(page);
      const files = page.getByRole('treegrid');
      for (const name of ['etc', 'srv', 'web', 'assets', 'app.js']) await files.getByRole('row', { name: new RegExp(`^${name} `) }).click();
      await expect(page.getByRole('complementary').last()).toContainText('import { orders }');
    },
  },
  {
    name: 'linked',
    go: async (page) => {
      await page.getByRole('treeitem', { name: 'team/api', exact: true }).click();
      await page.getByRole('row').filter({ hasText: 'latest' }).first().click();
      await imageTab(page, 'linked').click();
      await enlarge(page);
      const detail = page.locator('[data-pane=detail]');
      await detail.getByRole('treeitem').filter({ hasText: 'SPDX' }).first().click();
      await expect(detail.getByRole('table')).toContainText('libssl3');
    },
  },
];
