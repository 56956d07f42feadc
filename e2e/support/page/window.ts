import { expect, type Locator, type Page } from '@playwright/test';
import { patient } from '../patience.ts';

/** The palette's name, in both languages. */
const PALETTE = /^(?:Command palette|命令面板)$/;

/** What a person does in the window, in their words. */
export class Window {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  dialog(name: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name });
  }

  /** The panel of runs. */
  get activity(): Locator {
    return this.page.getByRole('complementary', { name: 'Activity' });
  }

  /** The runs in the panel; one by its title. */
  run(title: string | RegExp): Locator {
    return this.activity.getByRole('list', { name: 'Activity' }).getByRole('listitem', { name: title });
  }

  get activityButton(): Locator {
    return this.page.getByRole('banner').getByRole('button', { name: 'Activity', exact: true });
  }

  /** Shows the panel of runs. */
  async openActivity(): Promise<void> {
    // The panel opens by itself, too: a click at that moment closes it.
    await expect(async () => {
      if (!(await this.activity.isVisible())) await this.activityButton.click();
      await expect(this.activity).toBeVisible({ timeout: patient(1_000) });
    }).toPass({ timeout: patient(20_000) });
  }

  /** Waits until no run is under way: a dialog closes as soon as its run has begun. */
  async runsEnded(): Promise<void> {
    await expect(this.activityButton).toHaveAttribute('data-running', 'false', { timeout: patient(60_000) });
  }

  tag(name: string): Locator {
    return this.page
      .getByRole('grid', { name: 'Tags' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('gridcell', { name, exact: true }) });
  }

  repository(name: string): Locator {
    return this.page.getByRole('tree', { name: 'Repositories' }).getByRole('treeitem', { name, exact: true });
  }

  async openAddDialog(address: string, name: string): Promise<Locator> {
    await this.page.getByRole('navigation', { name: 'Registries' }).getByRole('button', { name: 'Add registry' }).click();
    const dialog = this.dialog('Add registry');
    await dialog.getByRole('textbox', { name: 'Registry address' }).fill(address);
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    return dialog;
  }

  async signInWith(dialog: Locator, username: string, password: string): Promise<void> {
    await dialog.getByRole('combobox', { name: 'Sign in with' }).click();
    await this.page.getByRole('option', { name: 'Username and password' }).click();
    await dialog.getByRole('textbox', { name: 'Username' }).fill(username);
    await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  }

  async addRegistry(address: string, name: string): Promise<void> {
    const dialog = await this.openAddDialog(address, name);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
  }

  async openRepository(name: string): Promise<void> {
    await this.repository(name).click();
    await expect(this.page.getByRole('grid', { name: 'Tags' })).toBeVisible();
  }

  /** Opens the palette by keyboard alone; its field, which has the focus. */
  async openPalette(): Promise<Locator> {
    const box = this.dialog(PALETTE).getByRole('combobox');
    // A dialog that has just closed gives the focus back a moment later.
    await expect(async () => {
      if (!(await box.isVisible())) await this.page.keyboard.press('Control+k');
      await expect(box).toBeFocused({ timeout: 1_000 });
    }).toPass({ timeout: patient(10_000) });
    return box;
  }

  /** Chooses what the palette offers first for these words, by keyboard alone. */
  async command(words: string): Promise<void> {
    const box = await this.openPalette();
    await box.fill(words);
    await expect(box).toHaveValue(words);
    await this.page.keyboard.press('Enter');
  }

  /** Closes the panel of runs, which lies over the right edge. */
  async closeActivity(): Promise<void> {
    const close = this.activity.getByRole('button', { name: 'Close Activity' });
    // It may close by itself meanwhile.
    if (await this.activity.isVisible()) await close.click({ timeout: patient(5_000) }).catch(() => expect(this.activity).toBeHidden());
  }

  async openMenu(tag: string, item: string): Promise<void> {
    await this.closeActivity();
    await this.tag(tag)
      .getByRole('button', { name: `Actions for ${tag}` })
      .click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}
