import type { TagEvent } from '../../shared/contract/tags.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { SummaryCache } from './image-summary.ts';
import type { ReadOrder } from './read-order.ts';
import { readTags } from './tag-reader.ts';

/** The reads in progress, so that a page can say which rows it shows. */
const orders = new Map<string, ReadOrder>();

export type TagRead = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly cache: SummaryCache & { readonly size: number; flush(): Promise<void> };
  readonly readId: string;
  readonly signal: AbortSignal | undefined;
};

/** Reads the tags of a repository under an id; what was read is saved at the end. */
export async function* startTagRead({ readId, ...read }: TagRead): AsyncGenerator<TagEvent> {
  try {
    yield* readTags({ ...read, isKnown: read.cache.size > 0, onOrder: (order) => orders.set(readId, order) });
  } finally {
    orders.delete(readId);
    await read.cache.flush();
  }
}

/** Reads these tags of the read next. */
export function readFirst(readId: string, tags: readonly string[]): void {
  orders.get(readId)?.readFirst(tags);
}
