import { hasEnded, hasProblems, type Run } from '../../../shared/contract/runs.ts';

/** Whether a run has ended with nothing left for a person to read. */
export const hasDoneAll = ({ state, result }: Run): boolean => state === 'done' && !hasProblems(result);

/** Runs that have not ended, with those that were begun here a moment ago. */
export function countRunning(runs: readonly Run[], begun: ReadonlySet<string>): number {
  const known = new Set(runs.map(({ id }) => id));
  return runs.filter((run) => !hasEnded(run)).length + [...begun].filter((id) => !known.has(id)).length;
}
