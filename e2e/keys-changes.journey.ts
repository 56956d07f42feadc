import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, type RunningHost, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { pressButton, tabTo, watchMouse } from './support/page/keys.ts';
import { Window } from './support/page/window.ts';
import { type CuttingProxy, startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

const REPOSITORY = 'team/api';

/** A registry that may be slow, with these tags, each of its own image, and a window on them. */
type Stage = {
  readonly registry: Distribution;
  readonly proxy: CuttingProxy;
  readonly host: RunningHost;
  readonly longshore: Window;
  readonly mousePresses: () => number;
  stop(): Promise<void>;
};

async function start(page: Page, tags: readonly string[], latency = 0): Promise<Stage> {
  const registry = await startDistribution({ deletes: true });
  for (const [i, tag] of tags.entries())
    await pushImage({ layers: [1000 + i] }, { host: registry.host, repository: REPOSITORY, tags: [tag] });
  const slow = await startSlowProxy(registry.port, latency);
  const proxy = await startCuttingProxy(Number(new URL(slow.url).port));
  const dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('Work', proxy.url)]);
  const host = await startBrowserHost(dataFolder);
  const mousePresses = await watchMouse(page);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.command('Work');
  await expect(longshore.repository(REPOSITORY)).toBeVisible();
  await longshore.command(REPOSITORY);
  await expect(longshore.tag(tags[0] ?? '')).toContainText('image');
  const stop = async (): Promise<void> => {
    await host.stop();
    await Promise.all([proxy.stop(), slow.stop(), registry.stop()]);
    await removeFolder(dataFolder);
  };
  return { registry, proxy, host, longshore, mousePresses, stop };
}

/** Deletes all tags, as far as the confirmation, which Enter sends. */
async function confirmDeleteAll(longshore: Window, count: number): Promise<void> {
  const { page } = longshore;
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: `Delete ${count} tags` });
  const confirm = dialog.getByRole('textbox', { name: `Type ${REPOSITORY} to confirm` });
  await tabTo(page, confirm);
  await page.keyboard.type(REPOSITORY);
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeEnabled();
}

/** Goes to the panel of runs. */
async function toActivity({ page, activity }: Window): Promise<void> {
  await expect(activity).toBeVisible();
  for (let i = 0; i < 5 && !(await activity.evaluate((panel) => panel.contains(document.activeElement))); i++)
    await page.keyboard.press('F6');
}

test('a run by keys alone: paused, resumed, shown, undone and dismissed in Activity', async ({ page }) => {
  const tags = Array.from({ length: 10 }, (_, i) => `1.${i}`);
  // Slow enough to be paused after the first.
  const { registry, longshore, mousePresses, stop } = await start(page, tags, 150);
  await confirmDeleteAll(longshore, 10);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  const run = longshore.run(/^Delete 10 tags/);
  await expect(run).toBeVisible();
  await toActivity(longshore);
  await pressButton(page, run.getByRole('button', { name: 'Pause' }));
  await expect(run.getByRole('button', { name: 'Resume' })).toBeEnabled();
  await pressButton(page, run.getByRole('button', { name: 'Show' }));
  const shown = page.getByRole('alertdialog', { name: 'Delete 10 tags' });
  await expect(shown.getByRole('status')).toContainText('Paused at');
  await page.keyboard.press('Escape');
  await expect(shown).toHaveCount(0);
  await toActivity(longshore);
  await pressButton(page, run.getByRole('button', { name: 'Resume' }));
  await longshore.runsEnded();
  await pressButton(page, run.getByRole('button', { name: 'Undo' }));
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  for (const tag of tags) await inspectDigest(registry.host, REPOSITORY, tag);
  await longshore.command('activity');
  await pressButton(page, run.getByRole('button', { name: 'Dismiss' }));
  await expect(run).toHaveCount(0);
  // The button that had the focus is gone, and the panel has it.
  await page.keyboard.press('Escape');
  await expect(longshore.activity).toBeHidden();
  expect(mousePresses()).toBe(0);
  await stop();
});

test('History by keys alone: a change is opened with its steps, undone from there, and all are exported', async ({ page }) => {
  const { registry, longshore, mousePresses, stop } = await start(page, ['1.0', '1.1']);
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Home');
  await page.keyboard.press('r');
  await expect(longshore.dialog('Retag 1.1').getByRole('textbox', { name: 'New tag' })).toBeFocused();
  await page.keyboard.type('stable');
  await expect(longshore.dialog('Retag 1.1').getByRole('status')).toContainText('No such tag');
  await page.keyboard.press('Enter');
  await expect(longshore.dialog('Retag 1.1')).toBeHidden();
  await longshore.command('history');
  const history = longshore.dialog('History');
  await expect(history.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('stable');
  await pressButton(page, history.getByRole('button', { name: /^Retagged 1\.1 as stable in/ }));
  await pressButton(page, history.getByRole('button', { name: '1 tag pointed to the image' }));
  await expect(history).toContainText('crane tag');
  const download = page.waitForEvent('download');
  await pressButton(page, history.getByRole('button', { name: 'Export CSV' }));
  expect(await readFile(await (await download).path(), 'utf8')).toContain('stable');
  await pressButton(page, history.getByRole('button', { name: /^Undo… Retagged 1\.1 as stable/ }));
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  await expect(inspectDigest(registry.host, REPOSITORY, 'stable')).rejects.toThrow();
  expect(mousePresses()).toBe(0);
  await stop();
});

test('an interrupted change by keys alone: after a restart its banner is reached and the change completed', async ({ page }) => {
  const { registry, proxy, host, longshore, mousePresses, stop } = await start(page, ['1.0', '1.1', '1.2']);
  await confirmDeleteAll(longshore, 3);
  const ended = new Promise((resolve) => host.child.once('exit', resolve));
  proxy.onChange = { number: 2, act: () => host.child.kill('SIGKILL') };
  await page.keyboard.press('Enter');
  await ended;
  proxy.onChange = undefined;
  const again = await startBrowserHost(host.dataFolder);
  await page.goto(again.url);
  const note = page.getByRole('alert').filter({ hasText: 'A change was interrupted' });
  await pressButton(page, note.getByRole('button', { name: 'Complete the change' }));
  await expect(note).toBeHidden();
  await expect(inspectDigest(registry.host, REPOSITORY, '1.2')).rejects.toThrow();
  expect(mousePresses()).toBe(0);
  await again.stop();
  await stop();
});
