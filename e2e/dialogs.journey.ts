import { expect, type Locator, type Page } from '@playwright/test';
import { layerOf } from '../electron/sample/tar.ts';
import type {} from '../renderer/app/dialog-kinds.ts';
import type { DialogKinds } from '../renderer/lib/ui-state.ts';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import type { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

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

/** A way to open a dialog; several of one kind have a word each. */
type Ways = Readonly<Record<string, () => Promise<void>>>;

/** How each kind of dialog is opened from the window: the type wants a way for every kind that there is. */
function waysToOpen(longshore: Window, page: Page): Readonly<Record<keyof DialogKinds, Ways>> {
  const click = (name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: true }).first().click();
  const menu = async (button: Locator, item: string | RegExp): Promise<void> => {
    await button.click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const registry = page.getByRole('button', { name: 'Actions for registry Local' });
  const row = longshore.tag('1.0').getByRole('button', { name: 'Actions for 1.0' });
  const many = page.getByRole('toolbar', { name: 'Selected tags' }).getByRole('button', { name: 'Actions' });
  const onMany = async (item: string | RegExp): Promise<void> => {
    await page.setViewportSize({ width: 900, height: 600 });
    await page.getByRole('checkbox', { name: 'Select all tags' }).check();
    await menu(many, item);
  };
  return {
    'add-connection': { '': () => click('Add registry') },
    import: {
      '': async () => {
        await click('Add registry');
        await page.getByRole('dialog').getByRole('button', { name: 'Import…' }).click();
      },
    },
    'apply-plan': { '': () => menu(page.getByRole('button', { name: 'More for all registries' }), 'Apply a plan…') },
    export: { '': () => menu(page.getByRole('button', { name: 'More for all registries' }), 'Export registries…') },
    'import-file': {
      '': async () => {
        await click('Add registry');
        await page.getByRole('dialog').getByRole('button', { name: 'Import…' }).click();
        const choosing = page.waitForEvent('filechooser');
        await page.getByRole('dialog').getByRole('button', { name: 'Open a Longshore file…' }).click();
        const buffer = Buffer.from('{"format":"longshore-registries","version":1,"registries":[]}');
        await (await choosing).setFiles({ name: 'registries.json', mimeType: 'application/json', buffer });
      },
    },
    watch: { '': () => menu(row, 'Watch…') },
    'edit-connection': { '': () => menu(registry, 'Edit…') },
    diagnose: { '': () => menu(registry, 'Diagnose…') },
    'remove-connection': { '': () => menu(registry, 'Remove…') },
    retag: { one: () => menu(row, 'Retag…'), many: () => onMany(/^Retag \d/) },
    copy: { one: () => menu(row, /^Copy to/), many: () => onMany(/^Copy \d+ tags to/) },
    save: { one: () => menu(row, /^Save/), many: () => onMany(/^Save \d/) },
    load: { '': () => menu(registry, 'Load…') },
    delete: { one: () => menu(row, 'Delete…'), many: () => onMany(/^Delete \d/) },
    history: { '': () => click('History') },
    settings: { '': () => click('Settings') },
    shortcuts: { '': () => page.keyboard.press('?') },
    'free-space': {
      '': async () => {
        await menu(longshore.tag('old').getByRole('button', { name: 'Actions for old' }), 'Delete…');
        await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
        await click('How to free the space');
      },
    },
    undo: { '': () => page.keyboard.press('ControlOrMeta+z') },
    'save-content': {
      '': async () => {
        await longshore.tag('1.0').click();
        await page.getByRole('tab', { name: 'Files' }).click();
        await page.getByRole('button', { name: 'Save the root file system…' }).click();
      },
    },
    untagged: {
      '': async () => {
        await longshore.repository('team/api').click({ button: 'right' });
        await page.getByRole('menuitem', { name: 'Untagged manifests…' }).click();
      },
    },
    check: {
      '': async () => {
        await longshore.repository('team/api').click({ button: 'right' });
        await page.getByRole('menuitem', { name: 'Check links' }).click();
        await expect(page.getByRole('dialog')).toContainText('No broken links.');
      },
    },
    scan: {
      '': async () => {
        await click('Local');
        await click('Scan this registry');
      },
    },
    'sign-in': {
      '': async () => {
        await click('Guarded');
        await page.getByRole('main').getByRole('button', { name: 'Sign in…' }).click();
      },
    },
  };
}

/** Opens every dialog, one after the other. */
async function openEach(longshore: Window, page: Page, each: (name: string, dialog: Locator) => Promise<void>): Promise<void> {
  const dialog = page.locator('[role="dialog"], [role="alertdialog"]').filter({ has: page.locator('h2') });
  for (const [kind, ways] of Object.entries(waysToOpen(longshore, page)))
    for (const [word, open] of Object.entries(ways)) {
      await open();
      await expect(dialog).toBeVisible();
      if (kind === 'diagnose') await expect(dialog.getByRole('list', { name: 'Steps' })).toHaveAttribute('aria-busy', 'false');
      if (kind === 'delete') await expect(dialog).toContainText('You can undo this');
      await each(`${kind} ${word}`.trim(), dialog);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      if (word === 'many') await page.getByRole('button', { name: 'Clear selection' }).click();
    }
}

test('every dialog fits a small window and one at 200 %: heading, buttons and what has to be typed are in view', async ({
  longshore,
  registry,
  page,
}) => {
  const guarded = await startDistribution({ htpasswd: { username: 'ci', password: 'secret' } });
  const layers = [{ ...layerOf([{ path: 'etc/motd', content: 'hello' }]), instruction: 'COPY motd /etc/' }];
  await pushImage({ layers }, { host: registry.host, repository: 'team/api', tags: ['1.0', 'latest'] });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['old'] });
  const add = await longshore.openAddDialog(`http://${guarded.host}`, 'Guarded');
  await add.getByRole('button', { name: 'Save' }).click();
  await add.getByRole('button', { name: 'Save anyway' }).click();
  await expect(add).toBeHidden();
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  const found: string[] = [];
  await openEach(longshore, page, async (name, dialog) => {
    if (name === 'shortcuts') {
      const last = dialog.getByRole('row').last();
      await expect(last, 'at 1280x800, all shortcuts are seen at once').toBeInViewport({ ratio: 1 });
    }
    await expectToFit(page, dialog, found, name);
  });
  expect(found).toEqual([]);
  await guarded.stop();
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
