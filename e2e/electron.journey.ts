import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { product } from '../build/pack/product.ts';
import { emptyForm } from '../shared/contract/connections.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { electronName, StandIn, startElectron } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { startProcess } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startRecordingServer } from './support/servers/recording-server.ts';

test(`the main journey through ${electronName}: add, browse, layers, retag, delete one of three`, async ({ browser }) => {
  const registry = await startDistribution({ deletes: true });
  const { digest } = await pushImage(
    { layers: [5000, 7000] },
    { host: registry.host, repository: 'team/api', tags: ['1.9.2', '1.9', 'latest'] },
  );
  const dataFolder = await newDataFolder();
  const host = await startElectron(browser, dataFolder);
  const { page } = host;
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  await page.getByRole('tab', { name: 'Layers' }).click();
  await expect(page.getByRole('table', { name: 'Layers' }).getByRole('row')).toHaveCount(3);
  await longshore.openMenu('1.9.2', 'Retag…');
  await longshore.dialog('Retag 1.9.2').getByRole('textbox', { name: 'New tag' }).fill('stable');
  await longshore.dialog('Retag 1.9.2').getByRole('button', { name: 'Retag' }).click();
  await expect(longshore.tag('stable')).toContainText('image');
  expect(await inspectDigest(registry.host, 'team/api', 'stable')).toBe(digest);
  await longshore.openMenu('1.9.2', 'Delete…');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1.9.2' });
  await expect(dialog.getByRole('list', { name: 'Other tags on this image' }).getByRole('listitem')).toHaveText([
    'latest',
    'stable',
    '1.9',
  ]);
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(longshore.tag('1.9.2')).toHaveCount(0);
  for (const tag of ['1.9', 'latest', 'stable']) expect(await inspectDigest(registry.host, 'team/api', tag)).toBe(digest);
  // The preload tells the path of a file that is dropped, so that it is read where it is. A file made by a page has none: the stand-in names one.
  await longshore.closeActivity();
  await page.evaluate(() => {
    Object.assign(window, { __droppedPath: '/images/api.tar' });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'dropped.tar'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  const file = longshore.dialog('Load an image from a file').getByRole('textbox', { name: 'File' });
  await expect(file).toHaveValue(electronName.includes('stand-in') ? '/images/api.tar' : /dropped\.tar$/);
  await host.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});

test('on Windows, Electron goes by the identifier of the shortcut that the installer makes', async () => {
  const dataFolder = await newDataFolder();
  const standIn = new StandIn(dataFolder, { STAND_IN_PLATFORM: 'win32' });
  await standIn.url();
  expect(standIn.recorded.find(({ name }) => name === 'app-id')?.value).toBe(product.appId);
  standIn.kill();
  await standIn.ended;
  await removeFolder(dataFolder);
});

test("Electron's entry files: the window is isolated and sandboxed, cannot navigate, and gets no permissions", async () => {
  const dataFolder = await newDataFolder();
  const standIn = new StandIn(dataFolder);
  expect(await standIn.url()).toBe('app://longshore/index.html');
  const options = standIn.recorded.find(({ name }) => name === 'window')?.value as {
    webPreferences: Record<string, unknown>;
    minWidth: number;
  };
  expect(options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  expect(options.webPreferences['preload']).toMatch(/preload\.cjs$/);
  expect(standIn.recorded.map(({ name }) => name)).toContain('requestSingleInstanceLock');
  expect(standIn.recorded.map(({ name }) => name)).not.toContain('app-id');
  expect(standIn.recorded.find(({ name }) => name === 'schemes')?.value).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
  expect(await standIn.attempt('navigate', 'https://evil.example/')).toBe(true);
  expect(await standIn.attempt('navigate', 'app://longshore.evil.example/')).toBe(true);
  expect(await standIn.attempt('webview')).toBe(true);
  expect(await standIn.attempt('open', 'https://evil.example/')).toBe('deny');
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal'])
    expect(await standIn.attempt('permission', permission)).toEqual([false, false]);
  expect(await standIn.attempt('permission', 'clipboard-sanitized-write')).toEqual([true, true]);
  const answer = await standIn.fetch('app://longshore/index.html');
  expect(answer.headers?.['content-security-policy']).toContain("connect-src 'none'");
  expect(answer.headers?.['content-security-policy']).toContain("script-src 'self'");
  for (const outside of [
    'app://longshore/../main/main.js',
    'app://longshore/%2e%2e/main/main.js',
    'app://other/index.html',
    'app://longshore/assets/..%2f..%2f..%2fpackage.json',
  ]) {
    expect([outside, (await standIn.fetch(outside)).status]).toEqual([outside, 404]);
  }
  // A frame of another origin is not listened to: its port gets no answer.
  const answers: unknown[] = [];
  standIn.onPort = (_, data) => answers.push(data);
  standIn.send({ kind: 'connect', id: 7, channel: 'longshore:port', sender: 'https://evil.example/' });
  standIn.send({ kind: 'port', id: 7, data: '{"i":"1","p":{"u":"http://orpc/settings/get","b":{}}}' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(answers).toEqual([]);
  // Nor is a frame within our own page.
  standIn.send({ kind: 'connect', id: 9, channel: 'longshore:port', sender: 'app://longshore/index.html', parent: {} });
  standIn.send({ kind: 'port', id: 9, data: '{"i":"1","p":{"u":"http://orpc/settings/get","b":{}}}' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(answers).toEqual([]);
  standIn.send({ kind: 'connect', id: 8, channel: 'longshore:port', sender: 'app://longshore/index.html' });
  standIn.send({ kind: 'port', id: 8, data: '{"i":"1","p":{"u":"http://orpc/settings/get","b":{}}}' });
  await expect.poll(() => answers.length).toBe(1);
  // A credential helper that a page names is asked about in a dialog of the system's own; here it is declined.
  const place = await startRecordingServer({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } });
  const form = { ...emptyForm, address: place.url, signIn: 'helper', helper: 'office', proxyKind: 'none' };
  standIn.send({ kind: 'port', id: 8, data: JSON.stringify({ i: '2', p: { u: 'http://orpc/connections/test', b: { json: { form } } } }) });
  await expect.poll(() => answers.length).toBe(2);
  expect(JSON.stringify(answers[1])).toContain('helper-not-confirmed');
  expect(standIn.recorded.find(({ name }) => name === 'message-box')?.value).toMatchObject({
    message: `Ask docker-credential-office for the password of ${new URL(place.url).host}?`,
    buttons: ['Ask the helper', 'Cancel'],
    defaultId: 1,
  });
  await place.stop();
  await standIn.stop();
  await removeFolder(dataFolder);
});

test('a packaged Electron loads its page from its own files alone; in development the environment names it', async () => {
  const pages = [];
  for (const packaged of ['yes', 'no']) {
    const dataFolder = await newDataFolder();
    const standIn = new StandIn(dataFolder, { STAND_IN_PACKAGED: packaged, ELECTRON_RENDERER_URL: 'http://127.0.0.1:5173' });
    pages.push(await standIn.url());
    await standIn.stop();
    await removeFolder(dataFolder);
  }
  expect(pages).toEqual(['app://longshore/index.html', 'http://127.0.0.1:5173']);
});

test('a second start of Electron passes its arguments to the open window', async () => {
  const dataFolder = await newDataFolder();
  const standIn = new StandIn(dataFolder);
  await standIn.url();
  const answers: string[] = [];
  standIn.onPort = (_, data) => answers.push(String(data));
  standIn.send({ kind: 'connect', id: 1, channel: 'longshore:port', sender: 'app://longshore/index.html' });
  standIn.send({ kind: 'port', id: 1, data: '{"i":"1","p":{"u":"http://orpc/settings/shown","b":{}}}' });
  await expect.poll(() => answers.length).toBe(1);
  standIn.send({ kind: 'second-instance', argv: ['longshore', '--sample'] });
  await expect.poll(() => answers.join('')).toContain('"connectionId":"sample"');
  await expect.poll(() => standIn.recorded.map(({ name }) => name)).toContain('focus');
  await standIn.stop();
  await removeFolder(dataFolder);
});

test('Electron and the browser host never use one data folder at once: the second one shows the first', async () => {
  const dataFolder = await newDataFolder();
  const standIn = new StandIn(dataFolder);
  await standIn.url();
  const serve = join(import.meta.dirname, '../out/main/serve.js');
  const second = startProcess(process.execPath, [serve, '--no-open', '--data-dir', dataFolder]);
  await second.ended;
  expect(second.output()).toMatch(/running already\. Process \d+ \(the desktop window.*\n.*brought to the front/);
  await expect.poll(() => standIn.recorded.map(({ name }) => name)).toContain('focus');
  await standIn.stop();
  const host = await startBrowserHost(dataFolder);
  // Without a display there is nothing to open the link in; it ends all the same.
  const later = new StandIn(dataFolder, { DISPLAY: '', WAYLAND_DISPLAY: '' });
  expect(await later.ended).toBe(0);
  expect(later.recorded.map(({ name }) => name)).not.toContain('window');
  await host.stop();
  await removeFolder(dataFolder);
});
