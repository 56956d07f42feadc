import { app, BrowserWindow, dialog, type MessageBoxOptions, nativeTheme, type Session, session, type WebContents } from 'electron';
import type { Run } from '../shared/contract/runs.ts';
import type { Settings } from '../shared/contract/settings.ts';
import { languageOf } from '../shared/languages.ts';
import { linkFragment } from '../shared/place.ts';
import type { HelperQuestion } from './connections/import/helper-consent.ts';
import { confirmHelperWords } from './i18n/confirm-helper.ts';
import { type QuitAnswer, quitQuestionOf } from './system/quitting.ts';

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

/** What a person wants of the work that is under way when Longshore is quit, asked in a dialog of the system's own. */
export async function askBeforeQuitting(runs: readonly Run[], language: Settings['language']): Promise<QuitAnswer> {
  const { message, detail, buttons, answers } = quitQuestionOf(runs, languageOf(language, [app.getLocale()]));
  const cancelId = answers.indexOf('cancel');
  const question: MessageBoxOptions = { type: 'warning', message, detail, buttons: [...buttons], defaultId: 0, cancelId, noLink: true };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  return answers[response] ?? 'cancel';
}

/** Drags a file out of a window, with the icon that the system has for it. */
export async function dragOut(contents: WebContents, file: string): Promise<void> {
  const icon = await app.getFileIcon(file);
  if (!contents.isDestroyed()) contents.startDrag({ file, icon });
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
