import type { TagEvent } from '../../shared/contract/tags.ts';
import { readTags, type TagQueue } from '../browse/tag-reader.ts';
import { implementation, type Services } from './base.ts';

/** The reads that are under way, so that a page can say which rows it is looking at. */
const queues = new Map<string, TagQueue>();

type Question = { readonly connectionId: string; readonly repository: string; readonly readId: string };

async function* readAll(
  services: Services,
  { connectionId, repository, readId }: Question,
  signal: AbortSignal | undefined,
): AsyncGenerator<TagEvent> {
  const client = services.clients.of(connectionId);
  const cache = await services.summaries.of(connectionId, repository);
  try {
    yield* readTags({ client, repository, cache, signal, onQueue: (queue) => queues.set(readId, queue) });
  } finally {
    queues.delete(readId);
    await cache.flush();
  }
}

export const tags = {
  read: implementation.tags.read.handler(({ input, context, signal }) => readAll(context, input, signal)),
  look: implementation.tags.look.handler(({ input }) => {
    queues.get(input.readId)?.look(input.tags);
    return {};
  }),
};
