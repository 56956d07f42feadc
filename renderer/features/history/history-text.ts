import type { TFunction } from 'i18next';
import type { Change } from '../../../shared/contract/history.ts';
import { displayText } from '../../../shared/text.ts';
import type { Format } from '../../lib/text/format.ts';
import { shortName, untaggedContext } from '../../lib/untagged-words.ts';
import type { RecentRun } from './recent-runs.ts';
import type { StepGroup } from './step-groups.ts';

type About = Pick<Change, 'what' | 'tag' | 'from' | 'tags' | 'untagged'>;
type Told = About & Pick<Change, 'repository' | 'state' | 'redoes'>;

/** A retag or a copy of several tags names none of them. */
function kindOf({ what, from, tags }: About) {
  if (what === 'retag' && from === undefined) return 'retagMany';
  return what === 'copy' && tags > 1 ? 'copyMany' : what;
}

/** What a change was, in one sentence. */
export function changeText(t: TFunction, about: About): string {
  const { tag, from, tags, untagged } = about;
  const words = { tag: displayText(shortName(tag)), from: displayText(from ?? ''), count: tags };
  return t(`history.what.${kindOf(about)}`, { ...words, ...untaggedContext({ count: tags, untagged }) });
}

/** A change as one line of the log: in the past where something was done. */
export function entryText(t: TFunction, format: Format, change: Told): string {
  const { what, tag, from, tags, untagged, repository, state, redoes } = change;
  if (state !== 'done' && state !== 'partly' && state !== 'restored')
    return t('history.within', { what: changeText(t, change), repository });
  const named = { tag: displayText(shortName(tag)), from: displayText(from ?? ''), repository };
  const words = { ...named, count: tags, shown: format.number(tags), ...untaggedContext({ count: tags, untagged }) };
  return t(`history.did.${what === 'undo' && redoes ? 'redo' : kindOf(change)}`, words);
}

/** What a run changed, as one line: of several repositories how many tags and repositories. */
export function runText(t: TFunction, format: Format, run: RecentRun): string {
  const [first] = run;
  if (run.length === 1) return entryText(t, format, first);
  const tags = run.reduce((sum, change) => sum + change.tags, 0);
  const what = first.what !== 'undo' ? 'deleted' : first.redoes ? 'redid' : 'undid';
  const untagged = run.reduce((sum, { untagged: own = 0 }) => sum + own, 0);
  const words = { count: tags, shown: format.number(tags), repositories: format.number(run.length) };
  return t(`history.didSeveral.${what}`, { ...words, ...untaggedContext({ count: tags, untagged }) });
}

const STATUSES = ['401', '403', '404', '405', '413', '429'] as const;
const CODES = [
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'RATE_LIMITED',
  'TLS',
  'NETWORK',
  'TIMEOUT',
  'INVALID_RESPONSE',
  'DIGEST_MISMATCH',
] as const;

/** The status or code that a step ended with, as a sentence. */
function outcomeText(t: TFunction, outcome: string | undefined): string {
  if (outcome === undefined) return t('history.outcome.none');
  const status = STATUSES.find((entry) => entry === outcome);
  if (status) return t(`history.outcome.${status}`);
  const code = CODES.find((entry) => entry === outcome);
  if (code) return t(`history.outcome.${code}`);
  if (/^5\d\d$/.test(outcome)) return t('history.outcome.server', { outcome });
  return t(/^\d+$/.test(outcome) ? 'history.outcome.status' : 'history.outcome.other', { outcome });
}

/** Steps that did the same, as one line: `35 blobs uploaded`. */
export function groupText(t: TFunction, format: Format, { kind, steps, isDone, outcome }: StepGroup): string {
  const what = t(`history.step.${kind}`, { count: steps.length, shown: format.number(steps.length) });
  if (isDone) return what;
  return t(outcome === undefined ? 'history.notConfirmed' : 'history.notDone', { what, outcome: outcomeText(t, outcome) });
}
