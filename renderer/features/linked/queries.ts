import { queryOptions } from '@tanstack/react-query';
import { api, client } from '../../lib/client.ts';
import { openDialog } from '../../lib/ui-state.ts';

/** An image, and the tag that it was opened by. */
export type LinkedOf = {
  readonly connectionId: string;
  readonly repository: string;
  readonly digest: string;
  readonly tag: string | undefined;
};

/** Everything that is linked to an image. `tags`: all tags of the repository that hold referrers, where they are known. */
export const linkedQuery = ({ connectionId, repository, digest, tag }: LinkedOf, tags: readonly string[] | undefined) =>
  queryOptions(
    api.linked.read.queryOptions({
      input: {
        connectionId,
        repository,
        digest,
        ...(tag === undefined ? {} : { tag }),
        ...(tags === undefined ? {} : { tags: [...tags] }),
      },
    }),
  );

/** Which blobs of an image the registry does not have. */
export const missingBlobsQuery = ({ connectionId, repository, digest }: LinkedOf) =>
  queryOptions(api.linked.blobs.queryOptions({ input: { connectionId, repository, digest } }));

/** Starts the check of a repository's links, and shows it. */
export async function checkLinks(connectionId: string, repository: string): Promise<void> {
  const { runId } = await client.linked.check({ connectionId, repository });
  openDialog({ kind: 'check', connectionId, repository }, runId);
}
