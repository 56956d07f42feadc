import type { Change } from '../../../shared/contract/history.ts';

/** Changes that one run made, newest first: one, or one in each of several repositories. */
export type RecentRun = readonly [Change, ...Change[]];

/** Changes by the run that made them, in the order of the newest of each. Pure. */
export function recentRuns(changes: readonly Change[]): readonly RecentRun[] {
  const runs = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    // Of an undo it is known what it was about: it is no part of the run that it undoes.
    const key = change.group === undefined ? change.id : `${change.group} ${change.what}`;
    const run = runs.get(key);
    if (run) run.push(change);
    else runs.set(key, [change]);
  }
  return [...runs.values()];
}
