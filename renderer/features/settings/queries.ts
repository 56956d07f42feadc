import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';
import { queryClient } from '../../lib/query-client.ts';

/** What the window remembers, and where. Read once at the start; afterwards the window itself knows. */
export const settingsQuery = queryOptions(api.settings.get.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** The diagnostics for a report; collected each time. */
export const diagnosticsMutation = api.settings.diagnostics.mutationOptions();

/** What is remembered on this computer; asked each time it is shown. */
export const localIndexQuery = queryOptions(api.localIndex.stats.queryOptions({ staleTime: 0 }));

export const clearLocalIndexMutation = api.localIndex.clear.mutationOptions({
  onSettled: () => queryClient.invalidateQueries({ queryKey: localIndexQuery.queryKey }),
});
