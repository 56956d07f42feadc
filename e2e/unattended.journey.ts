import { expect, test } from '@playwright/test';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder } from './support/hosts/browser-host.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;
/** A gigabyte is tried with LONGSHORE_COPY_MB=1000. */
const SIZE = Number(process.env['LONGSHORE_COPY_MB'] ?? 200) * MB;
const repository = 'unattended/api';

test(`a copy of ${SIZE / MB} MB through everything: its dialog closes, the window is reloaded, closed and opened, Longshore is killed and started again`, async ({
  browser,
}) => {
  test.setTimeout(patient(60_000 + SIZE / 5_000));
  const [source, target] = [await startDistribution(), await startDistribution()];
  const proxy = await startCuttingProxy(target.port);
  // Sent side by side, the small ones are at the target when seven tenths are.
  const layers = [0.1, 0.1, 0.2, 0.6].map((share) => share * SIZE);
  const { digest } = await pushImage({ layers }, { host: source.host, repository, tags: ['1.0'] });
  const dataFolder = await newDataFolder();
  const standIn = new StandIn(dataFolder);
  const first = await openStandIn(browser, standIn);
  const longshore = new Window(first.page);
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(source.host, 'Staging');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog).toContainText('to transfer in');
  const started = performance.now();
  proxy.hold = 0.1 * SIZE;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  const title = 'Copy Staging / unattended/api:1.0 to Prod / unattended/api:1.0';
  // Its dialog is closed; the window is reloaded.
  await expect(dialog).toBeHidden();
  await expect(longshore.run(title).getByRole('progressbar')).toBeVisible();
  await first.page.reload();
  await longshore.openActivity();
  await expect(longshore.run(title).getByRole('progressbar')).toBeVisible();
  // The window is closed and another one opened.
  expect(await standIn.attempt('close')).toBe(false);
  await first.page.close();
  proxy.hold = 0.3 * SIZE;
  await expect.poll(() => proxy.uploaded, { timeout: patient(60_000) }).toBeGreaterThan(0.25 * SIZE);
  await standIn.attempt('tray', 'Show Longshore');
  const second = await openStandIn(browser, standIn);
  const again = new Window(second.page);
  await again.openActivity();
  await expect(again.run(title).getByRole('progressbar')).toBeVisible();
  // Killed in the middle, with layers at the target and others under way.
  proxy.hold = 0.75 * SIZE;
  await expect.poll(() => proxy.uploaded, { timeout: patient(60_000) }).toBeGreaterThan(0.7 * SIZE);
  standIn.kill();
  await standIn.ended;
  await second.page.close();
  proxy.hold = undefined;
  const before = proxy.uploaded;
  const next = new StandIn(dataFolder);
  const third = await openStandIn(browser, next);
  const last = new Window(third.page);
  await last.openActivity();
  const left = last.activity.getByRole('list', { name: 'A change was interrupted' }).getByRole('listitem');
  await expect(left).toHaveCount(1);
  await next.attempt('in-front', false);
  await left.getByRole('button', { name: 'Complete the change' }).click();
  await expect
    .poll(() => next.recorded.findLast(({ name }) => name === 'notification')?.value, { timeout: patient(120_000) })
    .toMatchObject({ title: 'Done' });
  await expect(left).toHaveCount(0);
  const took = (performance.now() - started) / 1000;
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await pullWhole(target.host, repository, '1.0');
  const sent = proxy.uploaded - before;
  // What was at the target is not sent again.
  expect(sent).toBeLessThan(0.95 * SIZE);
  console.log(
    `${SIZE / MB} MB: ${Math.round(took)} s in all; ${Math.round(before / MB)} MB before the restart, ${Math.round(sent / MB)} MB after it`,
  );
  await third.stop();
  await Promise.all([proxy.stop(), source.stop(), target.stop()]);
  await removeFolder(dataFolder);
});
