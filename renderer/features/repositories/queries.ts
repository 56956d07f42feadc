import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { CatalogEvent } from '../../../shared/contract/repositories.ts';
import { api, client } from '../../lib/client.ts';
import { whileAway } from '../../lib/failure.ts';
import { queryClient } from '../../lib/query-client.ts';
import { addEvent, type Catalog, emptyCatalog } from './catalog.ts';

const catalogKey = (connectionId: string) => api.repositories.list.key({ input: { connectionId } });

/** The repositories of a registry: those that there were, then page by page. A later reading replaces the list once it is complete. */
export const catalogQuery = (connectionId: string) =>
  queryOptions({
    queryKey: catalogKey(connectionId),
    queryFn: streamedQuery<CatalogEvent, Catalog>({
      streamFn: ({ signal }) => {
        const hasNames = queryClient.getQueryData<Catalog>(catalogKey(connectionId))?.names.length;
        return client.repositories.list({ connectionId, recall: !hasNames }, { signal });
      },
      reducer: addEvent,
      initialValue: emptyCatalog,
      refetchMode: 'replace',
    }),
    refetchInterval: ({ state }) => whileAway(state.error),
    structuralSharing: false,
  });

/** How many tags a repository has. Asked only for the lines on screen, and cancelled when they scroll away. */
export const tagCountQuery = (connectionId: string, repository: string) =>
  queryOptions(api.repositories.tagCount.queryOptions({ input: { connectionId, repository }, staleTime: 5 * 60_000 }));
