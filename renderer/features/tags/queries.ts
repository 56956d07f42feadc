import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { TagEvent } from '../../../shared/contract/tags.ts';
import { api, client } from '../../lib/client.ts';
import { whileAway } from '../../lib/failure.ts';
import { queryClient } from '../../lib/query-client.ts';
import { addEvent, emptyTable, type Identified, type TagTable } from './tag-table.ts';

async function* identified(stream: AsyncIterable<TagEvent>, readId: string): AsyncGenerator<Identified> {
  for await (const event of stream) yield { ...event, readId };
}

const tagsKey = (connectionId: string, repository: string) => api.tags.read.key({ input: { connectionId, repository } });

/** All tags of a repository. A reading that was left before its end starts again; a complete one is fresh for a while. */
export const tagsQuery = (connectionId: string, repository: string) =>
  queryOptions({
    queryKey: tagsKey(connectionId, repository),
    queryFn: streamedQuery<Identified, TagTable>({
      streamFn: async ({ signal }) => {
        const readId = crypto.randomUUID();
        const hasNames = queryClient.getQueryData<TagTable>(tagsKey(connectionId, repository))?.names.length;
        return identified(await client.tags.read({ connectionId, repository, readId, recall: !hasNames }, { signal }), readId);
      },
      reducer: addEvent,
      initialValue: emptyTable(),
      refetchMode: 'append',
    }),
    staleTime: (query) => (query.state.data?.done ? 30_000 : 0),
    refetchInterval: ({ state }) => whileAway(state.error),
    structuralSharing: false,
  });

/** Tells the running reading which tags to read first. */
export function readFirst(readId: string, tags: string[]): void {
  // A reading that has ended needs nothing; one that failed reports that itself.
  if (readId !== '') client.tags.readFirst({ readId, tags }).catch(() => {});
}

/** Asks again for every list of tags of a registry and their numbers, after changes in several repositories. */
export async function refreshConnection(connectionId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: api.tags.read.key({ input: { connectionId } }) }),
    queryClient.invalidateQueries({ queryKey: api.repositories.tagCount.key({ input: { connectionId } }) }),
  ]);
}

/** Asks again for the tags, their number and what is linked to them, after a change. */
export async function refreshTags(connectionId: string, repository: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: tagsKey(connectionId, repository) }),
    queryClient.invalidateQueries({ queryKey: api.repositories.tagCount.key({ input: { connectionId, repository } }) }),
    queryClient.invalidateQueries({ queryKey: api.images.referrers.key({ input: { connectionId, repository } }) }),
    queryClient.invalidateQueries({ queryKey: api.linked.key({ input: { connectionId, repository } }) }),
  ]);
}
