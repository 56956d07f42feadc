import { expect } from '@playwright/test';
import { Window } from '../page/window.ts';
import { compareScenes } from './compare.ts';
import { filesScenes } from './files.ts';
import { linkedScenes } from './linked.ts';
import { readingScenes } from './reading.ts';
import { command, dialogs, leave, pressOnTags, registries, type Scene, imageTab as tab } from './scene.ts';

/** The sample registry, from its first repository to an undo. */
export const sampleScenes: readonly Scene[] = [
  {
    name: 'chart',
    go: async (page) => {
      await page.getByRole('treeitem', { name: 'charts/api', exact: true }).click();
      await page.getByRole('row').filter({ hasText: '2.4.0' }).first().click();
      await expect(page.getByRole('tabpanel')).toContainText('platform@example.com');
    },
  },
  {
    name: 'chart-files',
    go: async (page) => {
      await page.locator('[data-pane=detail]').getByRole('tab').nth(1).click();
      await expect(page.getByRole('tabpanel')).toContainText('replicaCount');
    },
  },
  {
    name: 'model',
    go: async (page) => {
      await page.getByRole('treeitem', { name: 'research/assistant', exact: true }).click();
      await page.getByRole('row').filter({ hasText: '3.1' }).first().click();
      await page.locator('[data-pane=detail]').getByRole('tab').nth(0).click();
      await expect(page.getByRole('tabpanel')).toContainText('Q4_K_M');
    },
  },
  {
    name: 'browse',
    go: async (page) => {
      await page.getByRole('treeitem', { name: 'team/api', exact: true }).click();
      await page.getByRole('row').filter({ hasText: '1.9.2' }).first().click();
      await expect(page.getByRole('tabpanel')).toContainText('docker pull');
    },
  },
  {
    name: 'layers',
    go: async (page) => {
      await tab(page, 'layers').click();
      await expect(page.getByRole('tabpanel').getByRole('table')).toBeVisible();
    },
  },
  {
    name: 'layers-unfolded',
    go: async (page) => {
      await page.getByRole('tabpanel').getByRole('table').locator('button[aria-expanded]').first().click();
      await expect(page.getByRole('tabpanel').getByRole('table').getByRole('region').first()).toBeVisible();
    },
  },
  { name: 'config', go: async (page) => tab(page, 'config').click() },
  { name: 'build', go: async (page) => tab(page, 'build').click() },
  ...linkedScenes,
  { name: 'manifest', go: async (page) => tab(page, 'manifest').click() },
  {
    name: 'retag',
    go: async (page) => {
      await tab(page, 'layers').click();
      await pressOnTags(page, 'r');
      await page.getByRole('dialog').getByRole('textbox').fill('stable');
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('1.9.1');
    },
  },
  {
    name: 'family',
    go: async (page) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('');
      await expect(dialog.getByRole('group').getByRole('checkbox').first()).toBeVisible();
      for (const box of await dialog.getByRole('group').getByRole('checkbox').all()) if (await box.isEnabled()) await box.check();
      await dialog.getByRole('checkbox').last().check();
      await expect(dialog.getByRole('status').first()).toBeVisible();
    },
  },
  {
    name: 'copy',
    go: async (page) => {
      await leave(page);
      await page.getByRole('row').filter({ hasText: '1.9.2' }).first().getByRole('button').last().click();
      await page.getByRole('menuitem').nth(1).click();
      await page.getByRole('dialog').getByRole('textbox').first().fill('release/api');
      await expect(page.getByRole('dialog').getByRole('checkbox').nth(1)).toBeVisible();
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('MB');
    },
  },
  {
    name: 'save',
    go: async (page) => {
      await leave(page);
      await page.getByRole('row').filter({ hasText: '1.9.2' }).first().getByRole('button').last().click();
      await page.getByRole('menuitem').nth(2).click();
      await page.getByRole('dialog').getByRole('radiogroup').locator('label').last().click();
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('MB');
    },
  },
  {
    name: 'load',
    go: async (page) => {
      await leave(page);
      await command(page, 'Load an image', '载入镜像');
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
      await page.keyboard.type('/nowhere/image.tar');
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'watch',
    go: async (page) => {
      await leave(page);
      await page.getByRole('row').filter({ hasText: '1.9.2' }).first().getByRole('button').last().click();
      await page.getByRole('menuitem', { name: /^(?:Watch…|关注…)$/ }).click();
      await page.getByRole('dialog').getByRole('textbox').first().fill('1.9*');
      await page.getByRole('dialog').locator('button[type=submit]').click();
      await expect(page.getByRole('dialog').getByRole('status')).toBeVisible();
      await expect(page.getByRole('dialog').getByRole('listitem')).toContainText(/tags, checked|个标签，/);
    },
  },
  {
    name: 'clean-up',
    go: async (page) => {
      await leave(page);
      await page
        .getByRole('main')
        .getByRole('button', { name: /^(?:Clean up|清理)$/ })
        .click();
      await expect(page.getByRole('radio').first()).toBeVisible();
    },
  },
  {
    name: 'clean-up-rules',
    go: async (page) => {
      await page.getByRole('button', { name: /^(?:Change rules|更改规则)$/ }).click();
      await expect(page.locator('fieldset').first()).toBeVisible();
    },
  },
  {
    name: 'clean-up-policy',
    go: async (page) => {
      await page.getByRole('button', { name: /^(?:Export policy|导出策略)$/ }).click();
      await page.getByRole('menuitem', { name: 'zot' }).click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
    },
  },
  {
    name: 'dry-run',
    go: async (page) => {
      await leave(page);
      await page
        .getByRole('radio', { name: /^(?:Old releases|旧版本)$/ })
        .first()
        .click();
      await page.locator('main button[type=submit]').click();
      await expect(page.getByRole('table')).toBeVisible();
      // A tag that people would miss: the warning is in the picture.
      await page.getByRole('table').getByRole('checkbox', { checked: false }).first().click();
    },
  },
  {
    name: 'delete',
    go: async (page) => {
      await leave(page);
      await page.getByRole('button', { name: /^(?:Show tags|显示标签)$/ }).click();
      await pressOnTags(page, 'Delete');
      await expect(page.getByRole('radio').first()).toBeVisible();
    },
  },
  {
    name: 'palette',
    go: async (page) => {
      await page.getByRole('alertdialog').getByRole('button').first().click();
      await expect(dialogs(page)).toHaveCount(0);
      await (await new Window(page).openPalette()).fill('api');
    },
  },
  {
    name: 'diagnosis',
    go: async (page) => {
      await leave(page);
      await registries(page).getByRole('listitem').getByRole('button').nth(1).click();
      await page.getByRole('menuitem', { name: /^(?:Diagnose…|诊断…)$/ }).click();
      await expect(page.getByRole('dialog').getByRole('status')).toBeVisible();
    },
  },
  {
    name: 'many',
    go: async (page) => {
      await leave(page);
      for (const tag of ['1.9.2', '1.9.0', '1.8.7', '1.8.6'])
        await page.getByRole('row').filter({ hasText: tag }).first().getByRole('checkbox').check();
      await pressOnTags(page, 'Delete');
      await expect(page.getByRole('alertdialog').getByRole('textbox')).toBeVisible();
    },
  },
  {
    name: 'undo',
    go: async (page) => {
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('textbox').fill('team/api');
      await page.keyboard.press('Enter');
      await expect(dialog).toHaveCount(0);
      // The deletion goes on after its dialog has closed.
      await expect(async () => {
        await pressOnTags(page, 'Control+z');
        await expect(page.getByRole('dialog').locator('button[aria-disabled="false"]')).toBeVisible({ timeout: 2_000 });
      }).toPass();
    },
  },
  {
    name: 'history',
    go: async (page) => {
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page
        .getByRole('banner')
        .getByRole('button', { name: /^(?:History|历史记录)$/ })
        .click();
      // The undo goes on after its dialog has closed: the deletion stands below it when it is over.
      await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
      await expect(page.getByRole('dialog').getByRole('listitem').last()).toContainText(/undone|已撤销/);
      await page.getByRole('dialog').getByRole('listitem').last().getByRole('button').first().click();
    },
  },
  ...compareScenes,
  ...filesScenes,
  ...readingScenes,
];
