import { hasEnded, hasProblems, type Run } from '../../../shared/contract/runs.ts';
import { readFailure } from '../../../shared/shown-failure.ts';

/** Whether a run has ended with nothing left for a person to read. */
export const hasDoneAll = ({ state, result }: Run): boolean => state === 'done' && !hasProblems(result);

/** What a failure is a conflict about. */
function conflictOf(carried: unknown): string | undefined {
  const failure = readFailure(carried);
  return failure.code === 'CONFLICT' ? failure.data.what : undefined;
}

/** What became of single tags, where a run tells it. */
const outcomesOf = ({ result }: Run): readonly { readonly state: string; readonly failure?: unknown }[] =>
  result?.kind === 'retag' ? result.results : result?.kind === 'copy' ? result.images : [];

/** Whether the registry is no longer as a run was planned: begun again as it is, it would end the same. Pure. */
export function needsNewPlan(run: Run): boolean {
  const failures = [run.failure, ...outcomesOf(run).map(({ failure }) => failure)];
  return failures.some((failure) => ['tag-moved', 'tag-deleted'].includes(conflictOf(failure) ?? ''));
}

/** Whether a run that has ended may have changed the registry, so that there is something to undo. Pure. */
export function mayHaveChanged(run: Run): boolean {
  const { about, state, result, failure } = run;
  if (result?.kind === 'delete' || result?.kind === 'clean-up') return result.notTried < result.total;
  if (result?.kind === 'undo') return result.restored + result.removed > 0;
  if (result?.kind === 'retag' || result?.kind === 'copy')
    return outcomesOf(run).some(({ state }) => state !== 'unchanged' && state !== 'not-tried');
  // These set their tags last: one of which nothing was done fails as a whole, or is stopped without a result.
  if (about.kind !== 'retag' && about.kind !== 'copy' && about.kind !== 'load') return true;
  return failure === undefined ? state !== 'stopped' : conflictOf(failure) === 'outcome-unknown';
}

/** Runs that have not ended, with those that were begun here a moment ago. */
export function countRunning(runs: readonly Run[], begun: ReadonlySet<string>): number {
  const known = new Set(runs.map(({ id }) => id));
  return runs.filter((run) => !hasEnded(run)).length + [...begun].filter((id) => !known.has(id)).length;
}
