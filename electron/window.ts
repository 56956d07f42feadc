import { app, BrowserWindow, dialog, nativeTheme, type Session, session } from 'electron';
import type { Settings } from '../shared/contract/settings.ts';
import { languageOf } from '../shared/languages.ts';
import { linkFragment } from '../shared/place.ts';
import type { HelperQuestion } from './connections/import/helper-consent.ts';
import { confirmCloseWords } from './i18n/confirm-close.ts';
import { confirmHelperWords } from './i18n/confirm-helper.ts';

/** The page's one origin, served by the protocol handler of `main.ts`. */
const PAGE_ORIGIN = 'app://longshore';

/** Where the page comes from: Vite while developing, the built files otherwise. A packaged application takes no page from its environment. */
function pageUrl(): string {
  return (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? `${PAGE_ORIGIN}/index.html`;
}

/** Whether a URL is our page: the only one that is shown and listened to. */
export function isOurPage(url: string): boolean {
  return URL.canParse(url) && new URL(url).href.startsWith(new URL('/', pageUrl()).href);
}

/** The page may write to the clipboard; everything else that a page can ask for is denied. */
export function denyPermissions(target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((_contents, permission, allow) => allow(permission === 'clipboard-sanitized-write'));
  target.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
}

/** px between a window and the next one. */
const STEP = 32;

/** Where a window is: as the first one was last, and a further one a little below the one in front. */
function placeOfWindow(): Electron.BrowserWindowConstructorOptions {
  const front = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (!front) return { name: 'main', windowStatePersistence: true, width: 1280, height: 800 };
  const { x, y, width, height } = front.getNormalBounds();
  return { x: x + STEP, y: y + STEP, width, height };
}

/** Opens a window, at the place of a `longshore:` link where one is named: isolated, sandboxed, without Node, and with nowhere to go. */
export function openWindow(preload: string, link?: string): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOfWindow(),
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Longshore',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#10151b' : '#f6f7f9',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // What is compiled is kept from the first start on; by itself Chromium waits for a script to be asked for more often.
      v8CacheOptions: 'bypassHeatCheck',
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(link === undefined ? pageUrl() : `${pageUrl()}#${linkFragment(link)}`);
  return window;
}

type Closing = {
  /** Whether closing the window would stop something. */
  readonly isRunning: () => boolean;
  readonly language: () => Settings['language'];
};

/** Asks, in a dialog of the system's own, before the window is closed while something runs. */
export function askBeforeClosing(window: BrowserWindow, { isRunning, language }: Closing): void {
  let answer: 'none' | 'asked' | 'close' = 'none';
  window.on('close', (event) => {
    if (answer === 'close' || !isRunning()) return;
    event.preventDefault();
    if (answer === 'asked') return;
    answer = 'asked';
    const { message, detail, keep, stop } = confirmCloseWords[languageOf(language(), [app.getLocale()])];
    const question = { message, detail, buttons: [keep, stop], defaultId: 0, cancelId: 0 };
    void dialog.showMessageBox(window, { type: 'warning', ...question }).then(({ response }) => {
      answer = response === 1 ? 'close' : 'none';
      if (answer === 'close') window.close();
    });
  });
}

/** The system's own dialog for a file; undefined where the person chose none. What is saved under another name than that of a tar keeps its ending. */
export async function chooseFile(what: 'open' | 'save', path: string): Promise<string | undefined> {
  const isTar = what === 'open' || /\.(?:tar|gz|tgz)$/i.test(path);
  const filters = isTar ? [{ name: 'tar', extensions: ['tar', 'gz', 'tgz'] }] : [];
  if (what === 'save') return (await dialog.showSaveDialog({ defaultPath: path, filters })).filePath || undefined;
  return (await dialog.showOpenDialog({ defaultPath: path, filters, properties: ['openFile'] })).filePaths[0];
}

/** Asks in a dialog of the system's own, which no page can draw or press: may this helper be asked? */
export async function confirm({ helper, url, proxy, ownTrust }: HelperQuestion, language: Settings['language']): Promise<boolean> {
  const words = confirmHelperWords[languageOf(language, [app.getLocale()])];
  const detail = [words.detail(url), proxy && words.proxy(proxy), ownTrust && words.ownTrust].filter(Boolean).join(' ');
  const buttons = [words.allow, words.cancel];
  const message = words.message(helper, new URL(url).host);
  return (await dialog.showMessageBox({ type: 'question', message, detail, buttons, defaultId: 1, cancelId: 1 })).response === 0;
}
