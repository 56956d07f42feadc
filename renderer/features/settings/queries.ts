import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';

/** What the window remembers, and where. Read once at the start; afterwards the window itself knows. */
export const settingsQuery = queryOptions(api.settings.get.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** The diagnostics for a report; collected each time. */
export const diagnosticsMutation = api.settings.diagnostics.mutationOptions();
