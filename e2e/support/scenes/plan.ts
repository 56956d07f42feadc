import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { dropFile } from '../page/drop-file.ts';
import { dialogs, leave, type Scene } from './scene.ts';

/** The plan of the deletion on screen, applied from its file; one that the registry has drifted from; a file that is no plan. */
export function planScenes(): readonly Scene[] {
  let plan = '';
  return [
    {
      name: 'plan',
      go: async (page) => {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: /^(?:Save plan…|保存计划…)$/ }).click();
        plan = await readFile(await (await download).path(), 'utf8');
        await leave(page);
        await dropFile(page, 'plan.json', plan);
        await expect(page.getByRole('alertdialog')).toContainText('plan.json');
      },
    },
    {
      name: 'plan-drifted',
      go: async (page) => {
        await leave(page);
        await dropFile(page, 'plan.json', plan.replaceAll(/sha256:\w{64}/g, `sha256:${'0'.repeat(64)}`));
        await expect(page.getByRole('alertdialog').getByRole('alert')).toBeVisible();
      },
    },
    {
      name: 'plan-none',
      go: async (page) => {
        await leave(page);
        await dropFile(page, 'notes.json', '{}');
        await expect(dialogs(page).getByRole('alert')).toBeVisible();
      },
    },
  ];
}
