import { join, resolve } from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import { app, BrowserWindow, dialog, ipcMain, protocol, session } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';
import { APP_ID } from '../shared/app-id.ts';
import type { Installation } from '../shared/contract/settings.ts';
import { type AppOptions, createApp } from './app.ts';
import { contentSecurityPolicy, readAsset } from './assets.ts';
import { answerCalls } from './calls.ts';
import { commandIn, readFlags, readShown } from './flags.ts';
import { startAhead } from './index/index-thread.ts';
import { WRITER } from './index/scripts.ts';
import { howInstalled, isReplaceable, packagedFeedIn, packageTypeIn, updatesItself } from './installation.ts';
import { setMenu } from './menu.ts';
import { openBrowser } from './open-browser.ts';
import type { Services } from './router/base.ts';
import { router } from './router/router.ts';
import { type SecondStart, startOnce, whoHolds } from './second-start.ts';
import { startFailureText } from './start-failure.ts';
import { prepareDataFolder } from './storage/data-folder.ts';
import { DOCUMENT_NAME, setAsideDamaged } from './storage/document.ts';
import { chooseFile, confirm, denyPermissions, dragOut, isOurPage } from './window.ts';
import { frontWindow, manageWindows, shownOf, toFront } from './windows.ts';

const flags = readFlags(process.argv.slice(1));
/** A terminal shows what a program for Linux prints; on Windows a program with windows has none. */
const command = process.platform === 'linux' && app.isPackaged ? commandIn(process.argv.slice(1)) : undefined;
const root = join(import.meta.dirname, '../renderer');
const preload = join(import.meta.dirname, '../preload/preload.cjs');

/** How to show what a link or a second start asks for; until there is a window, the last one asked for is what it begins with. */
let first: SecondStart = { sample: flags.sample, link: flags.link };
let show = async ({ sample, link }: SecondStart): Promise<void> => {
  first = { sample: first.sample || sample, link: link ?? first.link };
};

app.setName('Longshore');
// The installer's shortcut has the same: without it, Windows shows no notification and a second icon in the taskbar.
if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
if (flags.dataFolder) app.setPath('userData', resolve(flags.dataFolder));
// Without `codeCache` the page is compiled anew at every start. Its scripts are named by their content, so that nothing old is run.
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } }]);

/** Serves the built page and nothing outside of it; the page may connect to nowhere. */
async function answerPage(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const asset = url.host === 'longshore' ? await readAsset(root, url.pathname) : undefined;
  if (!asset) return new Response('Not found', { status: 404 });
  const headers = {
    'content-type': asset.type,
    'content-security-policy': contentSecurityPolicy("'none'"),
    'x-content-type-options': 'nosniff',
  };
  return new Response(new Uint8Array(asset.body), { headers });
}

/** Whatever a page tries: no other page, no other window, no webview. */
function fenceContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOurPage(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Links that the system opens: on macOS by an event, also before the application is ready, elsewhere as an argument of a first or second start. */
function takeLinks(): void {
  // What follows `--` is no flag, whatever it begins with. Only an installed application answers for links.
  if (app.isPackaged) app.setAsDefaultProtocolClient('longshore', process.execPath, ['--']);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    void show(readShown(['--', url])).catch(() => {});
  });
  app.on('second-instance', (_event, argv, _folder, more) => {
    const link = z.object({ link: z.string() }).safeParse(more).data?.link;
    void show(readShown(link === undefined ? argv.slice(1) : ['--', link])).catch(() => {});
  });
}

/** Answers what the pages call, each with what its own window is to show. */
function answerPages(services: Services, openAnother: (link: string | undefined) => void): void {
  const handler = new RPCHandler(router);
  ipcMain.on('longshore:port', (event) => {
    const [port] = event.ports;
    // Only the page itself is listened to: neither a frame within it nor a page from elsewhere.
    if (!port || event.senderFrame?.parent !== null || !isOurPage(event.senderFrame.url)) return;
    const startDrag = (path: string): Promise<void> => dragOut(event.sender, path);
    handler.upgrade(port, { context: { ...services, shown: shownOf(event.sender), openWindow: openAnother, startDrag } });
    port.start();
  });
}

/** How this window came here. */
const installed = (): Installation =>
  howInstalled({ host: 'electron', isPackaged: app.isPackaged, packageType: packageTypeIn(process.resourcesPath), env: process.env });

/** How this copy updates itself; undefined where something else does that. */
function ownUpdates(): AppOptions['updates'] {
  const { platform, env } = process;
  const packagedFeed = packagedFeedIn(process.resourcesPath);
  if (packagedFeed === undefined || !updatesItself(installed(), platform, env)) return undefined;
  return {
    packagedFeed,
    isReplaceable: () => isReplaceable(platform, env),
    open: async (feed) => (await import('./updates/electron-updater.ts')).openUpdater(feed),
    quit: () => app.quit(),
  };
}

async function start(): Promise<void> {
  const dataFolder = app.getPath('userData');
  prepareDataFolder(dataFolder);
  const folder = await startOnce(dataFolder, 'electron', first);
  if (folder.kind === 'later') {
    // The browser host has the folder: its page is opened instead of a second application.
    if (folder.answer?.kind === 'link') openBrowser(folder.answer.url, dataFolder);
    else dialog.showErrorBox('Longshore is running already', whoHolds(folder.holder));
    return app.quit();
  }
  const damagedFile = setAsideDamaged(dataFolder);
  const store = new Store({ cwd: dataFolder, name: DOCUMENT_NAME, configFileMode: 0o600 });
  const updates = ownUpdates();
  const longshore = await createApp({
    dataFolder,
    store,
    damagedFile,
    version: app.getVersion(),
    installed: installed(),
    ...(updates ? { updates } : {}),
    chooseFile,
    confirm,
    systemProxy: (url) => session.defaultSession.resolveProxy(url),
  });
  if (first.sample) await longshore.services.sample.openFirst(longshore.services.document);
  answerPages(longshore.services, (link) => void open(link));
  protocol.handle('app', answerPage);
  denyPermissions();
  setMenu(() => void open());
  const open = manageWindows(longshore, preload, () => folder.release());
  open(first.link);
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  show = async ({ sample, link }) => {
    const { services } = longshore;
    const registry = sample ? (await services.sample.open(services.document)).id : undefined;
    const opened = frontWindow();
    const window = opened ?? open(link);
    if (registry !== undefined) shownOf(window.webContents).show({ connectionId: registry });
    if (opened && link !== undefined) shownOf(window.webContents).show({ link });
    toFront(window);
  };
  await folder.answer(
    async (request) => {
      await show(request);
      return { kind: 'shown' };
    },
    { version: app.getVersion(), upgrade: (socket) => answerCalls(socket, longshore.services) },
  );
}

function startWindow(): void {
  // A link that a command made is in no argument.
  const isFirst = app.requestSingleInstanceLock(command && first.link !== undefined ? { link: first.link } : {});
  if (!isFirst) return app.quit();
  startAhead(WRITER);
  fenceContents();
  takeLinks();
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      dialog.showErrorBox('Longshore could not start', startFailureText(error, app.getPath('userData')));
      app.exit(1);
    });
}

/** Carries a command out on the terminal, without a window; `open` goes on to one. */
async function startInTerminal(words: readonly string[]): Promise<void> {
  const { startCommand } = await import('./command-start.ts');
  await startCommand(words, {
    dataFolder: app.getPath('userData'),
    exit: (code) => app.exit(code),
    open([link]) {
      first = { sample: false, link };
      startWindow();
    },
  });
}

if (command) {
  void startInTerminal(command).catch((error: unknown) => {
    process.stderr.write(`Longshore could not start: ${startFailureText(error, app.getPath('userData'))}\n`);
    app.exit(1);
  });
} else startWindow();
