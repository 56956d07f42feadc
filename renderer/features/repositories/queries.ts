import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { ListCut } from '../../../shared/contract/base.ts';
import type { CatalogEvent } from '../../../shared/contract/repositories.ts';
import { splitNames } from '../../../shared/name-lines.ts';
import { api, client } from '../../lib/client.ts';
import { whileAway } from '../../lib/failure.ts';

/** The catalog as far as it has been read. */
export type Catalog = { readonly names: readonly string[]; readonly done: boolean; readonly cut?: ListCut | undefined };

const empty: Catalog = { names: [], done: false };

function addEvent(catalog: Catalog, event: CatalogEvent): Catalog {
  switch (event.kind) {
    case 'page':
      return { ...catalog, names: [...catalog.names, ...splitNames(event.names)] };
    case 'end':
      return { ...catalog, done: true, cut: event.cut };
  }
}

/** The repositories of a registry, page by page. A later reading replaces the list once it is complete. */
export const catalogQuery = (connectionId: string) =>
  queryOptions({
    queryKey: api.repositories.list.key({ input: { connectionId } }),
    queryFn: streamedQuery<CatalogEvent, Catalog>({
      streamFn: ({ signal }) => client.repositories.list({ connectionId }, { signal }),
      reducer: addEvent,
      initialValue: empty,
      refetchMode: 'replace',
    }),
    refetchInterval: ({ state }) => whileAway(state.error),
    structuralSharing: false,
  });

/** How many tags a repository has. Asked only for the lines on screen, and cancelled when they scroll away. */
export const tagCountQuery = (connectionId: string, repository: string) =>
  queryOptions(api.repositories.tagCount.queryOptions({ input: { connectionId, repository }, staleTime: 5 * 60_000 }));
