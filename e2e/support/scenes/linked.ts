import { expect, type Page } from '@playwright/test';
import { imageTab, type Scene } from './scene.ts';

const detail = (page: Page) => page.locator('[data-pane=detail]');

/** Opens the first line with this word. `end`: of those at the end, which are in the document once they are near. */
async function open(page: Page, item: string, end: 'Home' | 'End' = 'Home'): Promise<void> {
  await detail(page).getByRole('tree').press(end);
  await detail(page).getByRole('treeitem').filter({ hasText: item }).first().click();
}

/** A document that is linked to the image, by a word of its line and what is read of it. */
const document = (name: string, item: string, says: string, end?: 'End'): Scene => ({
  name,
  go: async (page) => {
    await open(page, item, end);
    await expect(detail(page).locator('section')).toContainText(says);
  },
});

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
      await open(page, 'Sigstore', 'End');
      await detail(page)
        .locator('section')
        .getByRole('button')
        .filter({ hasText: /a key…|用密钥验证/ })
        .click();
      await expect(detail(page).getByRole('textbox')).toBeFocused();
    },
  },
  document('linked-cyclonedx', 'CycloneDX', 'libssl3', 'End'),
  document('linked-vex', 'OpenVEX', 'CVE-2025-9230', 'End'),
  document('linked-scan', 'SARIF', 'CVE-2025-9230', 'End'),
];
