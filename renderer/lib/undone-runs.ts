import { isWaiting } from '../../shared/change.ts';
import { isSettling, type Run } from '../../shared/contract/runs.ts';

/** The changes that a run has undone. */
const undoneBy = ({ about, result }: Pick<Run, 'about' | 'result'>): readonly string[] =>
  about.kind === 'undo' && about.how === 'undo' && result?.kind === 'undo' && result.state === 'done'
    ? [about.changeId, ...(about.others ?? [])]
    : [];

/**
 * Runs whose changes a later one has undone, and that was not undone itself; a redo is undone with the changes that it did again. `runs` are oldest
 * first.
 */
export function undoneRuns(runs: readonly Run[]): ReadonlySet<string> {
  const changes = new Set<string>();
  const undone = new Set<string>();
  const undoOf = new Map(runs.flatMap((run) => run.changeIds.map((change) => [change, undoneBy(run)] as const)));
  for (const { id, about, result, changeIds } of runs.toReversed()) {
    const own = undoneBy({ about, result });
    const again = own.flatMap((change) => undoOf.get(change) ?? []);
    const isUndone = changeIds.length > 0 && changeIds.every((change) => changes.has(change));
    if (isUndone || (again.length > 0 && again.every((change) => changes.has(change)))) undone.add(id);
    if (!isUndone) for (const change of own) changes.add(change);
  }
  return undone;
}

/** Runs that left a change to decide about, which a later run has settled: what they say of it is no longer so. Pure. */
export function decidedRuns(runs: readonly Run[]): ReadonlySet<string> {
  const settled = new Set(
    runs.flatMap(({ about, result }) => (isSettling(about) && result?.kind === 'undo' && !isWaiting(result) ? about.changeId : [])),
  );
  return new Set(runs.flatMap(({ id, changeIds }) => (changeIds.some((change) => settled.has(change)) ? id : [])));
}
