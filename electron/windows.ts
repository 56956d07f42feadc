import { app, BrowserWindow, powerMonitor, type WebContents } from 'electron';
import type { ToShow } from '../shared/contract/settings.ts';
import type { App } from './app.ts';
import { Shown } from './router/shown.ts';
import { holdWhileAway } from './system/away.ts';
import { Desktop } from './system/desktop.ts';
import { Quitting } from './system/quitting.ts';
import { askBeforeQuitting, openWindow } from './window.ts';

/** Whether closing the last window ends the application. */
const ENDS_WITH_WINDOW = process.platform !== 'darwin';

let latest: BrowserWindow | undefined;

/** The window that a link or a second start is shown in: the one in front, or that was last. */
export function frontWindow(): BrowserWindow | undefined {
  const windows = BrowserWindow.getAllWindows();
  return BrowserWindow.getFocusedWindow() ?? windows.find((window) => window === latest) ?? windows[0];
}

const shownIn = new WeakMap<WebContents, Shown>();

/** What a window is asked to show. */
export function shownOf(contents: WebContents): Shown {
  const shown = shownIn.get(contents) ?? new Shown();
  shownIn.set(contents, shown);
  return shown;
}

/** Brings a window to the front, also one that is minimised. */
export function toFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** What becomes of the application as windows are closed and it is quit; opens a window. `release` gives the data folder back. */
export function manageWindows(longshore: App, preload: string, release: () => void): (link?: string) => BrowserWindow {
  const { runs, document, updates, watcher } = longshore.services;
  let isOver = false;
  const quitting = new Quitting({
    runs,
    ask: () => askBeforeQuitting(runs.live, document.settings.language),
    async end(how) {
      const install = updates?.atEnd();
      desktop.close();
      await longshore.close(undefined, how).finally(async () => {
        release();
        isOver = true;
        await install?.();
        app.quit();
      });
    },
  });
  // The system waits for no answer when a session ends.
  const endWithSession = (): void => {
    updates?.hold();
    void quitting.end('offer');
  };
  const open = (link?: string): BrowserWindow => {
    const window = openWindow(preload, link);
    window.on('close', (event) => {
      const isLast = BrowserWindow.getAllWindows().length === 1;
      if (!ENDS_WITH_WINDOW || !isLast || quitting.isEnding || runs.isIdle || document.settings.keepInBackground) return;
      event.preventDefault();
      void quitting.request();
    });
    window.on('session-end', endWithSession);
    window.on('closed', () => desktop.refresh());
    desktop.refresh();
    return window;
  };
  const showInFront = (what: ToShow): void => {
    const window = frontWindow() ?? open();
    shownOf(window.webContents).show(what);
    toFront(window);
  };
  const desktop = new Desktop({
    runs,
    settings: () => document.settings,
    show: () => showInFront({ runs: true }),
    found: (signal) => watcher.found(false, signal),
    showFound: () => showInFront({ watched: true }),
    quit: () => app.quit(),
  });
  holdWhileAway(powerMonitor, (why) => watcher.hold(why));
  powerMonitor.on('shutdown', endWithSession);
  app.on('browser-window-focus', (_event, window) => {
    latest = window;
  });
  app.on('window-all-closed', () => {
    if (ENDS_WITH_WINDOW && !desktop.stayWithoutWindow()) app.quit();
  });
  app.on('before-quit', (event) => {
    if (isOver) return;
    event.preventDefault();
    void quitting.request();
  });
  return open;
}
