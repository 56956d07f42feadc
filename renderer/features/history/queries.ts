import { keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { UndoPlan, UndoPlanEvent, UndoProgress } from '../../../shared/contract/history.ts';
import { api, client } from '../../lib/client.ts';

/** Entries of one page: more than a screen holds. */
const PAGE = 50;

/** The history, newest first, page by page. */
export const historyQuery = (search: string) =>
  api.history.list.infiniteOptions({
    input: (before: string | undefined) => ({ limit: PAGE, search, ...(before === undefined ? {} : { before }) }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });

/** Entries that are looked through for the last changes of one registry. */
const RECENT = 200;

/** The newest entries of the history. */
export const recentChangesQuery = queryOptions(api.history.list.queryOptions({ input: { limit: RECENT }, staleTime: 0 }));

/** Steps of one page: they are counted by what they did, so that all of them are fetched. */
const STEPS = 500;

/** The steps of a change, page by page. */
export const stepsQuery = (id: string) =>
  api.history.get.infiniteOptions({
    input: (from: number) => ({ id, from, limit: STEPS }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    gcTime: 0,
  });

/** What was last done to a tag from here. */
export const lastOfTagQuery = (connectionId: string, repository: string, tag: string) =>
  queryOptions(api.history.lastOfTag.queryOptions({ input: { connectionId, repository, tag }, staleTime: 0 }));

/** What a change is. */
export const changeQuery = (id: string) =>
  queryOptions(api.history.get.queryOptions({ input: { id, limit: 1 }, select: ({ change }) => change, staleTime: 0 }));

/** Changes that wait for a decision, and those whose decision is being carried out. */
export const interruptedQuery = queryOptions(api.history.interrupted.queryOptions({ staleTime: 0 }));

/** How many tags of a change are where it was to put them. */
export const doneQuery = (id: string) =>
  queryOptions(api.history.done.queryOptions({ input: { id }, select: ({ tags }) => tags, staleTime: 0 }));

export type UndoPlanning = { readonly progress: UndoProgress | undefined; readonly plan: UndoPlan | undefined };

/** What undoing a change would do, while it is worked out; true for a moment, like every plan. Leaving it stops the reading. */
export const undoPlanQuery = (id: string, others: readonly string[]) =>
  queryOptions({
    queryKey: [...api.history.planUndo.key(), id, others],
    queryFn: streamedQuery<UndoPlanEvent, UndoPlanning>({
      streamFn: ({ signal }) => client.history.planUndo({ id, others: [...others] }, { signal }),
      reducer: (known, event) => (event.kind === 'plan' ? { ...known, plan: event.plan } : { ...known, progress: event }),
      initialValue: { progress: undefined, plan: undefined },
    }),
    staleTime: 0,
    gcTime: 0,
  });
