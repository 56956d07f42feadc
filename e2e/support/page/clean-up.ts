import { expect, type Page } from '@playwright/test';

/** Asks for a dry run of the clean-up of the open repository: what deletes the tags of a pattern. */
export async function dryRunOf(page: Page, pattern: string): Promise<void> {
  const main = page.getByRole('main');
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  await main.getByRole('radio', { name: 'Own rules' }).click();
  await main.getByRole('textbox', { name: 'Tags', exact: true }).fill(pattern);
  await main.getByRole('button', { name: 'Dry run' }).click();
}

/** Confirms the deletion of the tags that a dry run found; it has begun then. */
export async function deleteFound(page: Page, repository: string, count: number): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: `Delete ${count} tags…` })
    .click();
  const confirm = page.getByRole('alertdialog', { name: `Delete ${count} tags` });
  await confirm.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  await expect(confirm).toBeHidden();
}
