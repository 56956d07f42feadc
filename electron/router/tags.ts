import { readFirst, startTagRead } from '../browse/tag-reads.ts';
import { implementation } from './base.ts';

export const tags = {
  read: implementation.tags.read.handler(async function* ({ input: { connectionId, repository, readId }, context, signal }) {
    const client = context.clients.of(connectionId);
    const cache = await context.summaries.of(connectionId, repository);
    yield* startTagRead({ client, repository, cache, readId, signal });
  }),
  readFirst: implementation.tags.readFirst.handler(({ input: { readId, tags: names } }) => {
    readFirst(readId, names);
    return {};
  }),
};
