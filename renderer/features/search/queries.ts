import { keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { SearchEvent, SearchResult, SearchScope } from '../../../shared/contract/search.ts';
import { api, client } from '../../lib/client.ts';

/** Results that are asked for: as many as there are at most. */
const MOST = 2_000;

/** What has been found so far; `isMore` once it is known that there is more than is told. */
export type Found = { readonly results: readonly SearchResult[]; readonly isDone: boolean; readonly isMore: boolean };

const NOTHING: Found = { results: [], isDone: false, isMore: false };

const addEvent = (found: Found, event: SearchEvent): Found =>
  event.kind === 'end' ? { ...found, isDone: true, isMore: event.isMore } : { ...found, results: [...found.results, ...event.results] };

/** What the index knows that meets a query. A search that is left is stopped; what was read since is found by the next one. */
export const searchQuery = (query: string, scope: SearchScope) =>
  queryOptions({
    queryKey: api.search.find.key({ input: { query, scope, most: MOST } }),
    queryFn: streamedQuery<SearchEvent, Found>({
      streamFn: ({ signal }) => client.search.find({ query, scope, most: MOST }, { signal }),
      reducer: addEvent,
      initialValue: NOTHING,
      refetchMode: 'replace',
    }),
    enabled: query.trim() !== '',
    staleTime: 0,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });

/** A few of each kind for what is being typed in the palette. */
export const suggestQuery = (typed: string) =>
  queryOptions(
    api.search.suggest.queryOptions({
      input: { query: typed },
      enabled: typed.trim() !== '',
      staleTime: 0,
      gcTime: 10_000,
      placeholderData: keepPreviousData,
    }),
  );

/** How much of all registries has been read, or of one. */
export const coverageQuery = (connectionId: string | undefined) =>
  queryOptions(api.localIndex.coverage.queryOptions({ input: connectionId === undefined ? {} : { connectionId }, staleTime: 0 }));
