import { app, BrowserWindow, Menu, Notification, nativeImage, powerSaveBlocker, Tray } from 'electron';
import { hasEnded, type Run } from '../../shared/contract/runs.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { WatchFound } from '../../shared/contract/watch.ts';
import { languageOf } from '../../shared/languages.ts';
import type { Runs } from '../changes/core/runs.ts';
import { runWords } from '../i18n/runs.ts';
import { type Bar, type EndNotice, endNoticeOf, goesOn, isToRead, type Surfaces, surfacesOf } from './surfaces.ts';
import { TRAY_ICON } from './tray-icon.ts';
import { watchNoticeOf } from './watch-notice.ts';

/** ms for which an application without a window stays after everything has ended well. */
const LINGER = 600_000;

type Ports = {
  readonly runs: Runs;
  readonly settings: () => Settings;
  /** Brings a window to the front, with what runs and what has ended. */
  readonly show: () => void;
  /** What is found in what is watched, until the signal ends it. */
  readonly found: (signal: AbortSignal) => AsyncIterable<WatchFound>;
  /** Brings a window to the front, with what was found. */
  readonly showFound: () => void;
  /** Asks the application to end. */
  readonly quit: () => void;
};

function setBar(window: BrowserWindow, bar: Bar): void {
  if (bar.mode === 'none') window.setProgressBar(-1);
  // More than 1 is a bar without a share; Linux has none.
  else if (bar.mode === 'unknown') window.setProgressBar(process.platform === 'linux' ? 0 : 2, { mode: 'indeterminate' });
  else window.setProgressBar(bar.share, { mode: bar.mode });
}

function trayIcon(): Electron.NativeImage {
  const icon = nativeImage.createEmpty();
  for (const part of TRAY_ICON) icon.addRepresentation(part);
  return icon;
}

/** Shows what runs on dock, taskbar and tray, keeps the system awake for it, and tells how it ends. `surfaces.ts` decides; this hands it to Electron. */
export class Desktop {
  private readonly ports: Ports;
  private readonly stop = new AbortController();
  /** Notifications that can be clicked: one that nobody holds is collected, and its click with it. */
  private readonly notices = new Set<Notification>();
  /** Runs whose end is known. */
  private told: ReadonlySet<string> = new Set();
  private tray: Tray | undefined;
  private shown = '';
  private awake: number | undefined;
  private lingering: NodeJS.Timeout | undefined;

  constructor(ports: Ports) {
    this.ports = ports;
    void this.follow();
    void this.followFound().catch(() => {});
  }

  /** Shows things as they are, after a window was opened or closed. */
  refresh(): void {
    const { runs } = this.ports;
    const windows = BrowserWindow.getAllWindows();
    const settings = this.ports.settings();
    const surfaces = surfacesOf({ runs: runs.all, settings, language: this.language, platform: process.platform, windows: windows.length });
    for (const window of windows) setBar(window, surfaces.bar);
    app.setBadgeCount(surfaces.badge);
    this.keepAwake(surfaces.isAwake);
    this.showTray(surfaces.tray);
    this.linger(windows.length === 0 && surfaces.badge === 0 && !runs.all.some(isToRead));
  }

  /** Whether the application goes on without a window; where it does, says so. */
  stayWithoutWindow(): boolean {
    const { runs, settings } = this.ports;
    if (!settings().keepInBackground || (runs.isIdle && !goesOn(runs.all))) return false;
    const words = runWords[this.language];
    this.notify({ title: words.background, body: words.backgroundDetail });
    this.refresh();
    return true;
  }

  /** The application ends. */
  close(): void {
    this.stop.abort();
    clearTimeout(this.lingering);
    this.keepAwake(false);
    this.showTray(undefined);
    for (const window of BrowserWindow.getAllWindows()) setBar(window, { mode: 'none' });
  }

  private get language() {
    return languageOf(this.ports.settings().language, [app.getLocale()]);
  }

  private async follow(): Promise<void> {
    for await (const { kind, runs } of this.ports.runs.watch(this.stop.signal)) {
      if (this.stop.signal.aborted) return;
      if (kind === 'changed') this.tellEnds(runs.filter((run) => hasEnded(run) && !this.told.has(run.id)));
      this.told = new Set(this.ports.runs.all.filter(hasEnded).map(({ id }) => id));
      this.refresh();
    }
  }

  private tellEnds(ended: readonly Run[]): void {
    const seen = { settings: this.ports.settings(), language: this.language };
    const notice = endNoticeOf(ended, seen, BrowserWindow.getFocusedWindow() !== null);
    if (notice) this.notify(notice);
  }

  private async followFound(): Promise<void> {
    for await (const found of this.ports.found(this.stop.signal)) {
      const seen = { settings: this.ports.settings(), language: this.language };
      const notice = watchNoticeOf(found, seen, BrowserWindow.getFocusedWindow() !== null);
      if (notice) this.notify(notice, this.ports.showFound);
    }
  }

  private notify({ title, body }: EndNotice, onClick = this.ports.show): void {
    if (!Notification.isSupported()) return;
    const notice = new Notification({ title, body });
    this.notices.add(notice);
    notice.on('click', onClick);
    notice.on('close', () => this.notices.delete(notice));
    notice.show();
  }

  private keepAwake(isAwake: boolean): void {
    if (isAwake) this.awake ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.awake !== undefined) {
      powerSaveBlocker.stop(this.awake);
      this.awake = undefined;
    }
  }

  private showTray(wanted: Surfaces['tray']): void {
    const next = JSON.stringify(wanted ?? null);
    if (next === this.shown) return;
    this.shown = next;
    if (!wanted) {
      this.tray?.destroy();
      this.tray = undefined;
      return;
    }
    if (!this.tray) {
      this.tray = new Tray(trayIcon());
      this.tray.on('click', () => this.ports.show());
    }
    this.tray.setToolTip(wanted.tip);
    // A menu that is set once does not change on Linux: a new one for each state.
    const menu = Menu.buildFromTemplate([
      ...wanted.lines.map((label) => ({ label, enabled: false })),
      { type: 'separator' },
      { label: wanted.show, click: () => this.ports.show() },
      { label: wanted.quit, click: () => this.ports.quit() },
    ]);
    this.tray.setContextMenu(menu);
  }

  /** Ends the application that nobody sees, once it has nothing more to do or to tell. */
  private linger(isDue: boolean): void {
    if (!isDue || process.platform === 'darwin') {
      clearTimeout(this.lingering);
      this.lingering = undefined;
    } else this.lingering ??= setTimeout(this.ports.quit, LINGER);
  }
}
