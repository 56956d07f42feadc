import type { TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import { isDeletion, type Run, type RunAbout, type RunResult } from '../../../shared/contract/runs.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { contentName } from '../../lib/content-name.ts';
import { failureText } from '../../lib/failure-text.ts';
import { deletedText, paceTexts, reasonText, undoneText } from '../../lib/run-words.ts';
import type { Format } from '../../lib/text/format.ts';
import { imageText, placeText } from '../../lib/text/place-text.ts';
import { shortName, untaggedContext } from '../../lib/untagged-words.ts';

type Place = Extract<RunAbout, { kind: 'copy' }>['from'];

const shortImage = ({ repository, tag }: Place): string => `${repository}${tag === '' ? '' : `:${tag}`}`;

/** A file's name without its folder, of either kind of system. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

type Retag = Extract<RunAbout, { kind: 'retag' }>;

/** One image or several; a move deletes the old tag, and does no more where every tag points to the image already. */
function retagKind({ targets, remove }: Retag): 'retag' | 'move' | 'delete' | 'retagMany' {
  if (targets.some(({ from }) => from !== targets[0]?.from)) return 'retagMany';
  if (!remove) return 'retag';
  return targets.every(({ isSame }) => isSame) ? 'delete' : 'move';
}

/** How many tags it is about; a deletion is about the one old tag. */
const countOf = (about: Retag): number => (retagKind(about) === 'delete' ? 1 : about.targets.length);

function retagWords({ at, targets, remove }: Retag) {
  const named = targets.filter(({ isSame }) => !remove || !isSame);
  return { tag: at.tag, to: named.map(({ to }) => to).join(', ') };
}

/** A change that was interrupted is settled; one that has ended is undone, or redone. */
function undoKind({ how, redoes }: Extract<RunAbout, { kind: 'undo' }>): 'undo' | 'redo' | 'settle' {
  if (how !== 'undo') return 'settle';
  return redoes ? 'redo' : 'undo';
}

/** The title of a run, as its kind and its parts make it: what it does and where. */
export function runTitle(t: TFunction, about: RunAbout): string {
  switch (about.kind) {
    case 'copy':
      return about.images.length > 1
        ? t('runs.title.copyMany', { count: about.images.length, image: placeText(about.from), target: placeText(about.to) })
        : t('runs.title.copy', { image: imageText(about.from), target: imageText(about.to) });
    case 'save':
      return about.tags.length > 1
        ? t('runs.title.saveMany', { count: about.tags.length, image: placeText(about.from), file: fileName(about.path) })
        : t('runs.title.save', { image: imageText(about.from), file: fileName(about.path) });
    case 'save-content':
      return t('runs.title.content', {
        content: contentName(t, about.content),
        place: placeText(about.from),
        file: fileName(about.path),
      });
    case 'load':
      return t('runs.title.load', { file: fileName(about.path), target: imageText(about.to) });
    case 'delete':
    case 'clean-up':
      return t(`runs.title.${about.kind}`, {
        count: about.count,
        tag: shortName(about.tag),
        place: placeText(about),
        ...untaggedContext(about),
      });
    case 'retag':
      return t(`runs.title.${retagKind(about)}`, { ...retagWords(about), count: countOf(about), place: placeText(about.at) });
    case 'undo':
      return t(`runs.title.${undoKind(about)}`, {
        count: about.count,
        tag: shortName(about.at.tag),
        place: placeText(about.at),
        ...untaggedContext(about),
      });
    case 'scan':
      return t('runs.title.scan', about);
    case 'check':
      return t('runs.title.check', { place: placeText(about) });
    default:
      return assertNever(about);
  }
}

/** What a run does, without where. */
export function runHeading(t: TFunction, about: RunAbout): string {
  switch (about.kind) {
    case 'copy':
      return about.images.length > 1
        ? t('runs.heading.copyMany', { count: about.images.length, repository: about.from.repository })
        : t('runs.heading.copy', { image: shortImage(about.from) });
    case 'save':
      return about.tags.length > 1
        ? t('runs.heading.saveMany', { count: about.tags.length, repository: about.from.repository })
        : t('runs.heading.save', { image: shortImage(about.from) });
    case 'save-content':
      return t('runs.heading.content', { content: contentName(t, about.content) });
    case 'load':
      return t('runs.heading.load', { file: fileName(about.path) });
    case 'delete':
    case 'clean-up':
      return t(`runs.heading.${about.kind}`, { count: about.count, tag: shortName(about.tag), ...untaggedContext(about) });
    case 'retag':
      return t(`runs.heading.${retagKind(about)}`, { ...retagWords(about), count: countOf(about) });
    case 'undo':
      return t(`runs.heading.${undoKind(about)}`, {
        count: about.count,
        tag: shortName(about.at.tag),
        ...untaggedContext(about),
      });
    case 'scan':
      return t('runs.heading.scan', about);
    case 'check':
      return t('runs.heading.check', { repository: about.repository });
    default:
      return assertNever(about);
  }
}

/** Where a run does it, or how much of it. */
export function runTarget(t: TFunction, about: RunAbout): string {
  switch (about.kind) {
    case 'copy':
      return t('runs.target.copy', { target: about.images.length > 1 ? placeText(about.to) : imageText(about.to) });
    case 'load':
      return t('runs.target.load', { target: imageText(about.to) });
    case 'save':
    case 'save-content':
      return t('runs.target.save', { path: about.path });
    case 'delete':
    case 'clean-up':
    case 'check':
      return placeText(about);
    case 'retag':
    case 'undo':
      return placeText(about.at);
    case 'scan':
      return t(about.again ? 'runs.target.all' : 'runs.target.unread');
    default:
      return assertNever(about);
  }
}

/** How far a run has come, in one short figure. */
export function runFigure(format: Format, { progress }: Run): string {
  return progress && progress.total > 0 ? format.percent(Math.min(1, progress.done / progress.total)) : '';
}

function resultText(t: TFunction, format: Format, { about, state }: Pick<Run, 'about' | 'state'>, result: RunResult): string {
  const counted = isDeletion(about) || about.kind === 'undo' ? about : { count: 0 };
  switch (result.kind) {
    case 'delete':
    case 'clean-up':
      return format.sentences([
        deletedText(t, format, counted, result),
        result.notTried > 0 && t('runs.notTried', { shown: format.number(result.notTried) }),
        result.lost && reasonText(t, result.lost),
      ]);
    case 'retag': {
      const done = result.results.filter(({ state }) => state === 'moved' || state === 'removed').length;
      const left = result.results.filter(({ state }) => state === 'not-tried').length;
      return format.sentences([
        t('runs.retagged', { count: result.results.length, done, total: result.results.length }),
        left > 0 && t('runs.notTried', { shown: format.number(left) }),
      ]);
    }
    case 'undo':
      if (about.kind === 'undo' && about.how === 'complete' && result.state === 'done') return t('history.askedDone');
      return undoneText(t, format, counted, result);
    case 'copy':
    case 'load': {
      const { sent, mounted, present } = result;
      const bytes = t('runs.transferred', { sent: format.bytes(sent), mounted: format.bytes(mounted), present: format.bytes(present) });
      if (result.kind === 'load' || result.images.length === 1) return bytes;
      const done = result.images.filter(({ state }) => state === 'copied').length;
      return format.sentences([t('runs.copied', { done, total: result.images.length }), bytes]);
    }
    case 'save':
    case 'save-content':
      return t('runs.saved', { size: format.bytes(result.bytes) });
    case 'scan':
      return format.sentences([
        t('runs.scanned', { count: result.total, read: format.number(result.read), total: format.number(result.total) }),
        result.trouble && t(`settings.storageTrouble.${result.trouble}`),
      ]);
    case 'check':
      return format.sentences([
        result.brokenCount === 0
          ? t(state === 'stopped' ? 'runs.noBrokenYet' : 'runs.noBroken')
          : t('runs.broken', { count: result.brokenCount, shown: format.number(result.brokenCount) }),
        result.unread > 0 && t('runs.unanswered', { count: result.unread, shown: format.number(result.unread) }),
      ]);
    default:
      return assertNever(result);
  }
}

/** How far a run has come, or how it ended. */
export function runStateText(t: TFunction, format: Format, run: Run): string {
  const { state, progress, result, failure } = run;
  if (failure) return failureText(t, readFailure(failure)).title;
  const told = progress?.unit === 'bytes' ? format.bytes : format.number;
  const reached =
    progress && progress.total > 0 ? t(`runs.${progress.unit}`, { done: told(progress.done), total: told(progress.total) }) : '';
  const parts = [
    state === 'running' || (state === 'done' && result) ? '' : t(`runs.state.${state}`),
    result ? resultText(t, format, run, result) : reached,
    ...paceTexts(t, format, run),
  ];
  return parts.filter(Boolean).join(' · ') || t('runs.reading');
}
