import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { hasEnded } from '../../../shared/contract/runs.ts';
import { api, client } from '../../lib/client.ts';
import { runsQuery } from '../../lib/runs.ts';

/** ms between two readings of what a scan has read while it is under way. */
const WHILE_SCANNING = 2_000;
/** ms until names that have just arrived are looked for in the index again, and how often. */
const WHILE_NAMING = 300;
const MOST_LOOKS = 20;

/** Repositories of a registry, of a folder of it, or (`isAll`) of all registries. */
export type CoverageScope = {
  readonly connectionId: string;
  readonly folder?: string | undefined;
  readonly names?: number | undefined;
  readonly isAll?: boolean;
};

/** How much of a scope is in the index. */
const coverageQuery = ({ connectionId, folder, isAll = false }: CoverageScope) =>
  queryOptions(
    api.localIndex.coverage.queryOptions({
      input: isAll ? {} : { connectionId, ...(folder === undefined ? {} : { folder }) },
      staleTime: 0,
    }),
  );

/** The first of these registries of which not all has been read, in their order; the first of all where there is none. */
export function useUnreadOf<R extends { readonly id: string }>(registries: readonly R[]): R | undefined {
  const found = useQueries({ queries: registries.map(({ id }) => coverageQuery({ connectionId: id })) });
  return registries.find((_, at) => (found[at]?.data?.read ?? 0) < (found[at]?.data?.known ?? 0)) ?? registries[0];
}

/** What a scan would do; asks the index alone. */
export const scanPlanQuery = (connectionId: string) =>
  queryOptions(api.scan.plan.queryOptions({ input: { connectionId }, staleTime: 0, gcTime: 0 }));

export const startScan = (connectionId: string, again: boolean): Promise<{ readonly runId: string }> =>
  client.scan.start({ connectionId, again });

/** The scan of a registry that is under way, undefined where there is none, and whether one of any is. */
function useScanRun(connectionId: string): { readonly runId: string | undefined; readonly isAny: boolean } {
  const { data: runs = [] } = useQuery(runsQuery);
  const scanned = runs.flatMap((run) => (run.about.kind === 'scan' && !hasEnded(run) ? [{ id: run.id, of: run.about.connectionId }] : []));
  return { runId: scanned.find(({ of }) => of === connectionId)?.id, isAny: scanned.length > 0 };
}

/**
 * How much of a scope is in the index, kept up to date while its registry is scanned, and the scan that is under way. `names` are as many repositories as
 * the page has: they are written into the index a moment later.
 */
export function useCoverage(scope: CoverageScope) {
  const { names = 0 } = scope;
  const { runId, isAny } = useScanRun(scope.connectionId);
  const { data } = useQuery({
    ...coverageQuery(scope),
    refetchInterval: ({ state }) => {
      if (runId !== undefined || (scope.isAll === true && isAny)) return WHILE_SCANNING;
      return (state.data?.known ?? 0) < names && state.dataUpdateCount < MOST_LOOKS ? WHILE_NAMING : false;
    },
  });
  return { coverage: data && { ...data, known: Math.max(data.known, names) }, runId };
}
