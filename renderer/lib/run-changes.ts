import { assertNever } from '../../shared/assert-never.ts';
import { hasEnded, type Run } from '../../shared/contract/runs.ts';

export type RunsEvent = { readonly kind: 'all' | 'changed'; readonly runs: readonly Run[] };

/** Runs as a page knows them, after one more message. */
export function withRuns(known: readonly Run[], { kind, runs }: RunsEvent): readonly Run[] {
  if (kind === 'all') return runs;
  const changed = new Map(runs.map((run) => [run.id, run]));
  const ids = new Set(known.map(({ id }) => id));
  return [...known.map((run) => changed.get(run.id) ?? run), ...runs.filter(({ id }) => !ids.has(id))];
}

/** The registry that a run changes; undefined of one that only reads. */
function changedBy({ about }: Run): string | undefined {
  switch (about.kind) {
    case 'copy':
    case 'load':
      return about.to.connectionId;
    case 'retag':
    case 'undo':
      return about.at.connectionId;
    case 'delete':
    case 'clean-up':
      return about.connectionId;
    case 'save':
    case 'save-content':
    case 'scan':
    case 'check':
      return undefined;
    default:
      return assertNever(about);
  }
}

/** Runs under way that change this registry. Pure. */
export const runsThatChange = (runs: readonly Run[], connectionId: string): Run[] =>
  runs.filter((run) => !hasEnded(run) && changedBy(run) === connectionId);

/** The ids of the runs that have ended. */
export const endedIds = (runs: readonly Run[]): ReadonlySet<string> => new Set(runs.filter(hasEnded).map(({ id }) => id));

/** Runs that have ended since: a short one may begin and end between two messages. */
export const endedSince = (ended: ReadonlySet<string>, runs: readonly Run[]): Run[] =>
  runs.filter((run) => hasEnded(run) && !ended.has(run.id));
