import { hasEnded, hasProblems, isReading, type Run } from '../../shared/contract/runs.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { Language } from '../../shared/languages.ts';
import { percentOf } from '../../shared/run-progress.ts';
import { runWords } from '../i18n/runs.ts';

// What the system shows of runs: dock, taskbar, tray, notifications. Values alone; `desktop.ts` hands them to Electron.

/** Runs that the tray names. */
const TRAY_RUNS = 5;

export type Seen = {
  readonly runs: readonly Run[];
  readonly settings: Pick<Settings, 'keepInBackground' | 'notifyRunEnd'>;
  readonly language: Language;
  readonly platform: NodeJS.Platform;
  /** How many windows are open. */
  readonly windows: number;
};

/** The bar of dock and taskbar: a share from 0 to 1, or `unknown` where there is something to do and nobody knows how much. */
export type Bar = { readonly mode: 'none' } | { readonly mode: 'unknown' } | { readonly mode: 'normal' | 'paused'; readonly share: number };

export type Surfaces = {
  readonly bar: Bar;
  /** The number at the icon; 0 for none. */
  readonly badge: number;
  /** Whether the system is kept from sleeping. */
  readonly isAwake: boolean;
  readonly tray: { readonly tip: string; readonly lines: readonly string[]; readonly show: string; readonly quit: string } | undefined;
};

const live = (runs: readonly Run[]): readonly Run[] => runs.filter((run) => !hasEnded(run));

/** A run that waits for a person makes no progress: nothing is kept awake for it. */
const isMoving = ({ state }: Run): boolean => state === 'running' || state === 'stopping';

function barOf(runs: readonly Run[]): Bar {
  if (runs.length === 0) return { mode: 'none' };
  const percent = percentOf(runs);
  if (!runs.some(isMoving)) return { mode: 'paused', share: (percent ?? 0) / 100 };
  return percent === undefined ? { mode: 'unknown' } : { mode: 'normal', share: percent / 100 };
}

const withPercent = (title: string, percent: number | undefined): string =>
  percent === undefined ? title : `${title}, ${Math.floor(percent)} %`;

/** Whether the application has a tray: macOS has the dock for that. */
const hasTray = (platform: NodeJS.Platform): boolean => platform !== 'darwin';

/** What dock, taskbar and tray show. */
export function surfacesOf({ runs, settings, language, platform, windows }: Seen): Surfaces {
  const running = live(runs);
  const words = runWords[language];
  const isInTray = settings.keepInBackground && hasTray(platform) && (running.length > 0 || windows === 0);
  const summary = running.length === 0 ? words.idle : withPercent(words.running(running.length), percentOf(running));
  const lines = running.slice(0, TRAY_RUNS).map((run) => withPercent(words.title(run.about), percentOf([run])));
  return {
    bar: barOf(running),
    badge: running.length,
    isAwake: running.some(isMoving),
    tray: isInTray
      ? { tip: `Longshore: ${summary}`, lines: lines.length === 0 ? [words.idle] : lines, show: words.show, quit: words.quit }
      : undefined,
  };
}

/** What a notification says. */
export type EndNotice = { readonly title: string; readonly body: string };

/**
 * What is told of runs that have just ended; undefined for nothing. A person who has stopped a run knows, and one who has a window of Longshore in front sees.
 */
export function endNoticeOf(ended: readonly Run[], seen: Pick<Seen, 'settings' | 'language'>, isInFront: boolean): EndNotice | undefined {
  const told = ended.filter(({ state }) => state !== 'stopped');
  const [first] = told;
  if (!first || isInFront || !seen.settings.notifyRunEnd) return undefined;
  const words = runWords[seen.language];
  const withProblems = told.filter(({ state, result }) => state === 'failed' || hasProblems(result)).length;
  if (told.length > 1)
    return { title: words.severalEnded(told.length), body: withProblems > 0 ? words.ofWhichProblems(withProblems) : words.done };
  const title = first.state === 'failed' ? words.failed : withProblems > 0 ? words.problems : words.done;
  return { title, body: words.title(first.about) };
}

/** Whether the application goes on without a window: something is under way. A scan that waits for a person is left to the next start. */
export const goesOn = (runs: readonly Run[]): boolean => live(runs).some((run) => isMoving(run) || !isReading(run.about));

/** Whether a person should read how a run ended. */
export const isToRead = (run: Run): boolean =>
  !run.dismissed && hasEnded(run) && run.state !== 'stopped' && (run.state === 'failed' || hasProblems(run.result));
