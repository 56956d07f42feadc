import { hasEnded, type Run } from './contract/runs.ts';

/** How much of all that runs is done, in percent; undefined where nothing runs, or none of it knows how much there is to do. */
export function percentOf(runs: readonly Run[]): number | undefined {
  const live = runs.filter((run) => !hasEnded(run));
  if (!live.some(({ progress }) => progress && progress.total > 0)) return undefined;
  const parts = live.map(({ progress }) => (progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0));
  return (100 * parts.reduce((sum, part) => sum + part, 0)) / parts.length;
}
