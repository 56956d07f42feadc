import { readFirst, startTagRead } from '../browse/tag-reads.ts';
import { tagMemory } from '../index/tag-memory.ts';
import { implementation } from './base.ts';

export const tags = {
  read: implementation.tags.read.handler(async function* ({ input: { connectionId, repository, readId, recall }, context, signal }) {
    const client = context.clients.of(connectionId);
    const openCache = () => context.summaries.of(connectionId, repository);
    const memory = tagMemory(context.index, { connectionId, repository });
    yield* startTagRead({ client, repository, openCache, memory, recall, readId, signal });
  }),
  readFirst: implementation.tags.readFirst.handler(({ input: { readId, tags: names } }) => {
    readFirst(readId, names);
    return {};
  }),
};
