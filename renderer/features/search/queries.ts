import { keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import { assertNever } from '../../../shared/assert-never.ts';
import type { SearchEvent, SearchResult, SearchScope } from '../../../shared/contract/search.ts';
import { MOST_CHARACTERS } from '../../../shared/query/query.ts';
import type { SearchOrder } from '../../../shared/search-order.ts';
import { api, client } from '../../lib/client.ts';

/** Results that are asked for: as many as there are at most. */
const MOST = 2_000;

/**
 * What has been found so far; `isMore` once it is known that there is more than is told. While it is sorted, `sorting` are found; then `sorted` are those
 * that it is the first of.
 */
export type Found = {
  readonly results: readonly SearchResult[];
  readonly isDone: boolean;
  readonly isMore: boolean;
  readonly sorting?: number;
  readonly sorted?: Extract<SearchEvent, { kind: 'end' }>['sorted'];
};

const NOTHING: Found = { results: [], isDone: false, isMore: false };

function addEvent(found: Found, event: SearchEvent): Found {
  switch (event.kind) {
    case 'found':
      return { ...found, results: [...found.results, ...event.results] };
    case 'sorting':
      return { ...found, sorting: event.count };
    case 'end':
      return { ...found, isDone: true, isMore: event.isMore, sorted: event.sorted };
    default:
      return assertNever(event);
  }
}

/** Whether there is something to look for, and not more than is read. */
const isAskable = (query: string): boolean => query.trim() !== '' && query.length <= MOST_CHARACTERS;

/** What the index knows that meets a query. A search that is left is stopped; what was read since is found by the next one. */
export const searchQuery = (query: string, scope: SearchScope, order?: SearchOrder) =>
  queryOptions({
    queryKey: api.search.find.key({ input: { query, scope, order, most: MOST } }),
    queryFn: streamedQuery<SearchEvent, Found>({
      streamFn: ({ signal }) => client.search.find({ query, scope, order, most: MOST }, { signal }),
      reducer: addEvent,
      initialValue: NOTHING,
      refetchMode: 'replace',
    }),
    enabled: isAskable(query),
    staleTime: 0,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });

/** ms after which the palette asks again: what was read last may have been on its way into the index. */
const ASK_AGAIN = 1_000;

/** A few of each kind for what is being typed in the palette. */
export const suggestQuery = (typed: string) =>
  queryOptions(
    api.search.suggest.queryOptions({
      input: { query: typed },
      enabled: isAskable(typed),
      staleTime: 0,
      gcTime: 10_000,
      refetchInterval: ASK_AGAIN,
      placeholderData: keepPreviousData,
    }),
  );
