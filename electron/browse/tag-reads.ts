import type { TagEvent } from '../../shared/contract/tags.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { SummaryCache } from './image-summary.ts';
import { readTags, type TagQueue } from './tag-reader.ts';

/** The reads in progress, so that a page can say which rows it shows. */
const queues = new Map<string, TagQueue>();

export type TagRead = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly cache: SummaryCache & { flush(): Promise<void> };
  readonly readId: string;
  readonly signal: AbortSignal | undefined;
};

/** Reads the tags of a repository under an id; what was read is saved at the end. */
export async function* startTagRead({ readId, ...read }: TagRead): AsyncGenerator<TagEvent> {
  try {
    yield* readTags({ ...read, onQueue: (queue) => queues.set(readId, queue) });
  } finally {
    queues.delete(readId);
    await read.cache.flush();
  }
}

/** Reads these tags of the read next. */
export function readFirst(readId: string, tags: readonly string[]): void {
  queues.get(readId)?.readFirst(tags);
}
