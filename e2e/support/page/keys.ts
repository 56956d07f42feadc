import { expect, type Locator, type Page } from '@playwright/test';

const isFocused = (target: Locator): Promise<boolean> => target.evaluate((element) => element === document.activeElement);

/** Presses a key until this has the focus, as a person does who sees where it is. */
export async function pressUntil(page: Page, key: string, target: Locator, most: number): Promise<void> {
  // A radio button is drawn by its label.
  await expect(target).toBeAttached();
  for (let i = 0; i < most; i++) {
    if (await isFocused(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reached ${target}`);
}

/** Goes to this with the Tab key. */
export const tabTo = (page: Page, target: Locator): Promise<void> => pressUntil(page, 'Tab', target, 60);

/** Goes back to this with Shift and Tab. */
export const tabBackTo = (page: Page, target: Locator): Promise<void> => pressUntil(page, 'Shift+Tab', target, 60);

/** Types the sign-in of a registry in a dialog that has put the cursor into the username, and confirms it. */
export async function signInByKeys(page: Page, dialog: Locator, username: string, password: string): Promise<void> {
  await expect(dialog.getByRole('textbox', { name: 'Username' })).toBeFocused();
  await page.keyboard.type(username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

/** Types the beginning of a name into a list. All keys are sent at once: a machine that is busy with one of them does not tear them apart. */
export async function typeAhead(page: Page, text: string): Promise<void> {
  await Promise.all([...text].map((key) => page.keyboard.press(key)));
}

/** Goes to a button with the Tab key, and presses it. */
export async function pressButton(page: Page, button: Locator): Promise<void> {
  await expect(button).toBeEnabled();
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

/** Opens the menu of what has the focus with its own key, or with another, and goes to an item of it. */
export async function goInMenu(page: Page, item: string, open = 'Shift+F10'): Promise<void> {
  await page.keyboard.press(open);
  const menu = page.getByRole('menu');
  // It takes the focus once it is open; what was chosen before would lose it.
  await expect(menu.locator(':focus')).toHaveCount(1);
  await pressUntil(page, 'ArrowDown', menu.getByRole('menuitem', { name: item, exact: true }), 16);
}

/** Opens the menu of what has the focus, and chooses in it. */
export async function chooseInMenu(page: Page, item: string): Promise<void> {
  await goInMenu(page, item);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** Chooses in a list that opens below its field. */
export async function chooseOption(page: Page, field: Locator, option: string): Promise<void> {
  await tabTo(page, field);
  const chosen = page.locator('[role="option"][data-combobox-selected]');
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 12 && (await chosen.textContent({ timeout: 5_000 })) !== option; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(option);
}

/** Writes over what a field has. */
export async function typeOver(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

/** Notes every press of a mouse button; the answer is how many there were. */
export async function watchMouse(page: Page): Promise<() => number> {
  let presses = 0;
  await page.exposeBinding('noteMousePress', () => {
    presses++;
  });
  await page.addInitScript(() => {
    const note = (): void => (window as unknown as { noteMousePress: () => void }).noteMousePress();
    window.addEventListener('mousedown', note, true);
  });
  return () => presses;
}
