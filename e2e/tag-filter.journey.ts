import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { type RealisticRegistries, startRealisticRegistries } from './support/realistic-registry.ts';

let realistic: RealisticRegistries;
test.beforeAll(async () => {
  realistic = await startRealisticRegistries();
});
test.afterAll(() => realistic.stop());

const rows = (page: Page) => page.getByRole('grid', { name: 'Tags' }).getByRole('row');
const field = (page: Page) => page.getByRole('searchbox', { name: 'Filter tags' });
const chip = (page: Page, filter: string) => page.getByRole('button', { name: `Remove filter ${filter}` });
const kindOf = (page: Page, kind: string) => rows(page).filter({ has: page.locator(`[data-column="kind"]`, { hasText: kind }) });

test.beforeEach(async ({ longshore, page }) => {
  await longshore.addRegistry(realistic.company.host, 'Company');
  await page.getByRole('searchbox', { name: 'Filter repositories' }).fill('shop/api');
  await longshore.openRepository('shop/api');
  await expect(page.getByRole('progressbar', { name: 'Reading tags' })).toHaveCount(0);
});

test('conditions are completed, become chips and are removed again, by keys alone', async ({ page }) => {
  await page.keyboard.press('Escape');
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('/');
  await page.keyboard.type('ki');
  await expect(page.getByRole('option')).toHaveText([/^kind:/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('kind:');
  await expect(page.getByRole('option', { name: 'kind:index' })).toBeVisible();
  await page.keyboard.type('ind');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(chip(page, 'kind:index')).toBeVisible();
  await expect(field(page)).toHaveValue('');
  await expect(kindOf(page, 'index')).not.toHaveCount(0);
  await expect(kindOf(page, 'image')).toHaveCount(0);
  const indexes = await page.getByRole('grid', { name: 'Tags' }).getAttribute('aria-rowcount');
  await page.keyboard.type('-/rc/ 1.9');
  await expect(chip(page, '-/rc/')).toBeVisible();
  await expect(field(page)).toHaveValue('1.9');
  await expect(page.getByText(/^\d+ found$/)).toBeVisible();
  await expect(rows(page).filter({ hasText: 'rc' })).toHaveCount(0);
  // Down goes to the first that is found, with what was typed marked in its name.
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  // A chip is a button; without it more is found, and the focus is in the field.
  await chip(page, '-/rc/').focus();
  await page.keyboard.press('Enter');
  await expect(chip(page, '-/rc/')).toHaveCount(0);
  await expect(field(page)).toBeFocused();
  await field(page).fill('');
  await expect(page.getByRole('grid', { name: 'Tags' })).toHaveAttribute('aria-rowcount', indexes ?? '');
  // Backspace brings the last condition back into the field, to be changed.
  await page.keyboard.press('Backspace');
  await expect(field(page)).toHaveValue('kind:index');
  await expect(chip(page, 'kind:index')).toHaveCount(0);
});

test('what cannot be understood is said, and hides nothing', async ({ page }) => {
  const all = await page.getByRole('grid', { name: 'Tags' }).getAttribute('aria-rowcount');
  for (const [typed, said] of [
    ['size:100MB', '“size:100MB” is not a size. Write size:>100MB, for example.'],
    ['team:api ', '“team:” is not a filter. Put text with a colon in quotes.'],
    ['/(/ ', '/(/ is not a valid regular expression.'],
    ['/(?=a)/ ', '/(?=a)/ uses look-around, back references or large counts, which are not supported.'],
  ] as const) {
    await field(page).fill(typed);
    await expect(page.getByText(said)).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Tags' })).toHaveAttribute('aria-rowcount', all ?? '');
  }
  await field(page).fill('pulled:>90d ');
  await expect(page.getByText('This registry does not tell when a tag was last pulled.')).toBeVisible();
  await expect(page.getByText('No tags match', { exact: false })).toContainText('pulled:>90d');
});

test('sizes, ages and platforms find what the table shows of them', async ({ page }) => {
  await page.getByRole('button', { name: 'Filter by' }).click();
  await expect(page.getByRole('option', { name: 'size: Compressed size' })).toBeVisible();
  await page.getByRole('option', { name: 'platform: Platform' }).click();
  await page.getByRole('option', { name: 'platform:linux/arm64/v8' }).click();
  await expect(chip(page, 'platform:linux/arm64/v8')).toBeVisible();
  const found = rows(page).locator('[data-column="platforms"]');
  // The first is the header.
  const [, ...platforms] = await found.allTextContents();
  expect(platforms).not.toEqual([]);
  for (const text of platforms) expect(text).toContain('arm64');
  await field(page).fill('size:<1B');
  await expect(page.getByText('No tags match', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(chip(page, 'platform:linux/arm64/v8')).toHaveCount(0);
  await field(page).fill('created:>9000d');
  await expect(page.getByText('0 found')).toBeVisible();
});

test('a label finds what the index knows of it, and is completed from it', async ({ page }) => {
  await field(page).fill('label:');
  const options = page.getByRole('option');
  await expect(options.first()).toHaveText(/^label:/);
  const label = (await options.first().textContent()) ?? '';
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(chip(page, label)).toBeVisible();
  await expect(page.getByText(/^[1-9]\d* found$/)).toBeVisible();
  await field(page).fill('label:no.such.label');
  await expect(page.getByText('0 found')).toBeVisible();
});
