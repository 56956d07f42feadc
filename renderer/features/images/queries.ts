import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';

/** One manifest by digest: what a digest names never changes, so it is asked for once. */
export const imageQuery = (connectionId: string, repository: string, digest: string) =>
  queryOptions(api.images.get.queryOptions({ input: { connectionId, repository, digest }, staleTime: Number.POSITIVE_INFINITY }));
