import { expect, type Page } from '@playwright/test';
import { layerOf } from '../electron/sample/tar.ts';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { chooseInMenu, pressButton, tabBackTo, tabTo, typeAhead, typeOver, watchMouse } from './support/page/keys.ts';
import { startDistribution } from './support/servers/distribution.ts';

const main = (page: Page) => page.getByRole('main', { name: 'Compare' });
const field = (page: Page, name: 'From' | 'To') => main(page).getByRole('combobox', { name, exact: true });
const outcome = (page: Page) => main(page).locator('header').getByRole('status');
const tab = (page: Page, name: string) => main(page).getByRole('tablist', { name: 'Comparison' }).getByRole('tab', { name });
const grid = (page: Page) => page.getByRole('grid', { name: 'Tags' });

/** Goes to a tag by the beginning of its name. */
async function goToTag(page: Page, tag: string): Promise<void> {
  await page.keyboard.press('Control+2');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Home');
  await typeAhead(page, tag);
  await expect(grid(page).locator('[data-active="true"]').getByRole('gridcell', { name: tag, exact: true })).toBeVisible();
  // What is typed next is no part of the name.
  await page.waitForTimeout(1_100);
}

async function compared(page: Page, from: string, to: string): Promise<void> {
  await expect(field(page, 'From')).toHaveValue(from);
  await expect(field(page, 'To')).toHaveValue(to);
}

test('two selected tags are compared by keys alone: layers, config, another tag, the other way round, and back', async ({
  longshore,
  page,
}) => {
  const presses = await watchMouse(page);
  await page.reload();
  await pressButton(page, page.getByRole('button', { name: 'Open the sample' }));
  await expect(longshore.repository('team/api')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter repositories' })).toBeFocused();
  await page.keyboard.type('team/api');
  await expect(page.getByRole('treeitem', { name: 'charts/api' })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(longshore.tag('1.8.7').getByText('amd64')).toBeVisible();
  for (const tag of ['1.9.1', '1.8.7']) {
    await goToTag(page, tag);
    await page.keyboard.press('Space');
  }
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Control+d');
  // The older one is what the newer one is compared with.
  await compared(page, '1.8.7', '1.9.1');
  await expect(outcome(page)).toHaveText('linux/amd64 · −12.0 kB · 3 of 5 layers shared');
  await expect(main(page).getByRole('table', { name: 'Layers' }).getByRole('row')).toHaveText([
    /^Layers/,
    /^~COPY dist .\/dist−7\.0 kB/,
    /^~COPY --from=build.*−5\.0 kB/,
    /^=3 equal layers, 37\.6 MB/,
  ]);
  await expect(tab(page, 'Summary')).toBeFocused();

  await page.keyboard.press('ArrowRight');
  const layers = main(page).getByRole('table', { name: 'Layers' });
  await expect(layers.getByRole('img', { name: 'changed' })).toHaveCount(2);
  await pressButton(page, layers.getByRole('button', { name: /^2 equal layers/ }));
  await expect(layers.getByRole('row', { name: /ADD file:4c1f3d/ })).toBeVisible();
  await tabBackTo(page, tab(page, 'Layers'));
  await page.keyboard.press('ArrowRight');
  await expect(
    main(page)
      .getByRole('table', { name: 'Labels' })
      .getByRole('row', { name: /changed org.opencontainers.image.version 1\.8\.7 1\.9\.1/ }),
  ).toBeVisible();

  // Another tag, from the list below the field.
  await tabBackTo(page, field(page, 'From'));
  await typeOver(page, field(page, 'From'), '1.9.0');
  const option = page.getByRole('option', { name: '1.9.0', exact: true });
  await expect(option).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await compared(page, '1.9.0', '1.9.1');
  await expect(tab(page, 'Config')).toHaveAttribute('aria-selected', 'true');
  await expect(field(page, 'From')).toBeFocused();
  await tabBackTo(page, main(page).getByRole('button', { name: 'Swap' }));
  await page.keyboard.press('Enter');
  await compared(page, '1.9.1', '1.9.0');
  for (let back = 0; back < 5 && (await grid(page).count()) === 0; back++) {
    await page.keyboard.press('Alt+ArrowLeft');
    await page.waitForTimeout(300);
  }
  await expect(grid(page)).toBeVisible();
  expect(presses()).toBe(0);
});

test('a tag is compared with the version before it in one key, from its menu and from the palette, and three are not', async ({
  longshore,
  page,
}) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.8.7').getByText('amd64')).toBeVisible();
  await goToTag(page, '1.8.7');
  await page.keyboard.press('Control+d');
  await compared(page, '1.8.6', '1.8.7');
  await main(page).getByRole('button', { name: 'Close' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Image of 1.8.7' })).toBeVisible();
  await expect(grid(page)).toBeFocused();

  await goToTag(page, '1.10.0-rc.2');
  await chooseInMenu(page, 'Compare with 1.10.0-rc.1');
  await compared(page, '1.10.0-rc.1', '1.10.0-rc.2');
  await page.goBack();

  await goToTag(page, '1.9.2');
  await chooseInMenu(page, 'Compare with…');
  await expect(field(page, 'From')).toBeFocused();
  await expect(main(page).getByText('Choose what to compare 1.9.2 with.')).toBeVisible();
  await main(page).getByRole('button', { name: 'Previous version: 1.9.1' }).click();
  await compared(page, '1.9.1', '1.9.2');
  await main(page).getByRole('button', { name: 'Close' }).click();

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Registry, repository/ })).toBeFocused();
  await page.keyboard.type('>compare 1.9.2 with 1.9.1');
  await expect(page.getByRole('option', { name: /^Compare 1\.9\.2 with 1\.9\.1/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await compared(page, '1.9.1', '1.9.2');
  await main(page).getByRole('button', { name: 'Close' }).click();

  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('1.8');
  for (const tag of ['1.8.7', '1.8.6', '1.8.5']) await longshore.tag(tag).getByRole('checkbox').check();
  await expect(page.getByRole('toolbar', { name: 'Selected tags' }).getByRole('button', { name: 'Compare' })).toHaveCount(0);
  await grid(page).focus();
  await page.keyboard.press('Control+d');
  await expect(page.getByText('Select two tags to compare them.')).toBeVisible();
  await longshore.tag('1.8.5').getByRole('checkbox').uncheck();
  await page.getByRole('toolbar', { name: 'Selected tags' }).getByRole('button', { name: 'Compare' }).click();
  await compared(page, '1.8.6', '1.8.7');
});

test('platforms of indexes, images of two registries and what a link names are compared', async ({ longshore, registry, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const other = await startDistribution();
  const index = [
    { layers: [9_000, 40_000], architecture: 'amd64' },
    { layers: [9_000, 41_000], architecture: 'arm64' },
  ];
  await pushImage(index, { host: registry.host, repository: 'team/api', tags: ['2.0'] });
  await pushImage([...index, { layers: [5_000], architecture: 's390x' }], { host: registry.host, repository: 'team/api', tags: ['2.1'] });
  await pushImage({ layers: [70_000], labels: { team: 'orders' } }, { host: other.host, repository: 'mirror/api', tags: ['2.1'] });
  await longshore.addRegistry(other.host, 'Mirror');
  await longshore.addRegistry(registry.host, 'Team');
  await longshore.openRepository('team/api');
  await goToTag(page, '2.1');
  await page.keyboard.press('Control+d');
  await compared(page, '2.0', '2.1');
  const platforms = main(page).getByRole('table', { name: 'Platforms' });
  await expect(platforms.getByRole('row')).toHaveText([/Platforms/, /^~linux\/amd64/, /^~linux\/arm64/, /^\+linux\/s390x/]);
  await platforms.getByRole('button', { name: 'linux/arm64' }).click();
  await expect(outcome(page)).toContainText('linux/arm64 · ');
  // Two platforms of one index.
  await main(page).getByRole('combobox', { name: 'Platform of To' }).click();
  await page.getByRole('option', { name: 's390x' }).click();
  await expect(outcome(page)).toContainText('linux/arm64 → linux/s390x · ');
  await field(page, 'From').fill('2.1');
  await field(page, 'From').press('Enter');
  await expect(outcome(page)).toContainText('0 of 1 layer shared');
  await main(page).getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/with=.*team\/api:2\.1.*platform=linux\/s390x/);

  // A reference on another registry, as it is pasted.
  await field(page, 'From').fill(`${other.host}/mirror/api:2.1`);
  await field(page, 'From').press('Enter');
  await expect(main(page).getByText('2.1 is an index, Mirror mirror/api:2.1 is a single image.')).toBeVisible();
  await expect(
    main(page)
      .getByRole('table', { name: 'Config' })
      .getByRole('row', { name: /^removed LABEL team orders/ }),
  ).toBeVisible();
  await main(page).getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(`with=${other.host}/mirror/api:2.1`);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await main(page).getByRole('button', { name: 'Close' }).click();
  await expect(main(page)).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Registry, repository/ })).toBeFocused();
  await page.keyboard.insertText(link);
  await expect(page.getByRole('option', { name: /^longshore:/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await compared(page, `${other.host}/mirror/api:2.1`, `${registry.host}/team/api:2.1`);

  // One side fails: it is said of that side.
  await other.stop();
  await field(page, 'From').fill(`${other.host}/mirror/api:2.2`);
  await field(page, 'From').press('Enter');
  await expect(main(page).getByRole('alert')).toBeVisible({ timeout: 20_000 });
  await expect(main(page).getByText('Mirror · Mirror mirror/api:2.2')).toBeVisible();
});

test('what cannot be compared says why', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.8.7').getByText('amd64')).toBeVisible();
  await goToTag(page, '1.9.2');
  await page.keyboard.press('Control+d');
  await compared(page, '1.9.1', '1.9.2');
  const from = field(page, 'From');
  await from.fill('latest');
  await from.press('Enter');
  await expect(main(page).getByText('These are the same image.')).toBeVisible();
  await from.fill('no-such-tag');
  await from.press('Enter');
  await expect(main(page).getByRole('alert')).toContainText('no-such-tag was not found.');
  await from.fill('not a reference');
  await from.press('Enter');
  await expect(main(page).getByText('This is not a tag, a digest or a reference.')).toBeVisible();
  await from.fill('other.example.com/team/api:1');
  await from.press('Enter');
  await expect(main(page).getByText('No saved registry is at other.example.com.')).toBeVisible();
  await from.fill('charts/api:2.4.0');
  await from.press('Enter');
  await expect(main(page).getByText(/These are of different kinds: chart and image/)).toBeVisible();
});

test('two charts are compared by the values of their configs and by their files', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('charts/api');
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+d');
  await expect(main(page).getByRole('table', { name: 'Files' })).toBeVisible();
  await expect(
    main(page)
      .getByRole('table', { name: 'Config' })
      .getByRole('row', { name: /^changed version/ }),
  ).toBeVisible();
});

/** A text of 30 lines, one of which says what it is given. */
const motd = (line: string): string => Array.from({ length: 30 }, (_, i) => (i === 14 ? `${line}\n` : `line ${i + 1}\n`)).join('');

test('the files of two images are compared, and what a text differs in is seen and copied, by keys alone', async ({
  longshore,
  registry,
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const base = { ...layerOf([{ path: 'etc/' }, { path: 'etc/motd', content: motd('hello') }]), instruction: 'ADD base /' };
  const app = (...files: Parameters<typeof layerOf>[0]) => ({ ...layerOf(files, 'zstd'), instruction: 'COPY app /app' });
  const push = (tag: string, ...layers: ReturnType<typeof app>[]) =>
    pushImage({ layers: [base, ...layers] }, { host: registry.host, repository: 'team/app', tags: [tag] });
  await push(
    '1.0',
    app(
      { path: 'app/' },
      { path: 'app/old/' },
      ...Array.from({ length: 21 }, (_, i) => ({ path: `app/old/jimp-${i}.js`, content: 'j'.repeat(848) })),
      { path: 'app/run', content: 'x' },
    ),
  );
  await push(
    '1.1',
    app(
      { path: 'app/' },
      { path: 'app/run', content: 'x', mode: 0o755 },
      { path: 'app/sharp.node', content: '\0'.repeat(22_900) },
      { path: 'etc/' },
      { path: 'etc/motd', content: motd('hello, world') },
    ),
  );
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/app');
  await expect(longshore.tag('1.0').getByText('amd64')).toBeVisible();
  await goToTag(page, '1.1');
  await page.keyboard.press('Control+d');
  await compared(page, '1.0', '1.1');
  await expect(tab(page, 'Summary')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(tab(page, 'Files')).toHaveAttribute('aria-selected', 'true');
  const files = main(page).getByRole('table', { name: 'Files' });
  await expect(files.getByRole('row')).toHaveText([
    /^Path/,
    /^\+\/app\/sharp\.node22\.9 kB\+22\.9 kB/,
    /^−\/app\/old\/ · 21 files17\.8 kB−17\.8 kB/,
    /^~\/etc\/motd/,
    /^~\/app\/run · mode 0644 → 07551 B1 B0 B/,
  ]);
  await expect(main(page).getByText('2 files changed, 1 added, and 21 removed')).toBeVisible();
  for (const tag of ['1.0', '1.1'])
    await expect(main(page).getByRole('region', { name: tag, exact: true })).toContainText(`${tag}Layer 2 is compressed with zstd.`);
  // The files that have a content to be seen are one stop of the Tab key.
  await tabTo(page, files.getByRole('button', { name: '/app/sharp.node' }));
  await page.keyboard.press('Enter');
  await expect(main(page).getByRole('region', { name: 'Changes in /app/sharp.node' })).toContainText('A binary file.');
  // What has nothing to be opened is on the way, for its menu.
  await page.keyboard.press('ArrowDown');
  await chooseInMenu(page, 'Copy link');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^longshore:\/\/open\?ref=[^&]+\/team\/app@sha256:[0-9a-f]{64}&tab=files&path=app\/old$/);
  await page.keyboard.press('ArrowDown');
  const file = files.getByRole('button', { name: '/etc/motd' });
  await expect(file).toBeFocused();
  await page.keyboard.press('Enter');
  const diff = main(page).getByRole('region', { name: 'Changes in /etc/motd' });
  await expect(diff).toContainText('1 line removed and 1 line added');
  const changed = (mark: string) => diff.getByRole('row').filter({ has: page.getByRole('img', { name: mark }) });
  await expect(changed('removed')).toHaveText('15−hello');
  await expect(changed('added')).toHaveText('15+hello, world');
  await expect(changed('added').locator('mark')).toHaveText(', world');
  await expect(diff.getByRole('row')).toHaveCount(10);
  await tabTo(page, diff.getByRole('button', { name: 'Copy diff' }));
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('--- a/etc/motd\n+++ b/etc/motd\n@@ -12,7 +12,7 @@\n line 12\n line 13\n line 14\n-hello\n+hello, world\n line 16\n');
  await tabTo(page, diff.getByRole('button', { name: '11 equal lines' }));
  await page.keyboard.press('Enter');
  await expect(diff.getByRole('row')).toHaveCount(21);
  await tabBackTo(page, file);
  await page.keyboard.press('Enter');
  await expect(diff).toHaveCount(0);
  await typeOver(page, main(page).getByRole('searchbox', { name: 'Filter files' }), 'etc');
  await expect(files.getByRole('row')).toHaveCount(2);
  await typeOver(page, main(page).getByRole('searchbox', { name: 'Filter files' }), 'jimp');
  await expect(main(page)).toContainText('What is inside a folder that only one image has is not searched.');
});

test('a text that differs in many lines is drawn in steps, and one that is too large is not compared', async ({
  longshore,
  registry,
  page,
}) => {
  const lines = (word: string): string => Array.from({ length: 400 }, (_, i) => `${word} ${i}\n`).join('');
  for (const [tag, word] of [
    ['1.0', 'old'],
    ['1.1', 'new'],
  ] as const) {
    const files = [
      { path: 'long.txt', content: lines(word) },
      { path: 'large.txt', content: word.repeat(1_500_000) },
    ];
    const layer = { ...layerOf(files), instruction: 'COPY . /' };
    await pushImage({ layers: [layer] }, { host: registry.host, repository: 'team/app', tags: [tag] });
  }
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/app');
  await expect(longshore.tag('1.0').getByText('amd64')).toBeVisible();
  await goToTag(page, '1.1');
  await page.keyboard.press('Control+d');
  await tab(page, 'Files').click();
  await main(page).getByRole('button', { name: '/large.txt' }).click();
  await expect(main(page).getByText(/^Files larger than 4\.2 MB are not compared line by line\.$/)).toBeVisible();
  await main(page).getByRole('button', { name: '/long.txt' }).click();
  const diff = main(page).getByRole('region', { name: 'Changes in /long.txt' });
  await expect(diff).toContainText('400 lines removed and 400 lines added');
  await expect(diff.getByRole('row')).toHaveCount(301);
  await diff.getByRole('button', { name: 'Show 300 of 500 more' }).click();
  await expect(diff.getByRole('row')).toHaveCount(601);
  await diff.getByRole('button', { name: 'Show 200 of 200 more' }).click();
  await expect(diff.getByRole('row')).toHaveCount(800);
});

test('what is large is read for a comparison of files only when it is asked for, also where the other image has been read', async ({
  longshore,
  page,
}) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/web');
  await longshore.tag('2026.11.18').click();
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.8.7').getByText('amd64')).toBeVisible();
  await goToTag(page, '1.8.7');
  await page.keyboard.press('Control+d');
  await field(page, 'From').fill('team/web:2026.11.18');
  await field(page, 'From').press('Enter');
  await tab(page, 'Files').click();
  await main(page).getByRole('button', { name: 'Read 73.2 MB' }).click();
  await expect(main(page).getByRole('alert')).toContainText('No layer of this image could be read.');
});

test('images that no tag is shown for are compared by their digests, and two platforms of one index by a link, by keys alone', async ({
  longshore,
  registry,
  page,
}) => {
  const at = { host: registry.host, repository: 'team/api', tags: ['1.0'] };
  const first = (await pushImage({ layers: [9_000] }, at)).digest;
  const second = (await pushImage({ layers: [9_000], labels: { team: 'orders' } }, at)).digest;
  const index = ['amd64', 'arm64'].map((architecture, i) => ({ layers: [9_000 + i], architecture }));
  await pushImage(index, { ...at, tags: ['2.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  const jump = async (text: string, option: RegExp): Promise<void> => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: /^Registry, repository/ })).toBeFocused();
    await page.keyboard.insertText(text);
    await expect(page.getByRole('option', { name: option }).first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
  };
  const repository = `${registry.host}/team/api`;
  await jump(`${repository}@${second}`, /team\/api/);
  const short = second.slice('sha256:'.length, 'sha256:'.length + 7);
  await expect(page.getByRole('region', { name: `Image of ${short}` })).toBeVisible();
  await jump('>compare', new RegExp(`^Compare ${short} with`));
  await expect(field(page, 'From')).toBeFocused();
  await page.keyboard.insertText(first);
  await page.keyboard.press('Enter');
  await compared(page, first, second);
  await expect(
    main(page)
      .getByRole('table', { name: 'Config' })
      .getByRole('row', { name: /^added LABEL team orders/ }),
  ).toBeVisible();
  for (let back = 0; back < 2; back++) {
    await page.keyboard.press('Alt+ArrowLeft');
    await page.waitForTimeout(300);
  }
  await expect(page.getByRole('region', { name: `Image of ${short}` })).toBeVisible();
  // In the table the key is for its own rows.
  await page.keyboard.press('Control+3');
  await page.keyboard.press('Control+d');
  await expect(main(page).getByText(`Choose what to compare ${short} with.`)).toBeVisible();

  const platforms = 'platform=linux/arm64&with-platform=linux/amd64';
  await jump(`longshore://open?ref=${repository}:2.0&with=${repository}:2.0&${platforms}`, /^longshore:/);
  await expect(outcome(page)).toContainText('linux/amd64 → linux/arm64 · ');
});
