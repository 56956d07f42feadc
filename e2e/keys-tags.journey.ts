import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { chooseOption, pressButton, tabBackTo, tabTo, typeOver, watchMouse } from './support/page/keys.ts';
import { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

const REPOSITORY = 'team/api';

const grid = (page: Page) => page.getByRole('grid', { name: 'Tags' });
const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Selected tags' });

/** Selects the two tags at the top of the table, and presses a button of the bar that then appears. */
async function withTopTwo(longshore: Window, button: string): Promise<void> {
  const { page } = longshore;
  await page.keyboard.press('Control+2');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(toolbar(page).getByText('2 selected', { exact: true })).toBeVisible();
  await pressButton(page, toolbar(page).getByRole('button', { name: button }));
}

async function retagTwo(longshore: Window): Promise<void> {
  const { page } = longshore;
  await withTopTwo(longshore, 'Retag 2 tags…');
  const dialog = longshore.dialog('Retag 2 tags');
  await expect(dialog.getByRole('textbox', { name: 'New tags' })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('qa-{tag}');
  await expect(dialog.getByRole('table', { name: 'New tags' })).toContainText('qa-1.1');
  await expect(dialog.getByRole('button', { name: 'Retag' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(longshore.tag('qa-1.1')).toBeVisible();
}

async function copyTwo(longshore: Window): Promise<void> {
  const { page } = longshore;
  await withTopTwo(longshore, 'Copy 2 tags to…');
  const dialog = longshore.dialog('Copy 2 tags');
  await typeOver(page, dialog.getByRole('textbox', { name: 'Repository' }), 'team/copied');
  await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
}

async function saveTwo(longshore: Window, path: string): Promise<void> {
  const { page } = longshore;
  await withTopTwo(longshore, 'Save 2 tags…');
  const dialog = longshore.dialog('Save 2 tags to one file');
  await typeOver(page, dialog.getByRole('textbox', { name: 'File' }), path);
  await expect(dialog.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
}

/** Sorts by size, and shows what belongs to other images. */
async function sortAndShowSignatures(longshore: Window): Promise<void> {
  const { page } = longshore;
  await page.keyboard.press('Control+2');
  const header = grid(page).getByRole('columnheader', { name: 'Size' });
  await tabBackTo(page, header.getByRole('button'));
  await page.keyboard.press('Enter');
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await tabBackTo(page, grid(page).getByRole('columnheader', { name: 'Tag' }).getByRole('button'));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '1 signature or attachment' })).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Enter');
}

test('tags by keys alone: sort, signatures, and a selection that is retagged, copied and saved', async ({ page }) => {
  const [source, target] = [await startDistribution({ deletes: true }), await startDistribution()];
  const at = { host: source.host, repository: REPOSITORY };
  const { digest } = await pushImage({ layers: [3000] }, { ...at, tags: ['1.0'] });
  const newer = await pushImage({ layers: [4000] }, { ...at, tags: ['1.1'] });
  await pushImage({ layers: [10] }, { ...at, tags: [`sha256-${digest.slice(7)}.sig`] });
  const dataFolder = await newDataFolder();
  const folder = await mkdtemp(join(tmpdir(), 'longshore-keys-'));
  await saveConnections(dataFolder, [savedConnection('Staging', source.url), savedConnection('Prod', target.url)]);
  const host = await startBrowserHost(dataFolder);
  const mousePresses = await watchMouse(page);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.command('Staging');
  await expect(longshore.repository(REPOSITORY)).toBeVisible();
  await longshore.command(REPOSITORY);
  await expect(longshore.tag('1.1')).toContainText('image');
  await sortAndShowSignatures(longshore);
  await copyTwo(longshore);
  expect(await inspectDigest(target.host, 'team/copied', '1.1')).toBe(newer.digest);
  const path = join(folder, 'two.tar');
  await saveTwo(longshore, path);
  expect((await readFile(path)).length).toBeGreaterThan(7000);
  await retagTwo(longshore);
  expect(await inspectDigest(source.host, REPOSITORY, 'qa-1.1')).toBe(newer.digest);
  await longshore.command('load an image');
  const load = longshore.dialog('Load an image from a file');
  await expect(load.getByRole('textbox', { name: 'File' })).toBeFocused();
  await page.keyboard.press('Escape');
  expect(mousePresses()).toBe(0);
  await host.stop();
  await Promise.all([source.stop(), target.stop()]);
  await Promise.all([dataFolder, folder].map((path) => removeFolder(path)));
  await rm(folder, { recursive: true, force: true });
});

test('an image by keys alone: platform, layers, config, build, and a manifest that is searched and followed', async ({
  longshore,
  page,
  registry,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { manifest } = await pushImage(
    [
      { layers: [4000], architecture: 'amd64' },
      { layers: [9000, 5000], architecture: 'arm64' },
    ],
    { host: registry.host, repository: 'look/multi', tags: ['3.0'] },
  );
  const { manifests } = JSON.parse(manifest) as { manifests: { digest: string }[] };
  const mousePresses = await watchMouse(page);
  await page.reload();
  await longshore.command('add registry');
  await expect(longshore.dialog('Add registry').getByRole('textbox', { name: 'Registry address' })).toBeFocused();
  await page.keyboard.type(`${registry.host}\n`);
  await expect(longshore.repository('look/multi')).toBeVisible();
  await longshore.command(`${registry.host}/look/multi:3.0`);
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
  await page.keyboard.press('Control+3');
  const tab = (name: string) => page.getByRole('tablist', { name: 'Image' }).getByRole('tab', { name });
  await expect(tab('Overview')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const layers = page.getByRole('table', { name: 'Layers' });
  const platform = page.getByRole('combobox', { name: 'Platform' });
  await chooseOption(page, platform, 'linux/arm64');
  // The other image has one layer less.
  const layer = layers.getByRole('button', { name: /RUN make step-/ });
  await pressButton(page, layer);
  await expect(layer).toHaveAttribute('aria-expanded', 'true');
  await pressButton(page, layers.getByRole('button', { name: /^Copy digest/ }).last());
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^sha256:/);
  for (const name of ['Files', 'Config', 'Build', 'Linked', 'Manifest']) {
    await page.keyboard.press('Control+3');
    await page.keyboard.press('ArrowRight');
    await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
  }
  const code = page.getByRole('textbox', { name: 'Manifest' });
  await expect(code).toContainText('"layers"');
  await chooseOption(page, platform, 'Index');
  await expect(code).toContainText('"manifests"');
  await tabTo(page, page.getByRole('radio', { name: 'Formatted' }));
  await page.keyboard.press('ArrowRight');
  await expect(code.locator('.cm-line').first()).toHaveText(manifest);
  await page.keyboard.press('ArrowLeft');
  await expect(code.locator('.cm-line').first()).toHaveText('{');
  await pressButton(page, page.getByRole('tabpanel').getByRole('button', { name: 'Search' }));
  await expect(page.getByRole('textbox', { name: 'Find' })).toBeFocused();
  await page.keyboard.type('arm64');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Find' })).toHaveCount(0);
  await tabTo(page, code);
  await expect(page.locator('.cm-editor')).toHaveCSS('outline-style', 'solid');
  // From the match to the line of the platform that it stands in.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+Shift+BracketLeft');
  await expect(code).toContainText('"platform": {…}');
  await page.keyboard.press('Control+Shift+BracketRight');
  await expect(code).not.toContainText('…');
  await tabTo(page, code.getByRole('link', { name: manifests[1]?.digest ?? '' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: `Image of ${manifests[1]?.digest.slice(7, 14)}` })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('region', { name: 'Image of 3.0' })).toBeVisible();
  await page.keyboard.press('Control+3');
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  const separator = page.getByRole('separator', { name: 'Resize detail' });
  await tabTo(page, separator);
  const height = await separator.getAttribute('aria-valuenow');
  await page.keyboard.press('ArrowUp');
  await expect(separator).not.toHaveAttribute('aria-valuenow', height ?? '');
  await page.keyboard.press('Enter');
  await expect(separator).toHaveAttribute('aria-valuenow', height ?? '');
  expect(mousePresses()).toBe(0);
});
