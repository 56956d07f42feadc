import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { UpdatesEvent } from '../../../shared/contract/updates.ts';
import { api, client } from '../../lib/client.ts';
import { queryClient } from '../../lib/query-client.ts';

/** What the window remembers, and where. Read once at the start; afterwards the window itself knows. */
export const settingsQuery = queryOptions(api.settings.get.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** The diagnostics for a report; collected each time. */
export const diagnosticsMutation = api.settings.diagnostics.mutationOptions();

/** What is remembered on this computer; asked each time it is shown. */
export const localIndexQuery = queryOptions(api.localIndex.stats.queryOptions({ staleTime: 0 }));

export const clearLocalIndexMutation = api.localIndex.clear.mutationOptions({
  onSettled: async () => {
    const { queryKey } = localIndexQuery;
    await queryClient.invalidateQueries({ queryKey: api.localIndex.key() });
    // What is on screen is read again: of what was cleared nothing is known any more.
    void queryClient.invalidateQueries({ predicate: (query) => query.queryKey !== queryKey });
  },
});

/** What is known of newer versions, as it changes; null until that is heard. */
export const updatesQuery = queryOptions({
  queryKey: api.updates.watch.key(),
  queryFn: streamedQuery<UpdatesEvent, UpdatesEvent | null>({
    streamFn: ({ signal }) => client.updates.watch(undefined, { signal }),
    reducer: (_, event) => event,
    initialValue: null,
    // The one that replaces shows nothing before the stream ends.
    refetchMode: 'append',
  }),
  staleTime: 0,
});

export const checkUpdatesMutation = api.updates.check.mutationOptions();
export const installUpdateMutation = api.updates.install.mutationOptions();
