import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';

/** What is in one blob of an artifact: what a digest names never changes, so it is asked for once. */
export const contentsQuery = (connectionId: string, repository: string, digest: string) =>
  queryOptions(api.artifacts.contents.queryOptions({ input: { connectionId, repository, digest }, staleTime: Number.POSITIVE_INFINITY }));
