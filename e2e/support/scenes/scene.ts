import { expect, type Locator, type Page } from '@playwright/test';
import type { ImageTab } from '../../../shared/place.ts';
import { Window } from '../page/window.ts';

/**
 * One thing that the window shows. Each scene of a list goes on from the one before it. Words on screen are looked up by place, so that one script
 * serves both languages.
 */
export type Scene = { readonly name: string; readonly go: (page: Page) => Promise<void> };

/** Chooses in the palette, in the language of the page. */
export async function command(page: Page, en: string, zh: string): Promise<void> {
  await new Window(page).command(
    await page.evaluate((words) => (document.documentElement.lang === 'en' ? words[0] : words[1]), [en, zh] as const),
  );
}

/** Opens a list and chooses in it; the next one is opened once this one is gone. */
export async function choose(page: Page, box: Locator, nth: number): Promise<void> {
  await box.click();
  await page.getByRole('option').nth(nth).click();
  await expect(page.getByRole('option')).toHaveCount(0);
}

export const dialogs = (page: Page): Locator => page.getByRole('dialog').or(page.getByRole('alertdialog'));

export async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialogs(page)).toHaveCount(0);
}

/** The list of registries in the sidebar. */
export const registries = (page: Page) => page.getByRole('complementary').getByRole('navigation');

/** Presses a key on the tags, once they have the focus and nothing is before them. */
export async function pressOnTags(page: Page, key: string): Promise<void> {
  await expect(dialogs(page)).toHaveCount(0);
  await expect(async () => {
    await page.getByRole('grid').focus();
    await expect(page.getByRole('grid')).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press(key);
}

/** A tab of the image, whatever it is called. */
export const imageTab = (page: Page, name: ImageTab): Locator => page.locator(`[data-pane=detail] [role=tab][id$="-tab-${name}"]`);
