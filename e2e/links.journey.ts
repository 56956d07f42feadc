import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { DOCUMENT_NAME } from '../electron/storage/document.ts';
import { isLink, linkFragment } from '../shared/place.ts';
import { hostileLinks } from './support/content/hostile-links.ts';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, openBrowserHost, removeFolder, startAgain, startBrowserHost } from './support/hosts/browser-host.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { Window } from './support/page/window.ts';
import { startProcess } from './support/process.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';
import { startRecordingServer } from './support/servers/recording-server.ts';

let registry: Distribution;
let dataFolder: string;

test.beforeEach(async () => {
  registry = await startDistribution();
  await pushImage({ layers: [5000] }, { host: registry.host, repository: 'team/api', tags: ['1.9', '1.8'] });
  dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('Local', registry.url)]);
});
test.afterEach(async () => {
  await registry.stop();
  await removeFolder(dataFolder);
});

const linkTo = (tag: string, tab: string): string => `longshore://open?ref=${registry.host}/team/api:${tag}&tab=${tab}`;

/** The opened tag and its tab. */
async function expectPlace(page: Page, tag: string, tab: string): Promise<void> {
  await expect(page.getByRole('tab', { name: tab, selected: true })).toBeVisible();
  await expect(page).toHaveTitle(`team/api:${tag} · Local · Longshore`);
}

const problem = (page: Page) => page.getByRole('alert').filter({ hasText: 'This link cannot be opened' });

test('a link opens its place in Electron: at a cold start, in a running window, and in a minimised one', async ({ browser }) => {
  const standIn = new StandIn(dataFolder, { STAND_IN_PACKAGED: 'yes' }, ['--', linkTo('1.9', 'layers')]);
  const { page, stop } = await openStandIn(browser, standIn);
  await expectPlace(page, '1.9', 'Layers');
  expect(standIn.recorded.find(({ name }) => name === 'protocol-client')?.value).toEqual(['longshore', process.execPath, ['--']]);
  // Windows and Linux start the application once more, macOS tells the one that runs.
  standIn.send({ kind: 'second-instance', argv: ['longshore', '--allow-file-access-from-files', '--', linkTo('1.8', 'config')] });
  await expectPlace(page, '1.8', 'Config');
  standIn.send({ kind: 'open-url', url: linkTo('1.9', 'manifest') });
  await expectPlace(page, '1.9', 'Manifest');
  standIn.send({ kind: 'minimise' });
  standIn.send({ kind: 'second-instance', argv: ['longshore', '--', linkTo('1.8', 'layers')] });
  await expectPlace(page, '1.8', 'Layers');
  await expect.poll(() => standIn.recorded.map(({ name }) => name)).toContain('restore');
  await page.keyboard.press('Alt+ArrowLeft');
  await expectPlace(page, '1.9', 'Manifest');
  // A place would be hidden behind the dialog: it is shown once that is closed.
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  standIn.send({ kind: 'open-url', url: linkTo('1.8', 'config') });
  await expect(page.getByRole('tab', { name: 'Manifest', selected: true })).toBeAttached();
  await page.keyboard.press('Escape');
  await expectPlace(page, '1.8', 'Config');
  await stop();
});

test('a link that starts Electron on macOS comes before it is ready, and is the first place of the window', async ({ browser }) => {
  const standIn = new StandIn(dataFolder, { STAND_IN_OPEN_URL: linkTo('1.8', 'layers') });
  const { page, stop } = await openStandIn(browser, standIn);
  await expectPlace(page, '1.8', 'Layers');
  await expect(page.getByRole('button', { name: 'Back', exact: true })).toHaveAttribute('aria-disabled', 'true');
  // The browser host's command hands its link to the window that has the data folder.
  const serve = join(import.meta.dirname, '../out/main/serve.js');
  const second = startProcess(process.execPath, [serve, '--no-open', '--data-dir', dataFolder, linkTo('1.9', 'config')]);
  await second.ended;
  expect(second.output()).toContain('brought to the front');
  await expectPlace(page, '1.9', 'Config');
  await stop();
});

test('Ctrl N opens a further window of Electron at the same place, and a link is shown in the window that was in front', async ({
  browser,
}) => {
  const standIn = new StandIn(dataFolder, {}, [linkTo('1.9', 'layers')]);
  const { page, stop } = await openStandIn(browser, standIn);
  await expectPlace(page, '1.9', 'Layers');
  await page.keyboard.press('Control+n');
  const loaded = (): string[] => standIn.recorded.filter(({ name }) => name === 'load').map(({ value }) => String(value));
  await expect.poll(() => loaded().length).toBe(2);
  const { page: second } = await openStandIn(browser, standIn, 1, loaded()[1]);
  await expectPlace(second, '1.9', 'Layers');
  standIn.send({ kind: 'focus', window: 1 });
  standIn.send({ kind: 'open-url', url: linkTo('1.8', 'config') });
  await expectPlace(second, '1.8', 'Config');
  await expectPlace(page, '1.9', 'Layers');
  standIn.send({ kind: 'focus', window: 0 });
  standIn.send({ kind: 'second-instance', argv: ['longshore', '--', linkTo('1.8', 'manifest')] });
  await expectPlace(page, '1.8', 'Manifest');
  await expectPlace(second, '1.8', 'Config');
  await second.close();
  await stop();
});

test('Ctrl N opens a further window of the browser at the same place, which goes its own way', async ({ browser }) => {
  const host = await startBrowserHost(dataFolder, [linkTo('1.9', 'layers')]);
  const page = await openPage(browser, host.url);
  await expectPlace(page, '1.9', 'Layers');
  const opening = page.context().waitForEvent('page');
  await page.keyboard.press('Control+n');
  const second = await opening;
  await expectPlace(second, '1.9', 'Layers');
  await second.getByRole('tab', { name: 'Config' }).click();
  await expectPlace(second, '1.9', 'Config');
  await expectPlace(page, '1.9', 'Layers');
  // It is a window of its own: it stays when the first one is closed, and survives a reload.
  await page.close();
  await second.reload();
  await expectPlace(second, '1.9', 'Config');
  await second.close();
  await host.stop();
});

test('a link to a registry that is not saved offers to add it, and is opened once that is done', async ({ browser }) => {
  await saveConnections(dataFolder, []);
  const host = await startBrowserHost(dataFolder, [linkTo('1.9', 'layers')]);
  const page = await openPage(browser, host.url);
  await expect(problem(page)).toContainText(`No saved registry is at ${registry.host}. Add it to open the link.`);
  await problem(page)
    .getByRole('button', { name: `Add registry ${registry.host}…` })
    .click();
  await page.getByRole('dialog', { name: 'Add registry' }).getByRole('textbox', { name: 'Name', exact: true }).fill('Local');
  await page.keyboard.press('Enter');
  await expectPlace(page, '1.9', 'Layers');
  await page.close();
  await host.stop();
});

async function openPage(browser: Browser, url: string): Promise<Page> {
  // A page of `newPage` takes the windows that it opened with it when it is closed.
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await page.goto(url);
  return page;
}

test('a link opens its place in the browser: at a cold start, beside an open page, with that page minimised, and after the #', async ({
  browser,
}) => {
  const host = await startBrowserHost(dataFolder, [linkTo('1.9', 'layers')]);
  const page = await openPage(browser, host.url);
  await expectPlace(page, '1.9', 'Layers');
  expect(new URL(page.url()).hash).toBe(`#ref=${registry.host}/team/api:1.9&tab=layers`);
  const beside = await openPage(browser, await startAgain(dataFolder, linkTo('1.8', 'config')));
  await expectPlace(beside, '1.8', 'Config');
  await expectPlace(page, '1.9', 'Layers');
  await beside.close();
  const devtools = await page.context().newCDPSession(page);
  const { windowId } = await devtools.send('Browser.getWindowForTarget');
  await devtools.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } });
  const fresh = await openPage(browser, await startAgain(dataFolder, linkTo('1.8', 'manifest')));
  await expectPlace(fresh, '1.8', 'Manifest');
  const { origin } = new URL(fresh.url());
  // A whole link, as it is copied.
  await fresh.goto(`${origin}/#${linkTo('1.9', 'config')}`);
  await expectPlace(fresh, '1.9', 'Config');
  await fresh.goBack();
  await expectPlace(fresh, '1.8', 'Manifest');
  await host.stop();
  await Promise.all([page.close(), fresh.close()]);
});

/** The saved registries and settings, and how many requests the application has sent to any host, by its own log. Whether a registry is there is asked each minute. */
async function state(): Promise<{ document: string; requests: number }> {
  const document = await readFile(join(dataFolder, `${DOCUMENT_NAME}.json`), 'utf8');
  const log = (await readFile(join(dataFolder, 'longshore.log'), 'utf8')).split('\n').filter(Boolean);
  const told = log.map((line) => JSON.parse(line) as { event: string; host?: string; path?: string });
  const requests = told.filter(({ event, host, path }) => event.startsWith('request') && !(host === registry.host && path === '/v2/'));
  return { document, requests: requests.length };
}

/** Waits for the note about a link and closes it, in one step of the page: there are hundreds. Its title. */
const takeNote = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const find = () =>
      [...document.querySelectorAll('[role="alert"]')].find((one) => one.textContent?.includes('This link cannot be opened'));
    const until = performance.now() + 10_000;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
    while (!find() && performance.now() < until) await pause();
    const note = find();
    const title = note?.querySelector('strong')?.textContent ?? 'no note';
    [...(note?.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent === 'Close')?.click();
    while (find() && performance.now() < until) await pause();
    return title;
  });

type Opened = { readonly page: Page; open(link: string, i: number): Promise<void>; stop(): Promise<void> };

async function openElectron(browser: Browser): Promise<Opened> {
  const standIn = new StandIn(dataFolder);
  const ways = [
    (url: string) => ({ kind: 'open-url', url }),
    (link: string) => ({ kind: 'second-instance', argv: ['longshore', '--', link] }),
  ];
  return { ...(await openStandIn(browser, standIn)), open: async (link, i) => ways[i % 2] && standIn.send(ways[i % 2]?.(link) ?? {}) };
}

async function openInBrowser(browser: Browser): Promise<Opened> {
  const { page, stop } = await openBrowserHost(browser, dataFolder);
  const open: Opened['open'] = (link, i) => {
    // As a person pastes it, or as the host hands it over. Browsers drop line breaks of an address.
    const fragment = i % 2 === 0 && !/[\r\n]/.test(link) ? link : linkFragment(link);
    return page.evaluate((hash) => location.assign(hash), `#${fragment}`);
  };
  return { page, stop, open };
}

for (const [how, start] of [
  ['Electron', openElectron],
  ['the browser', openInBrowser],
] as const)
  test(`200 hostile links through ${how}: each is refused with a note, nothing is sent, and nothing is changed`, async ({ browser }) => {
    test.setTimeout(300_000);
    const other = await startRecordingServer({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } });
    const otherHost = new URL(other.url).host;
    await saveConnections(dataFolder, [savedConnection('Local', registry.url)], { logLevel: 'debug' });
    const { page, open, stop } = await start(browser);
    await page.getByRole('navigation', { name: 'Registries' }).getByRole('button', { name: 'Local', exact: true }).click();
    await new Window(page).openRepository('team/api');
    await page.waitForTimeout(1_500);
    const title = await page.title();
    const before = await state();
    expect(before.requests).toBeGreaterThan(0);
    // The system hands over links of this scheme alone.
    const links = hostileLinks(registry.host, otherHost).filter((link) => how !== 'Electron' || isLink(link));
    expect(links.length).toBeGreaterThan(200);
    const places = await page.evaluate(() => history.length);
    for (const [i, link] of links.entries()) {
      await open(link, i);
      // A link that the system hands over is looked at in its turn: of those, every tenth note is waited for.
      if (how === 'Electron' && i % 10 > 0) continue;
      expect([link.slice(0, 200), await takeNote(page)]).toEqual([link.slice(0, 200), 'This link cannot be opened']);
    }
    await open('longshore://open?ref=last.example/x:1', 0);
    await expect(problem(page)).toContainText('No saved registry is at last.example');
    if (how === 'Electron') expect(await page.evaluate(() => history.length)).toBe(places);
    // Nor is anything sent when the registry of a link is about to be added, until the person says so.
    await open(`longshore://open?ref=${otherHost}/team/api:1`, 0);
    await problem(page)
      .getByRole('button', { name: `Add registry ${otherHost}…` })
      .click();
    const address = page.getByRole('dialog', { name: 'Add registry' }).getByRole('textbox', { name: 'Registry address' });
    await expect(address).toHaveValue(otherHost);
    await page.waitForTimeout(1_500);
    await page.keyboard.press('Escape');
    const after = await state();
    console.log(`hostile links through ${how}: ${links.length} refused with a note, requests sent: ${after.requests - before.requests}`);
    expect(after).toEqual(before);
    expect(other.received).toEqual([]);
    await expect(page).toHaveTitle(title);
    await stop();
    await other.stop();
  });
