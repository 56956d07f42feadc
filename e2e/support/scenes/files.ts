import { expect } from '@playwright/test';
import { imageTab, leave, type Scene } from './scene.ts';

/** The files of an image, as a tree, of one layer, and found. */
export const filesScenes: readonly Scene[] = [
  {
    name: 'files',
    go: async (page) => {
      await leave(page);
      await page.getByRole('treeitem', { name: 'team/web', exact: true }).click();
      await page.getByRole('row').filter({ hasText: '2026.11.18' }).first().click();
      await imageTab(page, 'files').click();
      const files = page.getByRole('treegrid');
      await files.getByRole('row', { name: /^etc / }).click();
      await files.getByRole('row', { name: /^passwd / }).click();
      await expect(page.getByRole('complementary').last()).toContainText('/etc/passwd');
    },
  },
  {
    name: 'files-layer',
    go: async (page) => {
      await page.getByRole('tabpanel').getByRole('radiogroup').locator('label').nth(3).click();
      await expect(page.getByRole('treegrid').locator('[data-deleted="true"]')).toBeVisible();
    },
  },
  {
    name: 'files-found',
    go: async (page) => {
      await page.getByRole('tabpanel').getByRole('radiogroup').locator('label').first().click();
      await page.getByRole('tabpanel').getByRole('searchbox').fill('nginx');
      await expect(page.getByRole('treegrid').getByRole('row', { name: /nginx\.conf/ })).toBeVisible();
    },
  },
  {
    name: 'files-filters',
    go: async (page) => {
      await page
        .getByRole('tabpanel')
        .getByRole('button', { name: /^(?:More filters|更多筛选条件)$/ })
        .click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'files-wasted',
    go: async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
      await page.getByRole('tabpanel').getByRole('button', { name: /256/ }).click();
      await expect(page.getByRole('treegrid').getByRole('row', { name: /nginx_1/ })).toBeVisible();
    },
  },
];
