import type { TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Change } from '../../../shared/contract/history.ts';
import { hasEnded, isSettling, type Run } from '../../../shared/contract/runs.ts';
import { undoneText } from '../../lib/run-words.ts';
import type { Format } from '../../lib/text/format.ts';
import { untaggedContext } from '../../lib/untagged-words.ts';

/** The latest run that settles a change. */
export const settleRunOf = (runs: readonly Run[], changeId: string): Run | undefined =>
  runs.findLast(({ about }) => isSettling(about) && about.changeId === changeId);

/** How far a change of several tags came. Its steps may still be being counted: `done` is undefined until then. */
function reachedText(t: TFunction, format: Format, { what, tags, untagged }: Change, done: number | undefined): string {
  if (tags < 2 || done === undefined) return '';
  const counts = { done: format.number(done), total: format.number(tags) };
  switch (what) {
    case 'delete-tag':
    case 'delete-image':
    case 'delete-many':
      return t('history.reached.deleted', { ...counts, ...untaggedContext({ count: tags, untagged }) });
    case 'copy':
      return t('history.reached.copied', counts);
    case 'retag':
    case 'load':
    case 'undo':
      return t('history.reached.changed', counts);
    default:
      return assertNever(what);
  }
}

/** What is said of a change that waits, with `done` of its tags, after the last run that was to settle it. */
export function waitingText(t: TFunction, format: Format, change: Change, done: number | undefined, run: Run | undefined): string {
  if (run?.about.kind === 'undo' && hasEnded(run)) {
    const { how } = run.about;
    if (run.state === 'stopped') return t('history.stopped', { choice: t(`history.settle.${how === 'undo' ? 'restore' : how}`) });
    if (run.state === 'done') return t('history.between');
  }
  const reached = reachedText(t, format, change, done);
  if (change.state === 'unknown') return format.sentences([reached, t('history.unknownDetail')]);
  // What takes the place of the number must not contradict it.
  return change.tags < 2 ? t('history.interruptedDetail') : format.sentences([reached, t('history.interruptedNext')]);
}

type Notice = { readonly title: string; readonly message: string };

/** What a notice says of an undo, or of a change that was settled; undefined where the change still waits and says so by itself. */
export function undoNotice(t: TFunction, format: Format, title: string, { about, result }: Run): Notice | undefined {
  if (about.kind !== 'undo' || result?.kind !== 'undo') return undefined;
  const { state } = result;
  if (about.how === 'undo') return { title: undoneText(t, format, about, result), message: t('history.undoneProof') };
  if (about.how === 'ask' && state === 'done') return { title, message: t('history.askedDone') };
  if (about.how === 'ask' && state === 'failed') return { title, message: t('history.askedNotDone') };
  return state === 'partly' ? { title, message: t('history.leftOut') } : undefined;
}
