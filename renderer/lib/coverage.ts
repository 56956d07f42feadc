import { queryOptions } from '@tanstack/react-query';
import type { SearchScope } from '../../shared/contract/search.ts';
import { api } from './client.ts';

/** How much has been read of what a scope means: of all registries, of one, or of a folder of it. */
export const coverageQuery = (scope: SearchScope) => queryOptions(api.localIndex.coverage.queryOptions({ input: scope, staleTime: 0 }));
