import { expect, type Page } from '@playwright/test';
import { layerOf } from '../electron/sample/tar.ts';
import { test } from './fixtures.ts';
import { pushImage, type TestLayer } from './support/content/images.ts';
import { chooseInMenu, pressUntil, tabBackTo, tabTo, typeAhead } from './support/page/keys.ts';

const layer = (instruction: string, ...files: Parameters<typeof layerOf>): TestLayer => ({ ...layerOf(...files), instruction });

/** Layers that add, change and delete. */
const LAYERS: readonly TestLayer[] = [
  layer('/bin/sh -c #(nop) ADD file:base in / ', [
    { path: 'etc/' },
    { path: 'etc/motd', content: 'old\n' },
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\n', mode: 0o640 },
    { path: 'usr/' },
    { path: 'usr/bin/' },
    { path: 'usr/bin/su', content: 'x'.repeat(3_000), mode: 0o4755 },
    { path: 'usr/bin/sh', target: 'su' },
    { path: 'var/' },
    { path: 'var/cache/' },
    { path: 'var/cache/packages.tar', content: 'p'.repeat(5_000_000) },
  ]),
  layer('RUN /bin/sh -c make install # buildkit', [{ path: 'etc/motd', content: 'new\n' }, { path: 'var/cache/.wh.packages.tar' }]),
  layer(
    'COPY dist /app # buildkit',
    [
      { path: 'app/', owner: [1000, 'app'] },
      { path: 'app/server.js', content: "console.log('hello');\n", owner: [1000, 'app'] },
      { path: 'app/说明.md', content: '# 说明\n', owner: [1000, 'app'] },
    ],
    'zstd',
  ),
];

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Files' });
const line = (page: Page, name: RegExp) => tree(page).getByRole('row', { name });

test('the files of an image are seen merged and layer by layer, found, and told where they come from', async ({
  longshore,
  registry,
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await pushImage({ layers: LAYERS }, { host: registry.host, repository: 'team/app', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/app');
  await longshore.tag('1.0').click();
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(line(page, /^app /)).toContainText('drwxr-xr-x');
  await expect(page.getByRole('tabpanel')).toContainText('Checked against the digests of the layers');
  await expect(page.getByRole('tabpanel')).toContainText('Layer 3 is compressed with zstd. Docker before 23.0 cannot pull this image.');

  await line(page, /^etc /).click();
  await expect(line(page, /^passwd /)).toContainText('-rw-r-----');
  await line(page, /^motd /).click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview).toContainText('/etc/motd');
  await expect(preview.getByRole('listitem')).toContainText([/Added in layer 1/, /Changed in layer 2.*make install/]);
  await expect(preview.getByRole('textbox', { name: 'Content of etc/motd' })).toHaveText('new');
  await preview.getByRole('button', { name: 'Copy path' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('/etc/motd');

  await page.getByRole('radiogroup', { name: 'Show' }).getByText('2', { exact: true }).click();
  await line(page, /^var /).click();
  await line(page, /^cache /).click();
  await expect(line(page, /packages\.tar/)).toContainText('deleted');

  await page.getByRole('radiogroup', { name: 'Show' }).getByText('Merged').click();
  await page.getByRole('button', { name: /^Wasted 5\.0 MB$/ }).click();
  await expect(line(page, /var\/cache\/packages\.tar/)).toContainText('deleted in 2');
  await page.getByRole('button', { name: 'Remove filter Wasted' }).click();
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Set-uid' }).click();
  await page.keyboard.press('Escape');
  await expect(line(page, /usr\/bin\/su/)).toContainText('-rwsr-xr-x');
  await expect(tree(page)).toHaveAttribute('aria-rowcount', '2');
});

test('a symbolic link leads to its target, also through a folder that is one, and says where it leads nowhere', async ({
  longshore,
  registry,
  page,
}) => {
  const links = layer('COPY links', [
    { path: 'usr/' },
    { path: 'usr/lib/' },
    { path: 'usr/lib/os-release', content: 'ID=debian\n' },
    { path: 'lib', target: 'usr/lib' },
    { path: 'etc/' },
    { path: 'etc/os-release', target: '../lib/os-release' },
    { path: 'etc/broken', target: '/nowhere' },
  ]);
  await pushImage({ layers: [links] }, { host: registry.host, repository: 'team/links', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/links');
  await longshore.tag('1.0').click();
  await page.getByRole('tab', { name: 'Files' }).click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await line(page, /^etc /).dblclick();
  await line(page, /^os-release /).click();
  await preview.getByRole('button', { name: '../lib/os-release' }).click();
  await expect(preview).toContainText('/usr/lib/os-release');
  await expect(preview.getByRole('textbox')).toContainText('ID=debian');
  await line(page, /^broken /).click();
  await preview.getByRole('button', { name: '/nowhere' }).click();
  await expect(page.getByText('/nowhere was not found in this image.')).toBeVisible();
});

test('what layers deleted is shown where it was, and what one layer changed is found', async ({ longshore, registry, page }) => {
  await pushImage({ layers: LAYERS }, { host: registry.host, repository: 'team/app', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/app');
  await longshore.tag('1.0').click();
  await page.getByRole('tab', { name: 'Files' }).click();
  await line(page, /^var /).click();
  await line(page, /^cache /).click();
  await expect(tree(page)).toContainText('This folder is empty.');

  // By key: the menu of conditions, and the layers in it.
  const conditions = page.getByRole('button', { name: 'More filters' });
  await conditions.focus();
  await page.keyboard.press('Enter');
  await pressUntil(page, 'ArrowDown', page.getByRole('menuitemcheckbox', { name: 'Show deleted files' }), 12);
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  const packages = line(page, /^deleted packages\.tar /);
  await expect(packages).toContainText('5.0 MB');
  await expect(packages).toContainText('1, deleted in 2');
  await packages.click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByRole('listitem')).toContainText([/Added in layer 1/, /Deleted in layer 2.*make install/]);
  await expect(preview).toContainText('Files of more than 4.2 MB are not shown.');

  await conditions.focus();
  await page.keyboard.press('Enter');
  await pressUntil(page, 'ArrowDown', page.getByRole('menuitem', { name: 'Changed in layer' }), 12);
  await page.keyboard.press('ArrowRight');
  await pressUntil(page, 'ArrowDown', page.getByRole('menuitemcheckbox', { name: 'Layer 2' }), 4);
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(line(page, /etc\/motd/)).toContainText('1, 2');
  await expect(line(page, /var\/cache\/packages\.tar/)).toContainText('1, deleted in 2');
  await expect(tree(page)).toHaveAttribute('aria-rowcount', '3');
  await page.getByRole('button', { name: 'Remove filter With deleted files' }).click();
  await expect(tree(page)).toHaveAttribute('aria-rowcount', '2');
  // In one layer the condition has no meaning, and it is there again behind it.
  await page.getByRole('radiogroup', { name: 'Show' }).getByText('2', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'Remove filter Changed in layer 2' })).toHaveCount(0);
  await page.getByRole('radiogroup', { name: 'Show' }).getByText('Merged').click();
  await page.getByRole('button', { name: 'Remove filter Changed in layer 2' }).click();
  await expect(line(page, /^app /)).toBeVisible();

  // What was written for nothing has its mode and its owner, too.
  await page.getByRole('button', { name: /^Wasted 5\.0 MB$/ }).click();
  await expect(line(page, /var\/cache\/packages\.tar/)).toContainText('-rw-r--r--');
});

test('a file has a menu, whose link leads to it from everywhere, and says where it is gone', async ({ longshore, registry, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const { digest } = await pushImage({ layers: LAYERS }, { host: registry.host, repository: 'team/app', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/app');
  await longshore.tag('1.0').click();
  await page.getByRole('tab', { name: 'Files' }).click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  // A double click opens, and does not close again.
  await line(page, /^etc /).dblclick();
  await expect(line(page, /^etc /)).toHaveAttribute('aria-expanded', 'true');
  await line(page, /^passwd /).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy link' }).click();
  const link = `longshore://open?ref=${registry.host}/team/app:1.0@${digest}&tab=files&path=etc/passwd`;
  await expect.poll(copied).toBe(link);
  // The menu opens no file by itself.
  await expect(preview).not.toContainText('passwd');
  await line(page, /^motd /).hover();
  await line(page, /^motd /)
    .getByRole('button', { name: 'Actions for /etc/motd' })
    .click();
  await page.getByRole('menuitem', { name: 'Where else' }).click();
  await expect(preview.getByRole('region', { name: 'Images with a file named motd' })).toContainText('team/app:1.0');

  // By key: from the merged image to the layer that wrote it first.
  await chooseInMenu(page, 'Show in layer 1');
  await expect(page.getByRole('radio', { name: 'Layer 1' })).toBeChecked();
  await expect(preview.getByRole('textbox', { name: 'Content of etc/motd' })).toHaveText('old');
  await expect(line(page, /motd /)).toContainText('replaced in 2');
  await chooseInMenu(page, 'Copy link');
  await expect.poll(copied).toBe(`longshore://open?ref=${registry.host}/team/app:1.0@${digest}&tab=files&layer=1&path=etc/motd`);
  await chooseInMenu(page, 'Show in the merged image');
  await expect(preview.getByRole('textbox', { name: 'Content of etc/motd' })).toHaveText('new');

  // From another place, and from a start of the page.
  await page.getByRole('button', { name: 'Close details' }).click();
  await longshore.command(link);
  await expect(preview).toContainText('/etc/passwd');
  await expect(line(page, /^passwd /)).toHaveAttribute('aria-selected', 'true');
  await page.reload();
  await expect(preview).toContainText('/etc/passwd');
  await expect(line(page, /^passwd /)).toHaveAttribute('aria-selected', 'true');
  await longshore.command(link.replace('etc/passwd', 'etc/none'));
  await expect(page.getByRole('tabpanel').getByRole('alert')).toContainText('/etc/none was not found in this image.');
  await line(page, /^motd /).click();
  await expect(page.getByRole('tabpanel').getByRole('alert')).toHaveCount(0);

  // A layer has a menu, too, and its link unfolds it.
  await page.getByRole('tab', { name: 'Layers' }).click();
  const second = page.getByRole('table', { name: 'Layers' }).getByRole('button', { name: /make install/ });
  await second.focus();
  await chooseInMenu(page, 'Copy link');
  await expect.poll(copied).toBe(`longshore://open?ref=${registry.host}/team/app:1.0@${digest}&tab=layers&layer=2`);
  await expect(second).toBeFocused();
  await chooseInMenu(page, 'Show its files');
  await expect(page.getByRole('radio', { name: 'Layer 2' })).toBeChecked();
  await longshore.command(await copied());
  await expect(second).toHaveAttribute('aria-expanded', 'true');
});

test('the files of an image by keys alone', async ({ longshore, registry, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await pushImage({ layers: LAYERS }, { host: registry.host, repository: 'team/app', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('team/app:1.0');
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Files' })).toHaveAttribute('aria-selected', 'true');
  await expect(line(page, /^app /)).toBeVisible();

  // From the field into what it finds, and what is to be known of it.
  const field = page.getByRole('searchbox', { name: 'Filter files' });
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await tabTo(page, field);
  await page.keyboard.type('motd');
  await expect(tree(page)).toHaveAttribute('aria-rowcount', '2');
  await page.keyboard.press('ArrowDown');
  await expect(tree(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(preview).toContainText('/etc/motd');
  await tabBackTo(page, field);
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('');

  // Through the tree: by the beginning of a name, open, down, close.
  await expect(line(page, /^usr /)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(tree(page)).toBeFocused();
  await typeAhead(page, 'us');
  await page.keyboard.press('ArrowRight');
  await expect(line(page, /^bin /)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(line(page, /^su /)).toHaveAttribute('aria-level', '3');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(preview).toContainText('/usr/bin/su');
  await chooseInMenu(page, 'Copy path');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('/usr/bin/su');
  await expect(tree(page)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(line(page, /^bin /)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(preview).toContainText('/var');

  // One layer, and a condition.
  await tabBackTo(page, page.getByRole('radio', { name: 'Merged' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Layer 2' })).toBeChecked();
  await expect(page.getByRole('tabpanel')).toContainText('0 added, 1 changed, 1 deleted');
  await page.keyboard.press('ArrowLeft');
  await tabBackTo(page, page.getByRole('button', { name: 'More filters' }));
  await page.keyboard.press('Enter');
  await pressUntil(page, 'ArrowDown', page.getByRole('menuitemcheckbox', { name: 'Set-uid' }), 6);
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(line(page, /usr\/bin\/su/)).toBeVisible();
  await expect(tree(page)).toHaveAttribute('aria-rowcount', '2');
});

test('the sample has files to look at; much is read only when it is asked for, and what is not found is said', async ({
  longshore,
  page,
}) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/web');
  await longshore.tag('2026.11.18').click();
  await page.getByRole('tab', { name: 'Files' }).click();
  await line(page, /^srv /).click();
  await line(page, /^web /).click();
  await line(page, /^说明 /).click();
  await line(page, /使用指南\.md/).click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByRole('textbox')).toContainText('在左侧选择一个订单');
  // A picture is drawn from its bytes; a program is not shown.
  await line(page, /^assets /).click();
  await line(page, /^logo\.png /).click();
  const picture = preview.getByRole('img', { name: 'Content of srv/web/assets/logo.png' });
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(96);
  await page.getByRole('searchbox', { name: 'Filter files' }).fill('usr/bin/bash');
  await line(page, /usr\/bin\/bash/).click();
  await expect(preview).toContainText('A binary file. Its content is not shown.');
  // Who else has it: every image on the same base, read or not.
  await preview.getByRole('button', { name: 'Where else' }).click();
  await expect(preview.getByRole('region', { name: 'Images with a file named bash' })).toContainText('team/web:2026.11.18');

  await longshore.openRepository('team/api');
  await longshore.tag('1.8.7').click();
  await page.getByRole('tab', { name: 'Files' }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel).toContainText('73.2 MB must be read once');
  await panel.getByRole('button', { name: 'Read 73.2 MB' }).click();
  await expect(panel.getByRole('alert')).toContainText('No layer of this image could be read.');
  await expect(panel.getByRole('alert')).toContainText('Layers 1, 2, 3, 4, 5: not found in the registry.');
});
