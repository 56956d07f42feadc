import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';

test('a deletion is undone from its notice: the same digest under the same tag, and skopeo pulls it', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'undo/notice';
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.9.2', '1.9'] });
  await longshore.addRegistry(registry.host, 'Undo');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.9.2', 'Delete…');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('1.9.2')).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('list', { name: 'Tags' })).toContainText('1.9.2');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  await expect(longshore.tag('1.9.2')).toContainText('image');
  expect(await inspectDigest(registry.host, repository, '1.9.2')).toBe(digest);
  await pullWhole(registry.host, repository, '1.9.2');
});

test('a retag is undone by Ctrl Z, and the history lists both with their steps and commands, after a restart too', async ({
  longshore,
  page,
  registry,
  host,
}) => {
  const repository = 'undo/retag';
  const first = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0', 'stable'] });
  await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['2.0'] });
  await longshore.addRegistry(registry.host, 'Past');
  await longshore.openRepository(repository);
  await longshore.openMenu('2.0', 'Retag…');
  await page.getByRole('textbox', { name: 'New tag' }).fill('stable');
  await page.getByRole('button', { name: 'Retag', exact: true }).click();
  await expect(longshore.dialog('Retag 2.0')).toBeHidden();
  await longshore.runsEnded();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, repository, 'stable')).toBe(first.digest);
  await host.stop();
  const again = await startBrowserHost(host.dataFolder);
  await page.goto(again.url);
  await page.getByRole('button', { name: 'History', exact: true }).click();
  const history = longshore.dialog('History');
  await history.getByRole('searchbox').fill(repository);
  await expect(history.getByRole('list', { name: 'History' }).locator(':scope > li')).toHaveCount(2);
  // What was undone says so, and only the undo itself is offered to be undone.
  await expect(history.getByRole('button', { name: /^Retagged 2\.0 as stable in .*undone/ })).toBeVisible();
  await expect(history.getByRole('button', { name: /^Undo…/ })).toHaveCount(1);
  await history.getByRole('button', { name: /^Retagged 2\.0 as stable in/ }).click();
  await history.getByRole('button', { name: '1 tag pointed to the image' }).click();
  await expect(history).toContainText(`crane tag ${registry.host}/${repository}@`);
  const [file] = await Promise.all([page.waitForEvent('download'), history.getByRole('button', { name: 'Export CSV' }).click()]);
  expect(await readFile(await file.path(), 'utf8')).toContain(`${repository},retag,stable,done,move,PUT,stable`);
  // Where nothing matches there is nothing to export.
  await history.getByRole('searchbox').fill('no such change');
  await expect(history.getByRole('button', { name: 'Export CSV' })).toBeDisabled();
  await again.stop();
});

test('Ctrl Z twice goes two steps back, and Ctrl Shift Z one forward again', async ({ longshore, page, registry }) => {
  const at = { host: registry.host, repository: 'steps/api' };
  const first = await pushImage({ layers: [1000] }, { ...at, tags: ['1.0', 'stable'] });
  const second = await pushImage({ layers: [2000] }, { ...at, tags: ['2.0'] });
  const third = await pushImage({ layers: [3000] }, { ...at, tags: ['3.0'] });
  await longshore.addRegistry(registry.host, 'Steps');
  await longshore.openRepository(at.repository);
  for (const from of ['2.0', '3.0']) {
    await longshore.openMenu(from, 'Retag…');
    await page.getByRole('textbox', { name: 'New tag' }).fill('stable');
    await page.getByRole('button', { name: 'Retag', exact: true }).click();
    await expect(longshore.dialog(`Retag ${from}`)).toBeHidden();
    await longshore.runsEnded();
  }
  const press = async (keys: string, digest: string, name = 'Undo'): Promise<void> => {
    const undo = longshore.dialog(`${name} a change`);
    await page.getByRole('grid').focus();
    await page.keyboard.press(keys);
    await expect(undo.getByRole('button', { name, exact: true })).toHaveAttribute('aria-disabled', 'false');
    await page.keyboard.press('Enter');
    await expect(undo).toBeHidden();
    await longshore.runsEnded();
    expect(await inspectDigest(registry.host, at.repository, 'stable')).toBe(digest);
  };
  expect(await inspectDigest(registry.host, at.repository, 'stable')).toBe(third.digest);
  await press('Control+z', second.digest);
  await press('Control+z', first.digest);
  await press('Control+Shift+Z', second.digest, 'Redo');
  await page.getByRole('button', { name: /^Activity/ }).click();
  await longshore.openActivity();
  await expect(longshore.run(/^Redo the change to stable/)).toBeVisible();
});

test('Enter that is held down opens an undo, and does not confirm it', async ({ longshore, page, registry }) => {
  const at = { host: registry.host, repository: 'undo/held' };
  const { digest } = await pushImage({ layers: [1000] }, { ...at, tags: ['1.0', '1.1'] });
  await longshore.addRegistry(registry.host, 'Held');
  await longshore.openRepository(at.repository);
  await longshore.openMenu('1.0', 'Delete…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('1.0')).toHaveCount(0);
  await longshore.runsEnded();
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await longshore
    .dialog('History')
    .getByRole('button', { name: /^Undo… Deleted 1\.0/ })
    .focus();
  await page.keyboard.down('Enter');
  const apply = longshore.dialog('Undo a change').getByRole('button', { name: 'Undo', exact: true });
  await expect(apply).toHaveAttribute('aria-disabled', 'false');
  await expect(apply).toBeFocused();
  for (let i = 0; i < 3; i++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(apply).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(apply).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, at.repository, '1.0')).toBe(digest);
});

test('an undo that is no longer possible says why, and the keys go on at Close', async ({ longshore, page, registry }) => {
  const at = { host: registry.host, repository: 'undo/late' };
  await pushImage({ layers: [1000] }, { ...at, tags: ['1.0', '1.1'] });
  await longshore.addRegistry(registry.host, 'Late');
  await longshore.openRepository(at.repository);
  await longshore.openMenu('1.0', 'Delete…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('1.0')).toHaveCount(0);
  await longshore.runsEnded();
  await pushImage({ layers: [2000] }, { ...at, tags: ['1.0'] });
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('status')).toContainText('was moved since');
  await expect(undo.getByRole('button', { name: 'Close', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
});

/** Deletes the tag 1.9.2, and kills the host at this request that changes something, after the registry saw it. */
async function killInDelete(page: Page, registry: Distribution, repository: string, tags: readonly string[], at: number) {
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags });
  const proxy = await startCuttingProxy(registry.port);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const longshore = new Window(page);
  await page.goto(host.url);
  await longshore.addRegistry(proxy.host, 'Killed');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.9.2', 'Delete…');
  const dialog = page.getByRole('alertdialog');
  // What the plan asks, to see what the registry allows, is no change.
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeEnabled();
  const ended = new Promise((resolve) => host.child.once('exit', resolve));
  proxy.onChange = { number: at, act: () => host.child.kill('SIGKILL') };
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await ended;
  proxy.onChange = undefined;
  return { digest, proxy, dataFolder };
}

test('the host is killed in the middle of a delete: the next start says so, and restores the tag or completes the change, as the person chooses', async ({
  page,
}) => {
  const registry = await startDistribution({ deletes: true });
  const TAGS = ['1.9.2', '1.9', 'latest'];
  const points: string[] = [];
  // Every request that changes something, cut after the registry saw it, and the application killed there and then.
  for (const how of ['Restore the earlier state', 'Complete the change'] as const) {
    for (let at = 1; at <= 4; at++) {
      const repository = `killed/at${at}${how.startsWith('Restore') ? 'back' : 'on'}`;
      const { digest, proxy, dataFolder } = await killInDelete(page, registry, repository, TAGS, at);
      const again = await startBrowserHost(dataFolder);
      await page.goto(again.url);
      const note = page.getByRole('alert').filter({ hasText: 'A change was interrupted' });
      await expect(note).toContainText('Delete tag 1.9.2');
      await note.getByRole('button', { name: how }).click();
      await expect(note).toBeHidden();
      // The button has left with the note: the keys act in what is shown.
      await expect(page.locator(':focus')).toHaveCount(1);
      const now = await inspectDigest(registry.host, repository, '1.9.2').catch(() => 'gone');
      expect(now, `${how} at ${at}`).toBe(how.startsWith('Restore') ? digest : 'gone');
      for (const tag of ['1.9', 'latest']) expect(await inspectDigest(registry.host, repository, tag)).toBe(digest);
      points.push(`${at} ${how}`);
      await again.stop();
      await proxy.stop();
      await removeFolder(dataFolder);
    }
  }
  console.log(`killed at ${points.length} points: ${points.join(', ')}`);
  await registry.stop();
});

test('an interrupted change that is settled while the page is still loading is shown as settled once it is loaded', async ({ page }) => {
  const registry = await startDistribution({ deletes: true });
  const repository = 'killed/early';
  const { digest, proxy, dataFolder } = await killInDelete(page, registry, repository, ['1.9.2', '1.9'], 2);
  const again = await startBrowserHost(dataFolder);
  const loaded = Promise.withResolvers<void>();
  // What follows the ends of runs is not on the first screen.
  await page.route(/\/activity-[^/]*\.js/, (route) => loaded.promise.then(() => route.continue()));
  await page.goto(again.url);
  const note = page.getByRole('alert').filter({ hasText: 'A change was interrupted' });
  await note.getByRole('button', { name: 'Restore the earlier state' }).focus();
  await page.keyboard.press('Enter');
  // It has ended before the page follows runs; whether its note is gone by then depends on which answer came first.
  await expect.poll(() => inspectDigest(registry.host, repository, '1.9.2').catch(() => 'gone')).toBe(digest);
  loaded.resolve();
  await expect(note).toBeHidden();
  await again.stop();
  await proxy.stop();
  await removeFolder(dataFolder);
  await registry.stop();
});

test('the registry ends right after a retag: the outcome is unknown, is checked again, and Ctrl Z undoes it', async ({ page }) => {
  const registry = await startDistribution({ deletes: true });
  const repository = 'unknown/retag';
  const first = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0', 'stable'] });
  const second = await pushImage({ layers: [2000] }, { host: registry.host, repository, tags: ['2.0'] });
  const proxy = await startCuttingProxy(registry.port);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const longshore = new Window(page);
  await page.goto(host.url);
  await longshore.addRegistry(proxy.host, 'Unknown');
  await longshore.openRepository(repository);
  const retag = async (): Promise<void> => {
    await longshore.openMenu('2.0', 'Retag…');
    await page.getByRole('textbox', { name: 'New tag' }).fill('stable');
    await expect(page.getByRole('button', { name: 'Retag', exact: true })).toBeEnabled();
    proxy.changes = 0;
    proxy.onChange = { number: 1, act: () => proxy.die() };
    await page.getByRole('button', { name: 'Retag', exact: true }).click();
    await expect(longshore.dialog('Retag 2.0')).toBeHidden();
    await longshore.runsEnded();
    proxy.onChange = undefined;
    // What became of the tag stands in the dialog of the run.
    const run = longshore.run('Retag 2.0 as stable in Unknown / unknown/retag').first();
    await run.getByRole('button', { name: 'Show' }).click();
    await expect(longshore.dialog('Retag 2.0').getByRole('alert')).toContainText('stable unknown');
    await page.keyboard.press('Escape');
    await longshore.closeActivity();
  };
  await retag();
  const note = page.getByRole('alert').filter({ hasText: 'The outcome of a change is unknown' });
  await expect(note).toContainText('Retag 2.0 as stable');
  // Nobody answers: it goes on waiting.
  await note.getByRole('button', { name: 'Check again' }).click();
  // What it failed with says that the first question has ended.
  await expect(note.getByRole('button', { name: 'Details' })).toBeVisible({ timeout: 30_000 });
  proxy.revive();
  await note.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The change was completed' })).toBeVisible();
  await expect(note).toBeHidden();
  expect(await inspectDigest(registry.host, repository, 'stable')).toBe(second.digest);
  // The run that did not know it says that this is over.
  await longshore.openActivity();
  await expect(longshore.run('Retag 2.0 as stable in Unknown / unknown/retag').first()).toContainText('decided since');
  await longshore.closeActivity();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, repository, 'stable')).toBe(first.digest);
  // The same with a restart in between, and restored from the notice.
  await retag();
  await expect(note).toBeVisible();
  await host.stop();
  proxy.revive();
  const again = await startBrowserHost(dataFolder);
  await page.goto(again.url);
  await note.getByRole('button', { name: 'Restore the earlier state' }).click();
  await expect(note).toBeHidden({ timeout: 30_000 });
  expect(await inspectDigest(registry.host, repository, 'stable')).toBe(first.digest);
  await again.stop();
  await proxy.stop();
  await removeFolder(dataFolder);
  await registry.stop();
});

test('the host is killed in the middle of a bulk delete: the page says what is known and what is not', async ({ page }) => {
  const registry = await startDistribution({ deletes: true });
  const repository = 'killed/many';
  for (const tag of ['1.0', '2.0', '3.0'])
    await pushImage({ layers: [tag.length * 500 + Number(tag[0])] }, { host: registry.host, repository, tags: [tag] });
  const proxy = await startCuttingProxy(registry.port);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const longshore = new Window(page);
  await page.goto(host.url);
  await longshore.addRegistry(proxy.host, 'Killed');
  await longshore.openRepository(repository);
  await page.getByRole('checkbox', { name: 'Select all tags' }).check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 3 tags' });
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  const ended = new Promise((resolve) => host.child.once('exit', resolve));
  // Killed once the page has heard of the run: what it never heard of it cannot tell.
  const kill = async (): Promise<void> => {
    await expect(longshore.run(/Delete 3 tags/)).toBeVisible();
    host.child.kill('SIGKILL');
  };
  proxy.onChange = { number: 2, act: () => void kill() };
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await ended;
  proxy.onChange = undefined;
  await expect(page.getByText('Connection to Longshore lost')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(longshore.run(/Delete 3 tags/)).toContainText(/[01] of 3/);
  await expect(longshore.run(/Delete 3 tags/)).not.toContainText(/unchanged|deleted|nothing was changed/i);
  const again = await startBrowserHost(dataFolder);
  await page.goto(again.url);
  const note = page.getByRole('alert').filter({ hasText: 'A change was interrupted' });
  await expect(note).toContainText(/Deleted [01] of 3 tags\. Longshore does nothing more until you choose\./);
  await note.getByRole('button', { name: 'Complete the change' }).click();
  await expect(note).toBeHidden({ timeout: 30_000 });
  for (const tag of ['1.0', '2.0', '3.0']) expect(await inspectDigest(registry.host, repository, tag).catch(() => 'gone')).toBe('gone');
  await again.stop();
  await proxy.stop();
  await removeFolder(dataFolder);
  await registry.stop();
});
