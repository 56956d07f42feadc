import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Locator, test } from '@playwright/test';
import type { Settings } from '../shared/contract/settings.ts';
import { pushImage } from './support/content/images.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { type Release, startUpdateFeed, type UpdateFeed } from './support/servers/update-feed.ts';

test.skip(process.platform !== 'linux', 'an AppImage is what replaces itself here');

const OLD = '#!/bin/sh\nexit 0\n';
/** Writes down that it was started, and how. */
const NEW = Buffer.from(`#!/bin/sh\nprintf %s "exit=$APPIMAGE_EXIT_AFTER_INSTALL" > "$0.started"\nexit 0\n${'# '.repeat(50_000)}\n`);
const RELEASE: Release = { version: '0.2.0', file: NEW };

/** A computer on which Longshore was put as an AppImage that came with the address of a feed. */
async function newPlace(feed: UpdateFeed, settings: Partial<Settings> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-updates-'));
  const appImage = join(folder, 'bin/Longshore.AppImage');
  for (const name of ['bin', 'data', 'resources', 'cache']) await mkdir(join(folder, name));
  await writeFile(appImage, OLD);
  await chmod(appImage, 0o755);
  const config = `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: longshore-updater\n`;
  await writeFile(join(folder, 'resources/app-update.yml'), config);
  await writeFile(join(folder, 'data/longshore.json'), JSON.stringify({ version: 1, connections: [], settings }));
  const env = {
    STAND_IN_PACKAGED: 'yes',
    STAND_IN_RESOURCES: join(folder, 'resources'),
    APPIMAGE: appImage,
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  return {
    folder,
    async open(browser: Browser) {
      const standIn = new StandIn(join(folder, 'data'), env);
      const { page } = await openStandIn(browser, standIn);
      return { standIn, page, longshore: new Window(page) };
    },
    read: () => readFile(appImage, 'utf8'),
    /** How the new version was started; undefined where it was not. */
    started: () => (existsSync(`${appImage}.started`) ? readFile(`${appImage}.started`, 'utf8') : undefined),
    pending: () => existsSync(join(folder, 'cache/longshore-updater/pending/longshore-new.AppImage')),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Opens the settings by their keys. */
async function openSettings(longshore: Window): Promise<Locator> {
  await expect(longshore.page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();
  await longshore.page.keyboard.press('Control+,');
  const settings = longshore.dialog('Settings');
  await expect(settings.getByRole('group', { name: 'Updates' })).toBeVisible();
  return settings;
}

test('updates are asked for once a person switches them on, and not before; a newer version is downloaded, said, and installed at the end', async ({
  browser,
}) => {
  const feed = await startUpdateFeed(RELEASE);
  const place = await newPlace(feed);
  const { standIn, page, longshore } = await place.open(browser);
  const settings = await openSettings(longshore);
  await expect(settings.getByText('Nobody is asked for updates.')).toBeVisible();
  await page.waitForTimeout(1_000);
  expect(feed.asked).toEqual([]);
  expect(standIn.recorded.filter(({ name }) => name === 'net')).toEqual([]);
  const box = settings.getByRole('checkbox', { name: 'Look for updates' });
  await box.focus();
  await page.keyboard.press('Space');
  await expect(settings.getByText('Version 0.2.0 is downloaded. It is installed when you quit while nothing runs.')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Longshore 0.2.0 is ready' })).toBeVisible();
  expect(feed.asked).toEqual([expect.stringMatching(/\/releases\/latest-linux.*\.yml$/), '/releases/longshore-new.AppImage']);
  // Nothing that would tell this computer from others.
  expect(feed.headers.filter((headers) => /[\da-f]{8}-[\da-f]{4}-/i.test(headers))).toEqual([]);
  expect([await place.read(), place.started()]).toEqual([OLD, undefined]);
  expect(place.pending()).toBe(true);
  standIn.send({ kind: 'quit' });
  expect(await standIn.ended).toBe(0);
  // Put in place, and not started again: the person has quit.
  expect(await place.read()).toBe(NEW.toString());
  expect(await place.started()).toBe('exit=true');
  await page.close();
  await feed.stop();
  await place.remove();
});

test('a person restarts into the newer version at once; switched on and up to date, nothing is installed', async ({ browser }) => {
  const feed = await startUpdateFeed({ ...RELEASE, version: '0.1.0' });
  const place = await newPlace(feed);
  const { standIn, page, longshore } = await place.open(browser);
  const settings = await openSettings(longshore);
  await settings.getByRole('checkbox', { name: 'Look for updates' }).check();
  await expect(settings.getByText(/^No newer version\. Checked /)).toBeVisible();
  feed.release = RELEASE;
  await settings.getByRole('button', { name: 'Check now' }).click();
  const restart = settings.getByRole('button', { name: 'Restart and install' });
  // Beside a long sentence, its words are whole, once the turning circle of the check has left it.
  await expect
    .poll(() =>
      restart.evaluate((button) =>
        [...button.querySelectorAll('span')].every((part) => part.scrollWidth <= Math.ceil(part.getBoundingClientRect().width)),
      ),
    )
    .toBe(true);
  await restart.click();
  expect(await standIn.ended).toBe(0);
  expect(await place.read()).toBe(NEW.toString());
  await expect.poll(() => place.started()).toBe('exit=');
  await page.close();
  await feed.stop();
  await place.remove();
});

test('what does not have the sum of the list, leads away from https, or is not there is refused in words, and nothing is installed', async ({
  browser,
}) => {
  const feed = await startUpdateFeed({ ...RELEASE, sha512: Buffer.alloc(64).toString('base64') });
  const place = await newPlace(feed, { lookForUpdates: false });
  const { standIn, page, longshore } = await place.open(browser);
  const settings = await openSettings(longshore);
  await settings.getByRole('checkbox', { name: 'Look for updates' }).check();
  await expect(settings.getByText('The download is not the file that the list of releases names. It was deleted.')).toBeVisible();
  expect(place.pending()).toBe(false);
  const again = settings.getByRole('button', { name: 'Check now' });
  feed.release = { ...RELEASE, url: 'http://releases.example.org/longshore.AppImage' };
  await again.click();
  await expect(settings.getByText('The download leads to an address without https. Nothing was downloaded.')).toBeVisible();
  expect(standIn.recorded.filter(({ name, value }) => name === 'net' && (value as { blocked: boolean }).blocked)).toHaveLength(1);
  feed.status = 503;
  await again.click();
  await expect(settings.getByText('That server refused the request or the download.')).toBeVisible();
  feed.status = undefined;
  feed.release = undefined;
  await again.click();
  await expect(settings.getByText('There is no list of releases at that address.')).toBeVisible();
  standIn.send({ kind: 'quit' });
  expect(await standIn.ended).toBe(0);
  expect([await place.read(), place.started()]).toEqual([OLD, undefined]);
  await page.close();
  await feed.stop();
  await place.remove();
});

test('another address of releases is typed and taken over when it is whole; one that may not be asked is refused', async ({ browser }) => {
  const [packaged, mirror] = [await startUpdateFeed(RELEASE), await startUpdateFeed({ ...RELEASE, version: '0.1.0' })];
  const place = await newPlace(packaged, { lookForUpdates: false });
  const { standIn, page, longshore } = await place.open(browser);
  const settings = await openSettings(longshore);
  const address = settings.getByRole('textbox', { name: 'Address of releases' });
  await expect(settings.getByText(`Empty for the one that this copy came with: ${packaged.url}`)).toBeVisible();
  for (const [text, why] of [
    ['http://releases.example.org', 'Updates are read over https only.'],
    ['https://ann:secret@releases.example.org', 'Leave out name and password: the address is not kept secret.'],
    ['https://releases.example.org/?token=x', 'Leave out what follows ? or #.'],
    ['file:///tmp', 'This is not an address.'],
  ] as const) {
    await address.fill(text);
    await expect(settings.getByText(why)).toBeVisible();
  }
  await address.fill(mirror.url);
  await address.press('Enter');
  await settings.getByRole('checkbox', { name: 'Look for updates' }).check();
  await expect(settings.getByText(/^No newer version\. Checked /)).toBeVisible();
  expect([packaged.asked, mirror.asked.length]).toEqual([[], 1]);
  await page.close();
  await standIn.stop();
  await Promise.all([packaged.stop(), mirror.stop()]);
  await place.remove();
});

test('while a copy runs, a downloaded version is not installed: neither at once, nor at the end of Longshore', async ({ browser }) => {
  const [source, target] = [await startDistribution(), await startDistribution()];
  const proxy = await startCuttingProxy(target.port);
  await pushImage({ layers: [3_000_000, 20_000_000] }, { host: source.host, repository: 'team/api', tags: ['1.0'] });
  const feed = await startUpdateFeed(RELEASE);
  const place = await newPlace(feed);
  const { standIn, page, longshore } = await place.open(browser);
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(source.host, 'Staging');
  await longshore.openRepository('team/api');
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog).toContainText('to transfer in');
  proxy.hold = 10_000_000;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(longshore.activityButton).toHaveAttribute('data-running', 'true');
  await longshore.closeActivity();
  const settings = await openSettings(longshore);
  await settings.getByRole('checkbox', { name: 'Look for updates' }).check();
  await settings.getByRole('button', { name: 'Restart and install' }).click();
  await expect(settings.getByText('Something is running. Install when it has ended, or quit then.')).toBeVisible();
  expect(standIn.isRunning).toBe(true);
  // "Continue next time": the copy has not ended.
  standIn.send({ kind: 'message-box-answer', response: 1 });
  standIn.send({ kind: 'quit' });
  expect(await standIn.ended).toBe(0);
  expect([await place.read(), place.started()]).toEqual([OLD, undefined]);
  await page.close();
  await Promise.all([proxy.stop(), source.stop(), target.stop(), feed.stop()]);
  await place.remove();
});
