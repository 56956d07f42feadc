import { readFile } from 'node:fs/promises';
import { expect, type Locator } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { deleteFound, dryRunOf } from './support/page/clean-up.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

/** Where the text of an element ends, in pixels from the left of the page. */
const endOfText = (element: Locator): Promise<number> =>
  element.evaluate((node) => {
    const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
    const range = document.createRange();
    if (text) range.selectNode(text);
    return range.getBoundingClientRect().right;
  });

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

test('a clean-up by rules, by keyboard: the dry run gives reasons, one row is edited, and what is confirmed is deleted', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'clean/api';
  const push = (tags: string[], age: number) =>
    pushImage({ layers: [5000 + age], created: daysAgo(age) }, { host: registry.host, repository, tags });
  await push(['2.0.0', 'latest'], 1);
  const kept = await push(['1.9.0'], 50);
  await push(['1.8.0'], 60);
  await push(['1.7.0', 'stable'], 90);
  await longshore.addRegistry(registry.host, 'Clean');
  await longshore.openRepository(repository);
  await page.getByRole('button', { name: 'Clean up', exact: true }).press('Enter');
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { name: 'Clean up' })).toBeFocused();
  await main.getByRole('radio', { name: 'Old builds' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(main.getByRole('radio', { name: 'Own rules' })).toBeChecked();
  // Rules that say nothing delete nothing.
  await expect(main).toContainText('Say which tags to delete');
  await expect(main.getByRole('button', { name: 'Dry run' })).toBeDisabled();
  const rule = main.getByRole('group', { name: 'Rule 1' });
  const pattern = rule.getByRole('textbox', { name: 'Tags', exact: true });
  await pattern.fill('(');
  await rule.getByRole('combobox', { name: 'Tags: type of pattern' }).click();
  await page.getByRole('option', { name: 'regex' }).click();
  await pattern.press('Enter');
  await expect(main).toContainText('Not a valid regular expression.');
  await pattern.fill('(?!1)');
  await pattern.press('Enter');
  await expect(main).toContainText('Not supported: look-around');
  await pattern.fill('^\\d');
  await rule.getByRole('textbox', { name: 'Keep newest' }).fill('1');
  await expect(main).toContainText('Delete tags matching ^\\d beyond the newest 1.');
  await main.getByRole('textbox', { name: 'Name of these rules' }).fill('old versions');
  await main.getByRole('button', { name: 'Save rules' }).press('Enter');
  await pattern.press('Enter');
  const table = main.getByRole('table', { name: 'Dry run' });
  const row = (tag: string) => table.getByRole('row').filter({ has: page.getByRole('cell', { name: tag, exact: true }) });
  await expect(main).toContainText('3 tags to delete. 3 to keep.');
  // The names of the columns end where their numbers end.
  for (const [name, nth] of [
    ['Created', 3],
    ['Size', 4],
  ] as const) {
    const label = table.getByRole('columnheader', { name }).getByText(name, { exact: true });
    expect(await endOfText(label), name).toBeCloseTo(await endOfText(row('1.8.0').getByRole('cell').nth(nth)), 0);
  }
  await expect(row('2.0.0')).toContainText('newest release or its family');
  await expect(row('1.8.0')).toContainText('matches rule 1');
  await expect(row('stable')).toContainText('floating tag');
  // Each row shows its image; what has the same as the row above stays with it in a narrow window, too.
  const images = await table.getByRole('row').evaluateAll((rows) => rows.slice(1).map((one) => one.children[2]?.textContent ?? ''));
  for (const [width, height] of [
    [900, 600],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const [nth, image] of images.entries()) {
      const cell = table
        .getByRole('row')
        .nth(nth + 1)
        .getByRole('cell')
        .nth(2);
      await expect(cell.locator('i'), `image of row ${nth} at ${width}`).toBeVisible();
      expect(image).toMatch(/^[0-9a-f]{7}$/);
    }
    const text = main.locator('p').filter({ hasText: /^Own rules/ });
    expect(await text.evaluate((element) => element.scrollHeight <= element.clientHeight + 1), `rules at ${width}`).toBe(true);
  }
  await row('1.9.0').getByRole('checkbox').press('Space');
  await expect(row('1.9.0')).toContainText('keep: your choice');
  await expect(main).toContainText('2 tags to delete. 4 to keep.');
  await main.getByRole('button', { name: 'Export' }).press('Enter');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export CSV' }).press('Enter')]);
  const csv = await readFile(await file.path(), 'utf8');
  expect(csv).toContain(`${repository},1.9.0,${kept.digest}`);
  expect(csv).toMatch(/1\.9\.0,.*,keep,edited,1/);
  // Cancelling the confirmation keeps the dry run with its edits.
  const confirm = page.getByRole('alertdialog', { name: 'Delete 2 tags' });
  await main.getByRole('button', { name: 'Delete 2 tags…' }).press('Enter');
  await expect(confirm).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(confirm).toBeHidden();
  await expect(row('1.9.0')).toContainText('keep: your choice');
  await main.getByRole('button', { name: 'Delete 2 tags…' }).press('Enter');
  await confirm.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  await expect(confirm).toBeHidden();
  await longshore.runsEnded();
  // What was to be deleted is deleted: nothing says that it is still to be.
  await expect(main.getByRole('status').filter({ hasText: 'Deleted 2 of 2 tags.' })).toContainText(
    /Frees up to .* after garbage collection\./,
  );
  // How to free it stays on the page when the notice has gone.
  await main.getByRole('button', { name: 'How to free the space' }).press('Enter');
  await expect(longshore.dialog('Free the space in the registry')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(main).not.toContainText('tags to delete.');
  expect(await main.evaluate((element) => element.scrollHeight - element.clientHeight), 'the table scrolls, not the page').toBe(0);
  await expect(inspectDigest(registry.host, repository, '1.7.0')).rejects.toThrow();
  for (const tag of ['stable', '1.9.0', 'latest']) await pullWhole(registry.host, repository, tag);
  // What was restored since is said, and offers no undo again; done again, it stands as before.
  const told = main.getByRole('status').filter({ hasText: 'Deleted 2 of 2 tags' });
  for (const [key, way, buttons] of [
    ['Control+z', 'Undo', 0],
    ['Control+y', 'Redo', 1],
  ] as const) {
    await page.keyboard.press(key);
    const apply = longshore.dialog(`${way} a change`).getByRole('button', { name: way });
    await expect(apply).toHaveAttribute('aria-disabled', 'false');
    await apply.press('Enter');
    await longshore.runsEnded();
    await expect(told).toContainText(buttons === 0 ? 'Deleted 2 of 2 tags. · undone' : 'Frees up to');
    await expect(told.getByRole('button', { name: 'Undo' })).toHaveCount(buttons);
  }
  await main.getByRole('button', { name: 'New dry run' }).press('Enter');
  await expect(main).toContainText('1 tag to delete. 3 to keep.');
  await main.getByRole('button', { name: 'Show tags' }).press('Enter');
  await expect(longshore.tag('1.9.0')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await expect(longshore.tag('1.8.0')).toHaveCount(0);
  // The rules are still saved the next time.
  await page.reload();
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  await main.getByRole('radio', { name: 'Own rules' }).click();
  await main.getByRole('combobox', { name: 'Saved rules' }).click();
  await page.getByRole('option', { name: 'old versions' }).click();
  await expect(pattern).toHaveValue('^\\d');
});

test('a clean-up that is stopped says of every row what became of it, and the rest is deleted from Activity', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'clean/stopped';
  const tags = Array.from({ length: 8 }, (_, i) => `nightly-${i}`);
  for (const [i, tag] of tags.entries())
    await pushImage({ layers: [500 + i], created: daysAgo(90) }, { host: registry.host, repository, tags: [tag] });
  const slow = await startSlowProxy(registry.port, 120);
  await longshore.addRegistry(new URL(slow.url).host, 'Slow');
  await longshore.openRepository(repository);
  const main = page.getByRole('main');
  await dryRunOf(page, 'nightly-*');
  await deleteFound(page, repository, 8);
  const run = longshore.run(/^Clean-up of .*: 8 tags/);
  await expect(run).toContainText(/[1-9]\d* of 8/);
  await run.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(main.getByRole('status').filter({ hasText: /Deleted [1-7] of 8 tags/ })).toBeVisible();
  const table = main.getByRole('table', { name: 'Dry run' });
  const left = table.getByRole('row').filter({ hasText: 'unchanged, not tried' });
  const deleted = table.getByRole('row').filter({ has: page.getByRole('cell', { name: 'deleted', exact: true }) });
  await expect(left).not.toHaveCount(0);
  const count = await left.count();
  await expect(deleted).toHaveCount(8 - count);
  await expect(left.first().getByRole('checkbox')).not.toBeChecked();
  await expect(left.first().getByRole('checkbox')).toBeDisabled();
  await run.getByRole('button', { name: `Try the other ${count}` }).click();
  const rest = page.getByRole('alertdialog', { name: /^Delete / });
  const name = rest.getByRole('textbox', { name: `Type ${repository} to confirm` });
  await name.fill(repository);
  await rest.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(rest).toBeHidden();
  await longshore.runsEnded();
  await expect(deleted).toHaveCount(8);
  // What the whole of it frees is not said of a part.
  await expect(main.getByRole('status').filter({ hasText: `Deleted ${count} of ${count} tag` })).not.toContainText('Frees');
  await slow.stop();
});

test('the page of a clean-up is a place: back, forward, a reload and a look at a tag lead to it again, with the dry run', async ({
  longshore,
  page,
  registry,
}) => {
  const at = { host: registry.host, repository: 'place/api' };
  await pushImage({ layers: [3000], created: daysAgo(60) }, { ...at, tags: ['pr-7', 'pr-8'] });
  await pushImage({ layers: [4000], created: daysAgo(20) }, { ...at, tags: ['1.0.0', 'latest'] });
  await longshore.addRegistry(registry.host, 'Places');
  await longshore.openRepository(at.repository);
  await longshore.command('clean up');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Dry run' }).click();
  await expect(main).toContainText('2 tags to delete. 2 to keep.');
  // The untouched form deletes what people call old builds, and neither floating tags nor releases.
  const checked = main.getByRole('table', { name: 'Dry run' }).getByRole('checkbox', { checked: true });
  await expect(checked).toHaveCount(2);
  await main.getByRole('checkbox', { name: 'Delete pr-7' }).press('Space');
  await page.goBack();
  await expect(longshore.tag('pr-7')).toBeVisible();
  await page.goForward();
  await expect(main).toContainText('1 tag to delete. 3 to keep.');
  await page.reload();
  await expect(main.getByRole('heading', { name: 'Clean up' })).toBeVisible();
  await expect(main).toContainText('Delete pr-*');
  await longshore.repository(at.repository).click();
  await expect(longshore.tag('pr-7')).toBeVisible();
});

test('a person is warned before a floating tag or the newest release is deleted, and keeps them with one button', async ({
  longshore,
  page,
  registry,
}) => {
  const at = { host: registry.host, repository: 'warn/api' };
  await pushImage({ layers: [3000], created: daysAgo(60) }, { ...at, tags: ['1.0.0', 'latest'] });
  await pushImage({ layers: [4000], created: daysAgo(90) }, { ...at, tags: ['0.9.0'] });
  await longshore.addRegistry(registry.host, 'Warn');
  await longshore.openRepository(at.repository);
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  const main = page.getByRole('main');
  await main.getByRole('radio', { name: 'Everything old' }).click();
  // How old is asked at once, without the rules in full.
  await expect(main.getByRole('group', { name: 'Rule 1' })).toHaveCount(0);
  await main.getByRole('textbox', { name: 'Keep newest' }).fill('');
  await main.getByRole('textbox', { name: 'Older than (days)' }).fill('30');
  await expect(main).toContainText('Delete tags older than 30 days.');
  await main.getByRole('button', { name: 'Dry run' }).click();
  await expect(main).toContainText('1 tag to delete. 2 to keep.');
  const warning = main.getByRole('status').filter({ hasText: 'floating' });
  await expect(warning).toHaveCount(0);
  await main.getByRole('checkbox', { name: 'Delete latest' }).check();
  await expect(warning).toHaveText(/This would delete a floating tag or the newest release: latest\./);
  await main.getByRole('button', { name: 'Change rules' }).press('Enter');
  // The button leaves with the result.
  await expect(main.getByRole('heading', { name: 'Clean up' })).toBeFocused();
  await main.getByRole('checkbox', { name: 'Keep floating tags' }).uncheck();
  await main.getByRole('checkbox', { name: 'Keep the newest release and its family' }).uncheck();
  await main.getByRole('button', { name: 'Dry run' }).click();
  await expect(warning).toContainText('2 floating tags or tags of the newest release: latest and 1.0.0.');
  // In the smallest window the table has room for eight rows, also below the warning.
  await page.setViewportSize({ width: 900, height: 600 });
  const table = await main.getByRole('table', { name: 'Dry run' }).boundingBox();
  const row = await main.getByRole('table', { name: 'Dry run' }).getByRole('row').nth(1).boundingBox();
  const foot = await main.getByRole('button', { name: 'Delete 3 tags…' }).boundingBox();
  expect(table && row && Math.min(table.height, (foot?.y ?? 0) - table.y) / row.height).toBeGreaterThanOrEqual(9);
  await warning.getByRole('button', { name: 'Keep them' }).click();
  await expect(main).toContainText('1 tag to delete. 2 to keep.');
  await expect(warning).toHaveCount(0);
});

test('a dry run says which other rules would free more, and one click asks for those', async ({ longshore, page, registry }) => {
  for (const patch of [0, 1, 2, 3, 4]) {
    const image = { layers: [(patch + 1) * 10_000], created: daysAgo(100 - patch) };
    await pushImage(image, { host: registry.host, repository: 'space/room', tags: [`1.0.${patch}`] });
  }
  await longshore.addRegistry(registry.host, 'Room');
  await longshore.openRepository('space/room');
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Dry run' }).click();
  await expect(main).toContainText('0 tags to delete. 5 to keep.');
  await main.getByRole('button', { name: /^Old releases, 3\d\.\d kB$/ }).click();
  await expect(main).toContainText('2 tags to delete. 3 to keep.');
  await expect(main.getByText('More would be freed by')).toHaveCount(0);
});

test('a read-only connection says so before anything is chosen, and offers the dry run alone', async ({ longshore, page, registry }) => {
  const at = { host: registry.host, repository: 'locked/api' };
  await pushImage({ layers: [3000], created: daysAgo(60) }, { ...at, tags: ['pr-7'] });
  const add = await longshore.openAddDialog(registry.host, 'Locked');
  await add.getByRole('checkbox', { name: 'Read-only' }).check();
  await add.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository(at.repository);
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('This registry is read-only in Longshore.');
  await main.getByRole('button', { name: 'Dry run' }).click();
  await expect(main.getByRole('button', { name: 'Delete 1 tag…' })).toBeDisabled();
  // The menu of a row says so, too.
  await main.getByRole('button', { name: 'Show tags' }).click();
  await longshore.tag('pr-7').getByRole('button', { name: 'Actions for pr-7' }).click();
  await expect(page.getByRole('menu')).toContainText('This registry is read-only in Longshore.');
});

test('a clean-up over a namespace: protected tags are kept unless their names are typed, several repositories are confirmed by the registry', async ({
  longshore,
  page,
  registry,
}) => {
  for (const name of ['one', 'two']) {
    const at = { host: registry.host, repository: `space/${name}` };
    await pushImage({ layers: [3000], created: daysAgo(100) }, { ...at, tags: ['1.0', 'prod-eu'] });
    await pushImage({ layers: [4000], created: daysAgo(90) }, { ...at, tags: ['1.1'] });
  }
  const add = await longshore.openAddDialog(registry.host, 'Space');
  await add.getByRole('combobox', { name: 'Protected tags' }).fill('prod*');
  await page.keyboard.press('Enter');
  await add.getByRole('button', { name: 'Save' }).click();
  await expect(add).toBeHidden();
  await longshore.openRepository('space/one');
  await page.getByRole('button', { name: 'Clean up', exact: true }).click();
  const main = page.getByRole('main');
  await main.getByRole('radio', { name: 'Own rules' }).click();
  await main.getByText('Repositories that begin with').click();
  await expect(main.getByRole('textbox', { name: 'Prefix of repository names' })).toHaveValue('space/');
  await main.getByRole('textbox', { name: 'Keep newest' }).fill('1');
  await main.getByRole('button', { name: 'Dry run' }).click();
  await expect(main).toContainText('2 tags to delete. 4 to keep.');
  await expect(main.getByRole('table', { name: 'Dry run' })).toContainText('protected');
  // The name of a column of numbers ends where its cells end.
  const rights = await main
    .getByRole('columnheader', { name: 'Size' })
    .evaluate((header) => [header, header.firstElementChild].map((box) => box?.getBoundingClientRect().right));
  expect(rights[1]).toBe(rights[0]);
  // What is cleaned up is said above, and in a narrow window a repository gives way to its tag.
  await expect(main).toContainText('Space / space/*');
  await page.setViewportSize({ width: 720, height: 600 });
  const named = main.getByRole('table', { name: 'Dry run' }).getByText(':prod-eu', { exact: true }).first();
  expect(await named.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  // The person may decide otherwise, and then types the name.
  await main.getByRole('checkbox', { name: 'Delete space/two:prod-eu' }).check();
  // One repository is shown of many, and all of its rows are decided at once.
  const table = main.getByRole('table', { name: 'Dry run' });
  await main.getByRole('combobox', { name: 'Repository' }).click();
  await expect(page.getByRole('option').filter({ hasText: /space\/one\s*\d/ })).toBeVisible();
  await page.getByRole('option', { name: /space\/one/ }).click();
  await expect(table.getByRole('checkbox', { name: /space\/two/ })).toHaveCount(0);
  await table.getByRole('checkbox', { name: 'Keep all 3 rows that are shown' }).click();
  await expect(main).toContainText('2 tags to delete. 4 to keep.');
  await main.getByRole('checkbox', { name: 'Delete space/one:1.0' }).check();
  await main.getByRole('combobox', { name: 'Repository' }).fill('');
  await page.keyboard.press('Escape');
  await main.getByRole('button', { name: 'Delete 3 tags…' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Delete 3 tags' });
  // What has to be typed has the focus.
  await expect(confirm.getByRole('textbox', { name: 'Type Space to confirm' })).toBeFocused();
  await expect(confirm.getByRole('list', { name: 'What is deleted, by image' }).getByRole('listitem')).toHaveCount(2);
  await confirm.getByRole('textbox', { name: 'Protected: space/two:prod-eu' }).fill('space/two:prod-eu');
  await expect(confirm.getByRole('list', { name: 'What is deleted, by image' })).toContainText('prod-eu, 1.0 the image is deleted');
  await confirm.getByRole('textbox', { name: 'Type Space to confirm' }).fill('Space');
  await confirm.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(confirm).toBeHidden();
  await longshore.runsEnded();
  await pullWhole(registry.host, 'space/one', 'prod-eu');
  await expect(inspectDigest(registry.host, 'space/two', 'prod-eu')).rejects.toThrow();
  for (const name of ['one', 'two']) await pullWhole(registry.host, `space/${name}`, '1.1');
  // One undo takes back both repositories.
  await main.getByRole('status').filter({ hasText: 'Deleted 3 of 3 tags.' }).getByRole('button', { name: 'Undo' }).click();
  const undo = longshore.dialog('Undo a change');
  await expect(undo).toContainText('Changes in 2 repositories');
  await expect(undo.getByRole('list', { name: 'Tags' })).toContainText('space/two:prod-eu');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  for (const name of ['one', 'two']) await pullWhole(registry.host, `space/${name}`, '1.0');
  await pullWhole(registry.host, 'space/two', 'prod-eu');
  // A single deletion asks for its name, too.
  await main.getByRole('button', { name: 'Show tags' }).click();
  await longshore.openMenu('prod-eu', 'Delete…');
  const single = page.getByRole('alertdialog', { name: 'Delete prod-eu' });
  await expect(single.getByRole('textbox', { name: 'Protected. Type prod-eu to delete' })).toBeVisible();
  await expect(single.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
  await single.getByRole('textbox', { name: 'Protected. Type prod-eu to delete' }).fill('prod-eu');
  await single.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('prod-eu')).toHaveCount(0);
});
