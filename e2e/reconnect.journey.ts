import { expect, test } from '@playwright/test';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startSamePortProxy } from './support/servers/same-port-proxy.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

/** A browser host behind a tunnel that drops, stalls and comes back; `address` is that of the page through it. */
async function startTunnelled(flags: readonly string[] = []) {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, flags);
  const link = new URL(host.url);
  const tunnel = await startSamePortProxy(Number(link.port));
  return {
    tunnel,
    address: `http://localhost:${link.port}/`,
    link: `http://localhost:${link.port}/${link.hash}`,
    async stop() {
      await tunnel.stop();
      await host.stop();
      await removeFolder(dataFolder);
    },
  };
}

test('a change that is confirmed while disconnected is not sent, then or later', async ({ page }) => {
  const host = await startTunnelled(['--sample']);
  await page.goto(host.link);
  const longshore = new Window(page);
  await longshore.openRepository('team/api');
  const lost = page.getByText('Connection to Longshore lost');
  const setAway = async (isAway: boolean): Promise<void> => {
    host.tunnel.isCut = isAway;
    if (isAway) host.tunnel.cutNow();
    await expect(lost).toBeVisible({ visible: isAway });
  };

  await longshore.openMenu('1.9.2', 'Delete…');
  const remove = page.getByRole('alertdialog', { name: 'Delete 1.9.2' });
  const apply = remove.getByRole('button', { name: 'Delete', exact: true });
  await expect(apply).toBeEnabled();
  await setAway(true);
  await apply.click();
  await expect(remove.getByRole('alert')).toContainText('Nothing was sent');
  await page.keyboard.press('Escape');
  await expect(remove).toBeHidden();
  await setAway(false);

  await longshore.openMenu('1.9.2', 'Retag…');
  const retag = longshore.dialog('Retag 1.9.2');
  await retag.getByRole('textbox', { name: 'New tag' }).fill('9.9.9');
  await expect(retag.getByRole('status')).toContainText('No such tag exists yet');
  await setAway(true);
  await retag.getByRole('button', { name: 'Retag' }).click();
  await expect(retag.getByRole('alert')).toContainText('Nothing was sent');
  await page.keyboard.press('Escape');
  await setAway(false);

  await longshore.tag('1.9.2').getByRole('checkbox').check();
  await longshore.tag('1.9.1').getByRole('checkbox').check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const many = page.getByRole('alertdialog', { name: 'Delete 2 tags' });
  await many.getByRole('textbox', { name: 'Type team/api to confirm' }).fill('team/api');
  await expect(many.getByRole('button', { name: 'Delete', exact: true })).toBeEnabled();
  await setAway(true);
  await many.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(many.getByRole('alert')).toContainText('Nothing was sent');
  await expect(many).not.toContainText('unknown');
  await setAway(false);
  await expect(longshore.tag('9.9.9')).toHaveCount(0);
  // The same dialog can be confirmed again.
  await many.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(many).toBeHidden();
  await expect(longshore.tag('1.9.2')).toHaveCount(0);
  await longshore.command('history');
  await expect(longshore.dialog('History').getByText('Deleted 2 tags')).toHaveCount(1);
  await expect(longshore.dialog('History').getByText(/Retag|Deleted? (?:tag|\d\.)/)).toHaveCount(0);
  await page.close();
  await host.stop();
});

test('a drop in the middle of a bulk delete: the panel follows the run again, and the result is right', async ({ page }) => {
  const registry = await startDistribution({ deletes: true });
  const repository = 'many/dropped';
  const tags = Array.from({ length: 10 }, (_, i) => `1.${i}.0`);
  for (const tag of tags) await pushImage({ layers: [500] }, { host: registry.host, repository, tags: [tag] });
  const slow = await startSlowProxy(registry.port, 100);
  const host = await startTunnelled();
  await page.goto(host.link);
  const longshore = new Window(page);
  await longshore.addRegistry(new URL(slow.url).host, 'Slow');
  await longshore.openRepository(repository);
  await page.getByRole('checkbox', { name: 'Select all tags' }).check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 10 tags' });
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(dialog).toBeHidden();
  const run = longshore.run(/Delete 10 tags/);
  await expect(run).toContainText(/[1-9] of 10/);
  host.tunnel.cutNow();
  await expect(page.getByText('Connection to Longshore lost')).toBeHidden();
  // The run went on, and is followed again.
  await expect(run).toContainText('Deleted 10 of 10 tags.', { timeout: patient(60_000) });
  await expect(page.getByRole('status').filter({ hasText: '10 tags are deleted' })).toBeVisible();
  for (const tag of tags) expect(await inspectDigest(registry.host, repository, tag).catch(() => 'gone')).toBe('gone');
  await longshore.command('history');
  await expect(longshore.dialog('History')).toContainText(`Deleted 10 tags in ${repository}`);
  await page.close();
  await host.stop();
  await slow.stop();
  await registry.stop();
});

test('a drop in the middle of a deletion: it goes on, and the table shows that it is done', async ({ page }) => {
  const registry = await startDistribution({ deletes: true });
  const repository = 'one/dropped';
  await pushImage({ layers: [500] }, { host: registry.host, repository, tags: ['1.0'] });
  const host = await startTunnelled();
  let isConfirmed = false;
  const slow = await startSlowProxy(registry.port, 150, () => isConfirmed && host.tunnel.cutNow());
  await page.goto(host.link);
  const longshore = new Window(page);
  await longshore.addRegistry(new URL(slow.url).host, 'Slow');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Delete…');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1.0' });
  const apply = dialog.getByRole('button', { name: 'Delete', exact: true });
  await expect(apply).toBeEnabled();
  isConfirmed = true;
  await apply.click();
  await expect(dialog).toBeHidden({ timeout: patient(15_000) });
  await expect(longshore.tag('1.0')).toHaveCount(0, { timeout: patient(15_000) });
  expect(await inspectDigest(registry.host, repository, '1.0').catch(() => 'gone')).toBe('gone');
  await page.close();
  await host.stop();
  await slow.stop();
  await registry.stop();
});

test('a tunnel that accepts the connection and then sends nothing is given up, and tried again', async ({ page }) => {
  const host = await startTunnelled(['--sample']);
  await page.clock.install();
  await page.goto(host.link);
  const longshore = new Window(page);
  await longshore.openRepository('team/api');
  host.tunnel.isStalled = true;
  host.tunnel.cutNow();
  await expect(page.getByText('Connection to Longshore lost')).toBeVisible();
  // The page may also have been loading a part of itself.
  await expect.poll(() => host.tunnel.stalled()).toBeGreaterThan(0);
  host.tunnel.isStalled = false;
  await page.clock.fastForward(11_000);
  await page.clock.fastForward(5_000);
  await expect(page.getByText('Connection to Longshore lost')).toBeHidden();
  await longshore.openRepository('team/web');
  await expect(longshore.tag('latest')).toContainText(/index|image/);
  await page.close();
  await host.stop();
});

test('an open connection that carries nothing any more is replaced, and waiting calls are answered', async ({ page }) => {
  const host = await startTunnelled(['--sample']);
  await page.clock.install();
  await page.goto(host.link);
  const longshore = new Window(page);
  await longshore.openRepository('team/api');
  await expect(longshore.tag('latest')).toContainText(/index|image/);
  host.tunnel.freezeNow();
  await longshore.openMenu('1.9.2', 'Delete…');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1.9.2' });
  await page.clock.fastForward(31_000);
  await page.clock.fastForward(16_000);
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeEnabled({ timeout: patient(5_000) });
  await page.close();
  await host.stop();
});

test('an address without a link says that it is not valid, and how to print one', async ({ page }) => {
  const host = await startTunnelled();
  await page.goto(host.address);
  await expect(page.getByRole('heading', { name: 'This link was used already or has expired' })).toBeVisible();
  await expect(page.getByText('press Enter in the terminal')).toBeVisible();
  await page.close();
  await host.stop();
});
