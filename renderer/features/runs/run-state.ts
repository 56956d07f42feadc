import { hasEnded, hasProblems, type Run } from '../../../shared/contract/runs.ts';

/** Whether a run has ended with nothing left for a person to read. */
export const hasDoneAll = ({ state, result }: Run): boolean => state === 'done' && !hasProblems(result);

/** Runs that have not ended, with those that were begun here a moment ago. */
export function countRunning(runs: readonly Run[], begun: ReadonlySet<string>): number {
  const known = new Set(runs.map(({ id }) => id));
  return runs.filter((run) => !hasEnded(run)).length + [...begun].filter((id) => !known.has(id)).length;
}

/** Runs whose changes a later one has undone, and that was not undone itself. `runs` are oldest first. */
export function undoneRuns(runs: readonly Run[]): ReadonlySet<string> {
  const changes = new Set<string>();
  const undone = new Set<string>();
  for (const { id, about, result, changeIds } of runs.toReversed()) {
    const isUndone = changeIds.length > 0 && changeIds.every((change) => changes.has(change));
    if (isUndone) undone.add(id);
    else if (about.kind === 'undo' && about.how === 'undo' && result?.kind === 'undo' && result.state === 'done') {
      for (const change of [about.changeId, ...(about.others ?? [])]) changes.add(change);
    }
  }
  return undone;
}
