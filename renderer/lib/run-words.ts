import type { TFunction } from 'i18next';
import type { Run } from '../../shared/contract/runs.ts';
import { readFailure } from '../../shared/shown-failure.ts';
import { failureText } from './failure-text.ts';
import type { Format } from './text/format.ts';
import { untaggedContext } from './untagged-words.ts';

/** Why a run stands still or ended: that the registry cannot be reached, or what it answered. */
export function reasonText(t: TFunction, failure: unknown): string {
  const read = readFailure(failure);
  return read.code === 'NETWORK' || read.code === 'TIMEOUT' ? t('runs.unreached') : failureText(t, read).title;
}

/** When a run that waits tries again, and what happens then. */
export function againText(t: TFunction, format: Format, { until, attempt, tries }: NonNullable<Run['waiting']>, now: number): string {
  const left = Math.ceil((Date.parse(until) - now) / 1000);
  const time = format.duration(left);
  if (tries === undefined) return left > 0 ? t('runs.soon', { time }) : t('runs.soonNow');
  const tried = { attempt: attempt + 1, tries };
  return format.sentences([left > 0 ? t('runs.again', { time, ...tried }) : t('runs.againNow', tried), t('runs.afterwards')]);
}

/** What an undo did. A count of none is left out. */
export function undoneText(
  t: TFunction,
  format: Format,
  about: { readonly count: number; readonly untagged?: number | undefined },
  { restored, removed }: { readonly restored: number; readonly removed: number },
): string {
  const words = untaggedContext(about);
  const told = [
    restored > 0 && t('history.undone', { count: restored, ...words }),
    removed > 0 && t('history.removed', { count: removed, ...words }),
  ];
  return format.sentences(told) || t('history.undoneNothing');
}

/** How much of what a deletion is about was deleted. */
export function deletedText(
  t: TFunction,
  format: Format,
  about: { readonly count: number; readonly untagged?: number | undefined },
  { deleted, total }: { readonly deleted: number; readonly total: number },
): string {
  return t('runs.deleted', { count: total, done: format.number(deleted), total: format.number(total), ...untaggedContext(about) });
}

/** How long a registry has not answered. */
export const silentText = (t: TFunction, format: Format, { since }: NonNullable<Run['silent']>, now: number): string =>
  t('runs.stillWaiting', { time: format.duration(Math.max(1, Math.round((now - Date.parse(since)) / 1000))) });

/** How fast a run is and how long it takes; empty until that means anything. */
export function paceTexts(t: TFunction, format: Format, { state, progress, waiting }: Run): readonly string[] {
  const { perSecond = 0, phase, done = 0, total = 0, unit } = progress ?? {};
  if (state !== 'running' || waiting || phase !== 'work' || perSecond <= 0) return [];
  return [
    ...(unit === 'bytes' ? [t('runs.speed', { speed: format.bytes(perSecond) })] : []),
    ...(done < total ? [t('runs.left', { time: format.duration((total - done) / perSecond) })] : []),
  ];
}
