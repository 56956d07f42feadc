import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import type { Window } from './support/page/window.ts';

/** The smallest window, and the reference window at 200 %. */
const SIZES = [
  { width: 900, height: 600 },
  { width: 640, height: 400 },
] as const;

/** What of an open dialog cannot be seen or reached: cut at its side, buttons out of view, lists that no key scrolls, several main buttons. */
const flawsOf = (dialog: Locator): Promise<string[]> =>
  dialog.evaluate((element) => {
    const flaws: string[] = [];
    const isInView = (node: Element): boolean => {
      const { top, bottom, left, right } = node.getBoundingClientRect();
      return top >= 0 && left >= 0 && bottom <= innerHeight + 0.5 && right <= innerWidth + 0.5;
    };
    const nameOf = (node: Element): string => (node.getAttribute('aria-label') ?? node.textContent ?? '').slice(0, 40);
    const heading = element.querySelector('h2');
    if (!heading || !isInView(heading)) flaws.push('the heading is out of view');
    const buttons = [...element.querySelectorAll('[data-footer] button')];
    if (buttons.length === 0) flaws.push('there are no buttons');
    for (const button of buttons) if (!isInView(button)) flaws.push(`the button "${nameOf(button)}" is out of view`);
    const main = [...element.querySelectorAll('button[data-variant="filled"]')].map(nameOf);
    if (main.length > 1) flaws.push(`main buttons: ${main.join(', ')}`);
    for (const node of element.querySelectorAll<HTMLElement>('*')) {
      const { overflowX, overflowY } = getComputedStyle(node);
      const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
      if (
        scrolls(overflowY) &&
        node.scrollHeight > node.clientHeight + 1 &&
        node.tabIndex < 0 &&
        !node.querySelector('[tabindex="0"], button, input, a')
      )
        flaws.push(`no key scrolls "${nameOf(node)}"`);
      if (
        scrolls(overflowX) &&
        node.scrollWidth > node.clientWidth + 1 &&
        node.tabIndex < 0 &&
        node.tagName !== 'TEXTAREA' &&
        node.tagName !== 'PRE'
      )
        flaws.push(`"${nameOf(node)}" is cut at its side`);
    }
    return flaws;
  });

async function expectToFit(page: Page, dialog: Locator, found: string[], name: string): Promise<void> {
  await expect(dialog).toBeVisible();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const flaw of await flawsOf(dialog)) found.push(`${name} at ${size.width}x${size.height}: ${flaw}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Dialogs that are opened from the window, by the words of their actions in the palette and by menus. */
async function openEach(longshore: Window, page: Page, each: (name: string, dialog: Locator) => Promise<void>): Promise<void> {
  const close = async (dialog: Locator): Promise<void> => {
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  };
  const shown = page.locator('[role="dialog"], [role="alertdialog"]');
  const menu = async (button: Locator, item: string | RegExp): Promise<void> => {
    await button.click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const registry = page.getByRole('button', { name: 'Actions for registry Local' });
  const row = longshore.tag('1.0').getByRole('button', { name: 'Actions for 1.0' });
  const opened: readonly (readonly [string, () => Promise<void>])[] = [
    ['add', () => page.getByRole('button', { name: 'Add registry', exact: true }).click()],
    [
      'import',
      async () => {
        await page.getByRole('button', { name: 'Add registry', exact: true }).click();
        await shown.getByRole('button', { name: 'Import…' }).click();
      },
    ],
    ['edit', () => menu(registry, 'Edit…')],
    ['diagnose', () => menu(registry, 'Diagnose…')],
    ['remove', () => menu(registry, 'Remove…')],
    ['retag', () => menu(row, 'Retag…')],
    ['copy', () => menu(row, /^Copy to/)],
    ['delete one', () => menu(row, 'Delete…')],
    ['history', () => page.getByRole('button', { name: 'History', exact: true }).click()],
    ['settings', () => page.getByRole('button', { name: 'Settings', exact: true }).click()],
    ['shortcuts', () => page.keyboard.press('?')],
  ];
  for (const [name, open] of opened) {
    await open();
    const dialog = shown.filter({ has: page.locator('h2') });
    await expect(dialog).toBeVisible();
    if (name === 'diagnose') await expect(dialog.getByRole('list', { name: 'Steps' })).toHaveAttribute('aria-busy', 'false');
    if (name.startsWith('delete')) await expect(dialog).toContainText('You can undo this');
    await each(name, dialog);
    await close(dialog);
  }
}

test('every dialog fits a small window and one at 200 %: heading, buttons and what has to be typed are in view', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [2000] }, { host: registry.host, repository: 'team/api', tags: ['1.0', 'latest'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  const found: string[] = [];
  await openEach(longshore, page, (name, dialog) => expectToFit(page, dialog, found, name));
  expect(found).toEqual([]);
});

test('the list of a bulk delete is scrolled by key, and what has to be typed stays in view', async ({ longshore, registry, page }) => {
  const repository = 'team/many';
  for (let i = 0; i < 14; i++) await pushImage({ layers: [300] }, { host: registry.host, repository, tags: [`1.${i}.0`] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository(repository);
  await page.getByRole('checkbox', { name: 'Select all tags' }).check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 14 tags' });
  const box = dialog.getByRole('group', { name: 'What is deleted, by image' });
  await expect(box).toContainText('1.13.0');
  const found: string[] = [];
  await expectToFit(page, dialog, found, 'delete many');
  expect(found).toEqual([]);
  await page.setViewportSize({ width: 900, height: 600 });
  await box.focus();
  await page.keyboard.press('End');
  await expect(box).toContainText('1.0.0');
  await expect.poll(() => box.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(50);
  await expect(dialog.getByRole('textbox', { name: `Type ${repository} to confirm` })).toBeInViewport({ ratio: 1 });
});
