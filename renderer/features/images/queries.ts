import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';

/** One manifest by digest: what a digest names never changes, so it is asked for once. */
export const imageQuery = (connectionId: string, repository: string, digest: string) =>
  queryOptions(api.images.get.queryOptions({ input: { connectionId, repository, digest }, staleTime: Number.POSITIVE_INFINITY }));

/** What is attached to an image; `tags` are those named after it, where all of the repository's are known. */
export const referrersQuery = (connectionId: string, repository: string, digest: string, tags: readonly string[] | undefined) =>
  queryOptions(
    api.images.referrers.queryOptions({ input: { connectionId, repository, digest, ...(tags === undefined ? {} : { tags: [...tags] }) } }),
  );
