import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { Run, RunDetail, RunItem } from '../../shared/contract/runs.ts';
import { api, client } from './client.ts';
import { endedIds, endedSince, type RunsEvent, withRuns } from './run-changes.ts';

/** Runs whose end needs no more telling: first those that had ended before this page heard of any run. */
let told: ReadonlySet<string> = new Set();
let hasHeard = false;

function noted(known: readonly Run[], event: RunsEvent): readonly Run[] {
  if (!hasHeard) told = endedIds(event.runs);
  hasHeard = true;
  return withRuns(known, event);
}

/** Those of the runs that have ended on this page since this was last asked, or since the page first heard of runs. */
export function takeEnded(runs: readonly Run[]): readonly Run[] {
  const ended = endedSince(told, runs);
  told = endedIds(runs);
  return ended;
}

/** Every run of the application, with updates. After a dropped connection the stream begins again with all of them. */
export const runsQuery = queryOptions({
  queryKey: api.runs.watch.key(),
  queryFn: streamedQuery<RunsEvent, readonly Run[]>({
    streamFn: ({ signal }) => client.runs.watch(undefined, { signal }),
    reducer: noted,
    initialValue: [],
    refetchMode: 'append',
  }),
  staleTime: 0,
  structuralSharing: false,
});

type DetailEvent = RunDetail & { readonly kind: 'start' | 'more' };

/** One run with what its dialog shows, until it has ended. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: [...api.runs.follow.key(), id],
    queryFn: streamedQuery<DetailEvent, RunDetail | null>({
      streamFn: ({ signal }) => client.runs.follow({ id }, { signal }),
      reducer: (known, event) => (event.kind === 'start' || !known ? event : { ...event, items: [...known.items, ...event.items] }),
      initialValue: null,
      refetchMode: 'append',
    }),
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  });

/** Pauses, resumes or stops a run. */
export const sayToRun = (id: string, what: 'pause' | 'resume' | 'stop'): Promise<unknown> => client.runs.say({ id, what });

/** Notes that the person has seen how a run ended. Where that cannot be noted, the run stays in the list. */
export function dismissRun(id: string): void {
  client.runs.dismiss({ id }).catch(() => {});
}

/** Begins again what a run that has ended early has left; the id of the new run. */
export const retryRun = async (id: string): Promise<string> => (await client.runs.retry({ id })).runId;

/** The results of the tags of a run that has ended. */
export async function itemsOf(id: string): Promise<readonly RunItem[]> {
  for await (const { items } of await client.runs.follow({ id })) return items;
  return [];
}
