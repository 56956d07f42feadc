import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

const run = promisify(execFile);

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

/** Chooses an item of the menu of this name, by a click. */
async function choose(page: Page, menu: string | RegExp, item: string): Promise<void> {
  await page.getByRole('menu', { name: menu }).getByRole('menuitem', { name: item }).click();
}

test('every row has a menu with a link, a reference and its cells to copy: by the right button, Shift F10 and the menu key', async ({
  longshore,
  registry,
}) => {
  const { page } = longshore;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const { digest } = await pushImage({ layers: [5000, 7000] }, { host: registry.host, repository: 'team/api', tags: ['1.9', '1.8'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  const base = `longshore://open?ref=${registry.host}`;
  await longshore.tag('1.9').click({ button: 'right' });
  await choose(page, 'Actions for 1.9', 'Copy link');
  await expect.poll(() => clipboard(page)).toBe(`${base}/team/api:1.9`);
  // A cell by keys alone: the submenu opens with Right, and its items are named by their columns.
  await expect(longshore.tag('1.9')).toContainText('kB');
  await page.getByRole('grid', { name: 'Tags' }).press('Shift+F10');
  const cells = page.getByRole('menuitem', { name: 'Copy cell' });
  await expect(page.getByRole('menu', { name: 'Actions for 1.9' })).toBeVisible();
  while (!(await cells.evaluate((item) => item === document.activeElement))) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const size = page.getByRole('menu', { name: 'Copy cell' }).getByRole('menuitem', { name: /^Size/ });
  await expect(size).toBeVisible();
  while (!(await size.evaluate((item) => item === document.activeElement))) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => clipboard(page)).toMatch(/^[\d.]+ kB$/);
  // A digest that stands by itself.
  await longshore.tag('1.9').click();
  const shown = page
    .locator('[data-pane="detail"] code')
    .filter({ hasText: new RegExp(`^${digest}$`) })
    .first();
  await shown.click({ button: 'right' });
  await choose(page, /^Actions for [0-9a-f]{7}$/, 'Copy link');
  await expect.poll(() => clipboard(page)).toBe(`${base}&view=search&query=digest:${digest}%20&scope=all`);
  await page.locator('[data-pane="detail"]').getByRole('button', { name: 'Where is this digest' }).first().press('ContextMenu');
  await choose(page, /^Actions for [0-9a-f]{7}$/, 'Copy digest');
  await expect.poll(() => clipboard(page)).toBe(digest);
  // A layer, and what its row says.
  await page.getByRole('tab', { name: 'Layers' }).click();
  await page.getByRole('table', { name: 'Layers' }).getByRole('row').nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy cell' }).hover();
  await page.getByRole('menuitem', { name: /^Digest sha256:/ }).click();
  await expect.poll(() => clipboard(page)).toMatch(/^sha256:[0-9a-f]{64}$/);
  // A folder of the tree.
  await page.getByRole('treeitem', { name: 'team', exact: true }).click({ button: 'right' });
  await choose(page, /team/, 'Copy link');
  await expect.poll(() => clipboard(page)).toBe(`${base}&view=search&folder=team`);
  // A result of a search.
  await (await longshore.openPalette()).fill('1.8');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const results = page.getByRole('grid', { name: 'Results' });
  await expect(results.getByRole('row').nth(1)).toContainText('1.8');
  await results.focus();
  await page.keyboard.press('Control+c');
  await expect.poll(() => clipboard(page)).toBe(`${registry.host}/team/api:1.8`);
  await page.keyboard.press('Shift+F10');
  await choose(page, 'Actions for 1.8', 'Copy link');
  await expect.poll(() => clipboard(page)).toBe(`${base}/team/api:1.8`);
  await expect(results).toBeFocused();
  await results.getByRole('row').nth(1).click({ button: 'right' });
  await choose(page, 'Actions for 1.8', 'Open');
  await expect(page).toHaveTitle('team/api:1.8 · Local · Longshore');
});

test('a double click opens: a folder stays open, a tag goes on to its details, a layer shows its files', async ({
  longshore,
  registry,
}) => {
  const { page } = longshore;
  await pushImage({ layers: [5000, 7000] }, { host: registry.host, repository: 'team/api', tags: ['1.9'] });
  for (const name of ['a', 'b']) await pushImage({ layers: [500] }, { host: registry.host, repository: `charts/${name}`, tags: ['1'] });
  await longshore.addRegistry(registry.host, 'Local');
  const folder = page.getByRole('treeitem', { name: 'charts', exact: true });
  await expect(folder).toBeVisible();
  if ((await folder.getAttribute('aria-expanded')) === 'true') await folder.click();
  await expect(folder).toHaveAttribute('aria-expanded', 'false');
  await page.waitForTimeout(600);
  await folder.dblclick();
  await expect(folder).toHaveAttribute('aria-expanded', 'true');
  await longshore.repository('team/api').dblclick();
  await longshore.tag('1.9').dblclick();
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeFocused();
  await page.getByRole('tab', { name: 'Layers' }).click();
  await page.getByRole('table', { name: 'Layers' }).getByRole('row').nth(2).dblclick();
  await expect(page.getByRole('tab', { name: 'Files', selected: true })).toBeVisible();
  await expect.poll(() => new URL(page.url()).hash).toContain('tab=files&layer=2');
});

test('after a tick with the mouse the keys go on: those of the table, and those of the window', async ({ longshore, registry }) => {
  const { page } = longshore;
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/ticks', tags: ['1.9', '1.8', '1.7'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/ticks');
  const grid = page.getByRole('grid', { name: 'Tags' });
  await longshore.tag('1.9').getByRole('checkbox').click();
  await longshore.tag('1.7').getByRole('checkbox').click();
  await expect(grid).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog', { name: 'Delete 2 tags' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(grid.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await expect(grid).toBeFocused();
  const group = page.getByRole('checkbox', { name: 'Group by image' });
  await group.click();
  await expect(group).toBeChecked();
  await page.keyboard.press('/');
  await expect(page.locator('[data-filter="tags"]')).toBeFocused();
  await expect(page.locator('[data-filter="tags"]')).toHaveValue('');
});

test('a tar that is dropped on a repository of the tree is loaded into that one, which is marked meanwhile', async ({
  longshore,
  registry,
}) => {
  for (const name of ['api', 'web']) await pushImage({ layers: [500] }, { host: registry.host, repository: `team/${name}`, tags: ['1'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  const web = longshore.repository('team/web');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  const path = join(folder, 'image.tar');
  await run('skopeo', ['copy', '--quiet', '--src-tls-verify=false', `docker://${registry.host}/team/api:1`, `oci-archive:${path}:1`]);
  const bytes = (await readFile(path)).toString('base64');
  await rm(folder, { recursive: true });
  const drag = (type: string): Promise<void> =>
    web.evaluate(
      (element, [kind, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], 'image.tar'));
        element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [type, bytes] as const,
    );
  await drag('dragover');
  await expect(web).toHaveAttribute('data-dropping', 'true');
  await drag('drop');
  await expect(web).not.toHaveAttribute('data-dropping', 'true');
  await expect(longshore.dialog('Load an image from a file').getByRole('textbox', { name: 'Repository' })).toHaveValue('team/web');
});

test('a run has a menu with a link to its place: by Shift F10 on one of its buttons, and by the right button', async ({
  longshore,
  registry,
}) => {
  const { page } = longshore;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const repository = 'team/a-name-that-is-longer-than-the-panel-of-runs-is-wide';
  await pushImage({ layers: [5000] }, { host: registry.host, repository, tags: ['1.9'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.9', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.9');
  await dialog.getByRole('textbox', { name: 'Tag' }).fill('2.0');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  await longshore.openActivity();
  const run = longshore.run(/^Copy /);
  await expect(run).toContainText('Verified.');
  // A name that is too long is cut in its middle, and its end is seen; the whole is told on hover.
  await expect(run.locator('strong')).toHaveAttribute('title', `Copy Local / ${repository}:1.9 to Local / ${repository}:2.0`);
  await expect(run.locator('strong > span > span').last()).toHaveText(/:1\.9$/);
  await expect(run.locator('strong > span > span').last()).toBeInViewport({ ratio: 1 });
  // The panel that was opened takes the focus a moment later.
  await expect(longshore.activity).toBeFocused();
  const button = run.getByRole('button', { name: 'Dismiss' });
  await button.focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: /^Actions for: Copy / });
  const item = menu.getByRole('menuitem', { name: 'Copy link' });
  while (!(await item.evaluate((element) => element === document.activeElement))) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const link = `longshore://open?ref=${registry.host}/${repository}:2.0`;
  await expect.poll(() => clipboard(page)).toBe(link);
  await expect(button).toBeFocused();
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await run.click({ button: 'right' });
  await item.click();
  await expect.poll(() => clipboard(page)).toBe(link);
});

test('a tar that is dropped on the list of registries is not loaded anywhere: where it belongs is said', async ({
  longshore,
  registry,
}) => {
  const { page } = longshore;
  await pushImage({ layers: [500] }, { host: registry.host, repository: 'team/api', tags: ['1'] });
  await longshore.addRegistry(registry.host, 'Other');
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  const list = page.getByRole('navigation', { name: 'Registries' });
  const dropOn = (target: Locator): Promise<boolean[]> =>
    target.evaluate((element) =>
      ['dragover', 'drop'].map((kind) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'image.tar'));
        return element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      }),
    );
  // Both are taken: else the browser would show the file in place of the page.
  expect(await dropOn(list.getByRole('button', { name: 'Other', exact: true }))).toEqual([false, false]);
  await expect(page.getByRole('status').filter({ hasText: 'Drop the file on a repository' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await dropOn(page.getByRole('grid', { name: 'Tags' }));
  await expect(longshore.dialog('Load an image from a file')).toContainText('This is not a tar file');
});
