import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { ListCut } from '../../../shared/contract/base.ts';
import type { TagDetail, TagEvent } from '../../../shared/contract/tags.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import { api, client } from '../../lib/client.ts';
import { whileAway } from '../../lib/failure.ts';
import { queryClient } from '../../lib/query-client.ts';

/**
 * The tags of a repository as far as they have been read. `details` is one map that grows: a new one for every batch would cost more than
 * reading. Each event makes a new table around it, so that React sees the change.
 */
export type TagTable = {
  /** In the order of `orderTags`; what was read decides once all is read, so that rows do not move while a person looks at them. */
  readonly names: readonly string[];
  /** Names of a reading that is under way, until all are known. */
  readonly arriving: readonly string[];
  readonly details: Map<string, TagDetail>;
  /** How many details this reading has delivered whole. */
  readonly read: number;
  readonly listed: boolean;
  readonly done: boolean;
  /** When all of it was read last, in ms. */
  readonly readAt?: number;
  /** The rows are what was remembered, as of `readAt`, until all was read again. */
  readonly isRemembered: boolean;
  readonly cut?: ListCut | undefined;
  /** The id of the running reading. */
  readonly readId: string;
};

const empty = (): TagTable => ({
  names: [],
  arriving: [],
  details: new Map(),
  read: 0,
  listed: false,
  done: false,
  isRemembered: false,
  readId: '',
});

type Identified = TagEvent & { readonly readId: string };

/** Names in order, with what is known of their images. */
const inOrder = (names: readonly string[], details: ReadonlyMap<string, TagDetail>): string[] =>
  orderTags(names, (tag) => {
    const detail = details.get(tag);
    return detail?.state === 'read' ? detail : undefined;
  });

/** The names on screen are replaced once the new list is complete. */
function addEvent(table: TagTable, event: Identified): TagTable {
  switch (event.kind) {
    case 'remembered':
      for (const row of event.rows) table.details.set(row.tag, row);
      return { ...table, names: [...table.names, ...event.names], listed: true, isRemembered: true, readAt: event.asOf };
    case 'start':
      return { ...table, arriving: [], read: 0, done: false, readId: event.readId };
    case 'names': {
      const arriving = [...table.arriving, ...event.names];
      return { ...table, arriving, names: table.listed ? table.names : orderTags(arriving) };
    }
    case 'listed': {
      const known = new Set(table.arriving);
      for (const tag of table.details.keys()) if (!known.has(tag)) table.details.delete(tag);
      return {
        ...table,
        names: table.listed ? inOrder(table.arriving, table.details) : table.names,
        arriving: [],
        listed: true,
        cut: event.cut,
      };
    }
    case 'details':
      for (const detail of event.details) table.details.set(detail.tag, detail);
      return { ...table, read: table.read + event.details.filter((detail) => detail.state !== 'read' || !detail.pending).length };
    case 'end':
      return { ...table, names: inOrder(table.names, table.details), done: true, isRemembered: false, readAt: Date.now() };
  }
}

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
        const recall = queryClient.getQueryData<TagTable>(tagsKey(connectionId, repository))?.listed !== true;
        return identified(await client.tags.read({ connectionId, repository, readId, recall }, { signal }), readId);
      },
      reducer: addEvent,
      initialValue: empty(),
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

/** Asks again for the tags and their number, after a change. */
export async function refreshTags(connectionId: string, repository: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: tagsKey(connectionId, repository) }),
    queryClient.invalidateQueries({ queryKey: api.repositories.tagCount.key({ input: { connectionId, repository } }) }),
  ]);
}
