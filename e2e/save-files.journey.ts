import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { layerOf } from '../electron/sample/tar.ts';
import { test } from './fixtures.ts';
import { connect } from './support/connect.ts';
import { somePackages, syftSpdx } from './support/content/documents.ts';
import { pushImage, type TestLayer } from './support/content/images.ts';
import { LinkedPusher } from './support/content/linked-images.ts';
import { chooseInMenu, pressUntil, tabBackTo, tabTo, typeAhead, typeOver } from './support/page/keys.ts';
import type { Window } from './support/page/window.ts';
import { run } from './support/process.ts';

const layer = (instruction: string, ...files: Parameters<typeof layerOf>): TestLayer => ({ ...layerOf(...files), instruction });

const LAYERS: readonly TestLayer[] = [
  layer('ADD base / ', [
    { path: 'etc/' },
    { path: 'etc/motd', content: 'old\n' },
    { path: 'etc/passwd', content: 'root:x:0:0\n', mode: 0o640 },
    { path: 'usr/' },
    { path: 'usr/tool', content: 'x'.repeat(3_000), mode: 0o4755 },
    { path: 'gone', content: 'g' },
  ]),
  layer('RUN make', [{ path: 'etc/motd', content: 'new\n' }, { path: '.wh.gone' }]),
];

/** Writes a name into the dialog that is open, and confirms it, by keys. */
async function saveAs(longshore: Window, page: Page, title: string | RegExp, path: string): Promise<void> {
  const dialog = longshore.dialog(title);
  const field = dialog.getByRole('textbox', { name: 'File' });
  await expect(field).toHaveValue(/./);
  await typeOver(page, field, path);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
}

const tree = (page: Page): Locator => page.getByRole('treegrid', { name: 'Files' });
const line = (page: Page, name: RegExp): Locator => tree(page).getByRole('row', { name });
/** The names in a tar. A folder that something comes into later stands there twice. */
const listOf = async (tar: string): Promise<string[]> => [...new Set((await run('tar', ['-tf', tar])).trim().split('\n'))].sort();

test('a file, a folder, one layer and the root file system are saved by keys alone', async ({ longshore, registry, page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  await pushImage({ layers: LAYERS }, { host: registry.host, repository: 'team/app', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('team/app:1.0');
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
  await page.keyboard.press('Control+3');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(line(page, /^etc /)).toBeVisible();

  // A folder, from its menu.
  await tabTo(page, tree(page));
  await typeAhead(page, 'etc');
  await chooseInMenu(page, 'Save folder…');
  const dialog = longshore.dialog('Save /etc');
  await expect(dialog).toContainText('2 files, 15 B unpacked.');
  await expect(dialog).toContainText('to transfer in 2 blobs.');
  await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue(/\/etc\.tar$/);
  await saveAs(longshore, page, 'Save /etc', join(folder, 'etc.tar'));
  await expect(page.getByRole('status').filter({ hasText: 'Done: Save /etc of Local / team/app to etc.tar' })).toBeVisible();
  expect(await listOf(join(folder, 'etc.tar'))).toEqual(['etc/', 'etc/motd', 'etc/passwd']);

  // A file, from what is told of it.
  await tabTo(page, tree(page));
  await page.keyboard.press('ArrowRight');
  await expect(line(page, /^motd /)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await tabTo(page, preview.getByRole('button', { name: 'Save…', exact: true }));
  await page.keyboard.press('Enter');
  await expect(longshore.dialog('Save /etc/motd')).toContainText('4 B.');
  await saveAs(longshore, page, 'Save /etc/motd', join(folder, 'motd'));
  expect(await readFile(join(folder, 'motd'), 'utf8')).toBe('new\n');

  // All of it, and all of one layer.
  await tabBackTo(page, page.getByRole('button', { name: 'Save the root file system…' }));
  await page.keyboard.press('Enter');
  await saveAs(longshore, page, 'Save root file system', join(folder, 'root.tar'));
  expect(await listOf(join(folder, 'root.tar'))).toEqual(['etc/', 'etc/motd', 'etc/passwd', 'usr/', 'usr/tool']);
  await tabBackTo(page, page.getByRole('radio', { name: 'Merged' }));
  await pressUntil(page, 'ArrowRight', page.getByRole('radio', { name: 'Layer 1' }), 2);
  await tabTo(page, page.getByRole('button', { name: 'Save the files of layer 1…' }));
  await page.keyboard.press('Enter');
  // Not over a file that is there, unless it is said.
  const last = longshore.dialog('Save files of layer 1');
  await typeOver(page, last.getByRole('textbox', { name: 'File' }), join(folder, 'root.tar'));
  await page.keyboard.press('Enter');
  await expect(last.getByRole('alert')).toContainText('A file with this name exists');
  await tabTo(page, last.getByRole('checkbox', { name: 'Replace the file' }));
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(last).toBeHidden();
  await longshore.runsEnded();
  expect(await listOf(join(folder, 'root.tar'))).toEqual(['etc/', 'etc/motd', 'etc/passwd', 'gone', 'usr/', 'usr/tool']);
  expect((await readdir(folder)).sort()).toEqual(['etc.tar', 'motd', 'root.tar']);
  await rm(folder, { recursive: true, force: true });
});

test('a blob of an artifact and a linked document are saved as the registry has them', async ({ longshore, registry, page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  const weights = randomBytes(50_000);
  const sbom = Buffer.from(JSON.stringify(syftSpdx(somePackages)));
  const client = connect(registry.url);
  const models = new LinkedPusher(client, 'team/model');
  const empty = (pusher: LinkedPusher) => pusher.blob('application/vnd.oci.empty.v1+json', Buffer.from('{}'));
  const annotations = { 'org.opencontainers.image.title': 'models/weights.bin' };
  const layers = [{ ...(await models.blob('application/octet-stream', weights)), annotations }];
  await models.manifest({ artifactType: 'application/vnd.example.model', config: await empty(models), layers }, '1.0');
  const images = new LinkedPusher(client, 'team/api');
  const image = await images.image('amd64', { tag: '1.0' });
  const { digest, size, mediaType } = image;
  const artifactType = 'application/spdx+json';
  const config = await empty(images);
  const attached = await images.manifest({
    ...{ artifactType, config, subject: { digest, size, mediaType } },
    layers: [await images.blob(artifactType, sbom)],
  });
  await images.list(image, [{ ...attached, artifactType }]);
  await client.close();
  await longshore.addRegistry(registry.host, 'Local');

  await longshore.command('team/model:1.0');
  // Until it is read, the tabs are those of an image.
  await expect(page.getByRole('tabpanel', { name: 'Overview' })).toContainText('application/vnd.example.model');
  await page.getByRole('tab', { name: 'Files' }).click();
  await tabTo(page, page.getByRole('tabpanel').getByRole('button', { name: 'Save…', exact: true }));
  await page.keyboard.press('Enter');
  const dialog = longshore.dialog('Save models/weights.bin');
  await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue(/\/weights\.bin$/);
  await saveAs(longshore, page, 'Save models/weights.bin', join(folder, 'w'));
  expect((await readFile(join(folder, 'w'))).equals(weights)).toBe(true);

  await longshore.command('team/api:1.0');
  await page.getByRole('tab', { name: 'Linked' }).click();
  await page.getByRole('tree', { name: 'Linked' }).getByRole('treeitem', { name: /^SBOM/ }).click();
  await tabTo(page, page.getByRole('region', { name: 'Details' }).getByRole('button', { name: 'Save…', exact: true }));
  await page.keyboard.press('Enter');
  await longshore
    .dialog(/^Save sbom-/)
    .getByRole('textbox', { name: 'File' })
    .waitFor();
  await saveAs(longshore, page, /^Save sbom-/, join(folder, 'sbom.json'));
  expect((await readFile(join(folder, 'sbom.json'))).equals(sbom)).toBe(true);
  await rm(folder, { recursive: true, force: true });
});
