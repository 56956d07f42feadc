import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startAgain, startBrowserHost } from './support/hosts/browser-host.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;
/** A gigabyte is tried with LONGSHORE_COPY_MB=1000. */
const SIZE = Number(process.env['LONGSHORE_COPY_MB'] ?? 60) * MB;
const repository = 'unattended/api';

const TITLE = 'Copy Staging / unattended/api:1.0 to Prod / unattended/api:1.0';
/** How far a copy is let before the host is ended: then the small layers are at the target, and the large one is under way. */
const SENT = 0.7 * SIZE;

/** Two registries, the image in one of them, and what counts and holds back its bytes on their way to the other. */
async function twoRegistries() {
  const [source, target] = [await startDistribution(), await startDistribution()];
  const proxy = await startCuttingProxy(target.port);
  // Sent side by side, the small ones are at the target when seven tenths are.
  const layers = [0.1, 0.1, 0.2, 0.6].map((share) => share * SIZE);
  const { digest } = await pushImage({ layers }, { host: source.host, repository, tags: ['1.0'] });
  const dataFolder = await newDataFolder();
  return {
    ...{ source, target, proxy, digest, dataFolder },
    async stop() {
      await Promise.all([proxy.stop(), source.stop(), target.stop()]);
      await removeFolder(dataFolder);
    },
  };
}

type Registries = Awaited<ReturnType<typeof twoRegistries>>;

/** Starts the copy, which goes no further than a tenth. */
async function startCopy(longshore: Window, { proxy, source }: Registries): Promise<void> {
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(source.host, 'Staging');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog).toContainText('to transfer in');
  proxy.hold = 0.1 * SIZE;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** The panel shows the copy, and how far it is. */
async function expectShown(longshore: Window): Promise<void> {
  await longshore.openActivity();
  await expect(longshore.run(TITLE).getByRole('progressbar')).toBeVisible();
}

/** What an earlier start did not live to end. */
const interrupted = (longshore: Window) => longshore.activity.getByRole('list', { name: 'A change was interrupted' }).getByRole('listitem');

/** Lets the copy go on until so many bytes were sent. */
async function sendUpTo({ proxy }: Registries, bytes: number): Promise<void> {
  proxy.hold = bytes + 0.05 * SIZE;
  await expect.poll(() => proxy.uploaded, { timeout: patient(60_000) }).toBeGreaterThan(bytes);
}

/** What a host that has ended has sent, once the last of it has come through. */
async function sentBy({ proxy }: Registries): Promise<number> {
  let last = -1;
  while (last < proxy.uploaded) {
    last = proxy.uploaded;
    await wait(1_000);
  }
  return last;
}

/** The image is whole at the target, and what was there before the restart was not sent again; says what it took. */
async function expectCopied({ target, proxy, digest }: Registries, before: number, started: number, how: string): Promise<void> {
  const took = (performance.now() - started) / 1000;
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await pullWhole(target.host, repository, '1.0');
  expect(proxy.uploaded - before).toBeLessThan(0.95 * SIZE);
  const [first, twice] = [before, proxy.uploaded - SIZE].map((bytes) => Math.round(bytes / MB));
  console.log(`${how}, ${SIZE / MB} MB: ${Math.round(took)} s in all; ended after ${first} MB, ${twice} MB were sent twice`);
}

test(`a copy of ${SIZE / MB} MB through everything: its dialog closes, the window is reloaded, closed and opened, quitting asks, Longshore is killed and started again`, async ({
  browser,
}) => {
  test.setTimeout(patient(60_000 + SIZE / 5_000));
  const registries = await twoRegistries();
  const { proxy, dataFolder } = registries;
  const standIn = new StandIn(dataFolder);
  const first = await openStandIn(browser, standIn);
  const longshore = new Window(first.page);
  await startCopy(longshore, registries);
  const started = performance.now();
  // Its dialog is closed; the window is reloaded.
  await expectShown(longshore);
  await first.page.reload();
  await expectShown(longshore);
  // The window is closed and another one opened.
  expect(await standIn.attempt('close')).toBe(false);
  await first.page.close();
  await sendUpTo(registries, 0.25 * SIZE);
  await standIn.attempt('tray', 'Show Longshore');
  const second = await openStandIn(browser, standIn);
  const again = new Window(second.page);
  await expectShown(again);
  // Quitting asks; cancelled, it goes on.
  standIn.send({ kind: 'quit' });
  await expect.poll(() => standIn.recorded.filter(({ name }) => name === 'message-box')).toHaveLength(1);
  expect(standIn.recorded.findLast(({ name }) => name === 'message-box')?.value).toMatchObject({
    message: 'Quit Longshore while work is running?',
  });
  // Killed in the middle, with layers at the target and others under way.
  await sendUpTo(registries, SENT);
  await expectShown(again);
  standIn.kill();
  await standIn.ended;
  await second.page.close();
  proxy.hold = undefined;
  const before = await sentBy(registries);
  const next = new StandIn(dataFolder);
  const third = await openStandIn(browser, next);
  const last = new Window(third.page);
  await last.openActivity();
  await expect(interrupted(last)).toHaveCount(1);
  await next.attempt('in-front', false);
  await interrupted(last).getByRole('button', { name: 'Complete the change' }).click();
  await expect
    .poll(() => next.recorded.findLast(({ name }) => name === 'notification')?.value, { timeout: patient(120_000) })
    .toMatchObject({ title: 'Done' });
  await expect(interrupted(last)).toHaveCount(0);
  await expectCopied(registries, before, started, 'Electron killed');
  await third.stop();
  await registries.stop();
});

for (const [signal, how] of [
  ['SIGTERM', 'ended'],
  ['SIGKILL', 'killed'],
] as const)
  test(`a copy of ${SIZE / MB} MB in the browser: its page is reloaded, closed and opened, the browser host is ${how} and started again`, async ({
    browser,
  }) => {
    test.setTimeout(patient(60_000 + SIZE / 5_000));
    const registries = await twoRegistries();
    const { proxy, dataFolder } = registries;
    const host = await startBrowserHost(dataFolder);
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
    const first = await context.newPage();
    await first.goto(host.url);
    const longshore = new Window(first);
    await startCopy(longshore, registries);
    const started = performance.now();
    await expectShown(longshore);
    await first.reload();
    await expectShown(longshore);
    await first.close();
    await sendUpTo(registries, 0.25 * SIZE);
    const second = await context.newPage();
    await second.goto(await startAgain(dataFolder));
    const again = new Window(second);
    await expectShown(again);
    await sendUpTo(registries, SENT);
    await expectShown(again);
    host.child.kill(signal);
    await host.ended;
    await expect(second.getByRole('alert').filter({ hasText: 'Longshore has ended' })).toBeVisible();
    proxy.hold = undefined;
    const before = await sentBy(registries);
    const next = await startBrowserHost(dataFolder);
    await second.goto(next.url);
    await again.openActivity();
    await expect(interrupted(again)).toHaveCount(1);
    await interrupted(again).getByRole('button', { name: 'Complete the change' }).click();
    await expect(again.run(/unattended\/api/)).toContainText('The change was completed.', { timeout: patient(120_000) });
    await expect(interrupted(again)).toHaveCount(0);
    await expectCopied(registries, before, started, `Browser host ${how}`);
    await second.close();
    await next.stop();
    await registries.stop();
  });
