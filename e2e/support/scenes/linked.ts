import { expect, type Page } from '@playwright/test';
import { imageTab, leave, type Scene } from './scene.ts';

const detail = (page: Page) => page.locator('[data-pane=detail]');
const open = (page: Page, item: string): Promise<void> => detail(page).getByRole('treeitem').filter({ hasText: item }).first().click();

/** A document that is linked to the image, by a word of its line and what is read of it. */
const document = (name: string, item: string, says: string): Scene => ({
  name,
  go: async (page) => {
    await open(page, item);
    await expect(detail(page).locator('section')).toContainText(says);
  },
});

/** Shows the newest release of the sample, and what is linked to it. */
export async function openLinked(page: Page): Promise<void> {
  await leave(page);
  await page.getByRole('treeitem', { name: 'team/api', exact: true }).click();
  await page.getByRole('row').filter({ hasText: '1.9.2' }).first().click();
  await imageTab(page, 'linked').click();
}

/** What is linked to the image that is open: each kind of document, and the form to verify a signature. */
export const linkedScenes: readonly Scene[] = [
  {
    name: 'linked',
    go: async (page) => {
      await imageTab(page, 'linked').click();
      await open(page, 'SPDX');
      await expect(detail(page).getByRole('heading', { level: 3 })).toContainText('SPDX');
      await expect(detail(page).getByRole('table')).toContainText('libssl3');
    },
  },
  document('linked-provenance', 'SLSA', 'https://ci.example.com/runners/3'),
  {
    name: 'linked-signature',
    go: async (page) => {
      await open(page, 'Sigstore');
      // The first way to verify it: the form for a key.
      await detail(page).locator('section').getByRole('button').filter({ hasText: '…' }).first().click();
      await expect(detail(page).getByRole('textbox')).toBeFocused();
    },
  },
  document('linked-cyclonedx', 'CycloneDX', 'libssl3'),
  document('linked-vex', 'OpenVEX', 'CVE-2025-9230'),
  document('linked-scan', 'SARIF', 'CVE-2025-9230'),
];
