import { expect, type Page, test } from '@playwright/test';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, openBrowserHost, removeFolder, startAgain, startBrowserHost } from './support/hosts/browser-host.ts';
import { electronName, startElectron } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';

async function startRegistry(): Promise<Distribution> {
  const registry = await startDistribution({ deletes: true });
  await pushImage({ layers: [5000, 7000] }, { host: registry.host, repository: 'team/api', tags: ['1.9', '1.8', 'latest'] });
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'team/web', tags: ['2.0'] });
  return registry;
}

/** What tells a place from the others: the heading of the repository, the opened tag and its tab, as they are read aloud. All of one moment. */
const shown = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [
      'h1',
      '[role="grid"] [aria-selected="true"] [role="gridcell"]:nth-child(2)',
      '[role="tablist"][aria-label="Image"] [aria-selected="true"]',
    ]
      .map((selector) => document.querySelector(selector))
      .map((element) => element?.getAttribute('aria-label')?.replace(' / ', '/') ?? element?.textContent ?? '')
      .join(' | '),
  );

/** Presses a button of the mouse that Playwright has no name for. */
async function mouse(page: Page, button: 'back' | 'forward'): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  for (const type of ['mousePressed', 'mouseReleased'] as const)
    await devtools.send('Input.dispatchMouseEvent', { type, x: 640, y: 400, button, buttons: button === 'back' ? 8 : 16, clickCount: 1 });
  await devtools.detach();
}

/** Walks through ten places and tells each as it looks. */
async function visitTen(longshore: Window): Promise<string[]> {
  const { page } = longshore;
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const steps: readonly (() => Promise<unknown>)[] = [
    () => longshore.openRepository('team/api'),
    () => longshore.tag('1.9').click(),
    () => tab('Layers'),
    () => longshore.tag('1.8').click(),
    () => tab('Config'),
    () => longshore.openRepository('team/web'),
    () => longshore.tag('2.0').click(),
    () => tab('Manifest'),
    () => page.getByRole('button', { name: 'Close details' }).click(),
  ];
  const expected = [
    'Local |  | ',
    'Local/team/api |  | ',
    'Local/team/api | 1.9 | Overview',
    'Local/team/api | 1.9 | Layers',
    'Local/team/api | 1.8 | Layers',
    'Local/team/api | 1.8 | Config',
    'Local/team/web |  | ',
    'Local/team/web | 2.0 | Overview',
    'Local/team/web | 2.0 | Manifest',
    'Local/team/web |  | ',
  ];
  await expect.poll(() => shown(page)).toBe(expected[0]);
  for (const [i, step] of steps.entries()) {
    await step();
    await expect.poll(() => shown(page)).toBe(expected[i + 1]);
  }
  return expected;
}

async function goThrough(page: Page, places: readonly string[], back: () => Promise<unknown>, forward: () => Promise<unknown>) {
  for (const place of places.slice(0, -1).toReversed()) {
    await back();
    await expect.poll(() => shown(page)).toBe(place);
  }
  for (const place of places.slice(1)) {
    await forward();
    await expect.poll(() => shown(page)).toBe(place);
  }
}

for (const [name, open] of [
  ['the browser host', openBrowserHost],
  [electronName, startElectron],
] as const)
  test(`back and forward over ten places through ${name}, by keyboard, mouse, buttons and the browser; a reload keeps the place`, async ({
    browser,
  }) => {
    const registry = await startRegistry();
    const dataFolder = await newDataFolder();
    const { page, stop } = await open(browser, dataFolder);
    const longshore = new Window(page);
    await longshore.addRegistry(registry.host, 'Local');
    await expect(longshore.repository('team/api')).toBeVisible();
    const places = await visitTen(longshore);
    const back = page.getByRole('button', { name: 'Back', exact: true });
    const forward = page.getByRole('button', { name: 'Forward', exact: true });
    await goThrough(
      page,
      places,
      () => page.keyboard.press('Alt+ArrowLeft'),
      () => page.keyboard.press('Alt+ArrowRight'),
    );
    await goThrough(
      page,
      places,
      () => page.keyboard.press('Meta+['),
      () => page.keyboard.press('Meta+]'),
    );
    await goThrough(
      page,
      places,
      () => mouse(page, 'back'),
      () => mouse(page, 'forward'),
    );
    await goThrough(
      page,
      places,
      () => page.goBack(),
      () => page.goForward(),
    );
    await goThrough(
      page,
      places,
      () => back.click(),
      () => forward.click(),
    );
    await expect(forward).toHaveAttribute('aria-disabled', 'true');
    for (const place of places.slice(3, -1).toReversed()) {
      await back.click();
      await expect.poll(() => shown(page)).toBe(place);
    }
    await page.reload();
    await expect.poll(() => shown(page)).toBe('Local/team/api | 1.9 | Layers');
    await forward.click();
    await expect.poll(() => shown(page)).toBe('Local/team/api | 1.8 | Layers');
    await stop();
    await registry.stop();
    await removeFolder(dataFolder);
  });

test('the address has a link to the place; pasted with a token or without, it leads there, and a bad one says why', async ({ browser }) => {
  const registry = await startRegistry();
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const page = await browser.newPage();
  await page.goto(`${host.url}&ref=${registry.host}/team/api:1.9`);
  await expect(page.getByRole('alert').filter({ hasText: `No saved registry is at ${registry.host}` })).toBeVisible();
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await longshore.tag('1.9').click();
  await page.getByRole('tab', { name: 'Layers' }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe(`#ref=${registry.host}/team/api:1.9&tab=layers`);
  await expect(page).toHaveTitle('team/api:1.9 · Local · Longshore');
  const link = page.url();
  await longshore.openRepository('team/web');
  await page.goto(link);
  await expect.poll(() => shown(page)).toBe('Local/team/api | 1.9 | Layers');
  await page.goto(`${new URL(link).origin}/#ref=${registry.host}/Team/API`);
  await expect(page.getByRole('alert').filter({ hasText: 'This link cannot be opened' })).toBeVisible();
  expect(new URL(page.url()).hash).toBe(`#ref=${registry.host}/team/api:1.9&tab=layers`);
  await (await longshore.openPalette()).fill(`longshore://open?ref=${registry.host}/team/web:2.0&tab=config`);
  await page.keyboard.press('Enter');
  await expect.poll(() => shown(page)).toBe('Local/team/web | 2.0 | Config');
  // A fresh link in the same tab changes the fragment alone: also once Longshore was started again at the same port.
  const enter = async (link: string): Promise<void> => {
    await page.evaluate(() => Object.assign(window, { isOld: true }));
    await page.goto(link);
    await expect.poll(() => page.evaluate(() => !('isOld' in window)).catch(() => false)).toBe(true);
    await expect.poll(() => shown(page)).toBe('Local/team/web | 2.0 | Config');
    await expect(page.getByRole('alert')).toHaveCount(0);
  };
  await enter(await startAgain(dataFolder));
  await host.stop();
  const again = await startBrowserHost(dataFolder, ['--port', new URL(host.url).port]);
  await enter(again.url);
  await page.close();
  await again.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});

test('a place whose tag was deleted or whose registry was removed says so, and Back works from there', async ({ browser }) => {
  const registry = await startRegistry();
  const dataFolder = await newDataFolder();
  const { page, stop } = await openBrowserHost(browser, dataFolder);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await longshore.tag('1.8').click();
  await longshore.openMenu('1.8', 'Delete…');
  await page.getByRole('alertdialog', { name: 'Delete 1.8' }).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(() => shown(page)).toBe('Local/team/api |  | ');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('alert').filter({ hasText: 'Tag 1.8 was not found' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => shown(page)).toBe('Local/team/api |  | ');
  await page.getByRole('button', { name: 'Actions for registry Local' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await longshore.addRegistry(registry.host, 'Again');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByText('This registry was removed from Longshore.')).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(longshore.repository('team/api')).toBeVisible();
  await stop();
  await registry.stop();
  await removeFolder(dataFolder);
});

test('the keyboard works after going back: the focus is in the tags that are shown, with the filter they were left with', async ({
  browser,
}) => {
  const registry = await startRegistry();
  const dataFolder = await newDataFolder();
  const { page, stop } = await openBrowserHost(browser, dataFolder);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await page.keyboard.press('/');
  await page.keyboard.type('1.9');
  await expect(longshore.tag('latest')).toHaveCount(0);
  await longshore.command('team/web');
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => shown(page)).toBe('Local/team/api |  | ');
  await expect(page.getByRole('searchbox', { name: 'Filter tags' })).toHaveValue('1.9');
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => shown(page)).toBe('Local/team/api | 1.9 | Overview');
  // A reload is no other visit.
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Filter tags' })).toHaveValue('1.9');
  await expect(longshore.tag('1.9')).toBeVisible();
  await expect(longshore.tag('latest')).toHaveCount(0);
  await stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
