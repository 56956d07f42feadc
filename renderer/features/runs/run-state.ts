import { hasEnded, hasProblems, type Run } from '../../../shared/contract/runs.ts';

/** Whether a run has ended with nothing left for a person to read. */
export const hasDoneAll = ({ state, result }: Run): boolean => state === 'done' && !hasProblems(result);

type Told = { readonly code: string; readonly data: unknown } | undefined;

const whatOf = (failure: Told): unknown =>
  failure?.code === 'CONFLICT' && typeof failure.data === 'object' && failure.data !== null && 'what' in failure.data
    ? failure.data.what
    : undefined;

/** What became of single tags, where a run tells it. */
const outcomesOf = ({ result }: Run): readonly { readonly state: string; readonly failure?: Told }[] =>
  result?.kind === 'retag' ? result.results : result?.kind === 'copy' ? result.images : [];

/** Whether the registry is no longer as a run was planned: begun again as it is, it would end the same. Pure. */
export function needsNewPlan(run: Run): boolean {
  const failures = [run.failure, ...outcomesOf(run).map(({ failure }) => failure)];
  return failures.some((failure) => ['tag-moved', 'tag-deleted'].includes(String(whatOf(failure))));
}

/** Whether a run that has ended may have changed the registry, so that there is something to undo. Pure. */
export function mayHaveChanged(run: Run): boolean {
  const { about, result, failure } = run;
  if (result?.kind === 'delete' || result?.kind === 'clean-up') return result.notTried < result.total;
  if (result?.kind === 'undo') return result.restored + result.removed > 0;
  if (result?.kind === 'retag' || result?.kind === 'copy')
    return outcomesOf(run).some(({ state }) => state !== 'unchanged' && state !== 'not-tried');
  // Where nothing of it was done, it fails as a whole.
  return !(about.kind === 'retag' && failure !== undefined && whatOf(failure) !== 'outcome-unknown');
}

/** Runs that have not ended, with those that were begun here a moment ago. */
export function countRunning(runs: readonly Run[], begun: ReadonlySet<string>): number {
  const known = new Set(runs.map(({ id }) => id));
  return runs.filter((run) => !hasEnded(run)).length + [...begun].filter((id) => !known.has(id)).length;
}
