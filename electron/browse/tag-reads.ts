import { setTimeout as wait } from 'node:timers/promises';
import { oneByOne, type TagEvent } from '../../shared/contract/tags.ts';
import { emitted } from '../registry/async-queue.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { ReadOrder } from './read-order.ts';
import type { TagMemory } from './tag-memory.ts';
import { type KnownImages, readTags } from './tag-reader.ts';
import { UnreadRows } from './unread-rows.ts';

/** The reads in progress, so that a page can say which rows it shows; `drawn` is told when it does. */
const orders = new Map<string, { readonly order: ReadOrder; readonly drawn: () => void }>();

/** ms that a page has to draw its first rows. Meanwhile no others are read or told: the processor time is the page's. */
const DRAWING = 150;

export type TagRead = {
  readonly client: RegistryClient;
  readonly repository: string;
  /** Reads what is known of the images. */
  readonly openCache: () => Promise<KnownImages & { flush(): Promise<void> }>;
  readonly memory: TagMemory;
  /** Whether the page has nothing yet, so that what is remembered is told first. */
  readonly recall: boolean;
  readonly readId: string;
  /** Whether a page shows what is read. */
  readonly isShown: boolean;
  readonly signal: AbortSignal | undefined;
};

/** Reads the tags of a repository under an id, after what is remembered of them; what was read is remembered. */
export async function* startTagRead({ readId, isShown, memory, recall, openCache, ...read }: TagRead): AsyncGenerator<TagEvent> {
  const cache = Promise.withResolvers<KnownImages>();
  let opened: ReturnType<typeof openCache> | undefined;
  const onOrder = (order: ReadOrder): Promise<void> | undefined => {
    const { promise, resolve } = Promise.withResolvers<void>();
    orders.set(readId, { order, drawn: resolve });
    return isShown ? Promise.race([promise, wait(DRAWING)]) : undefined;
  };
  const events = readTags({ ...read, cache: cache.promise, onOrder });
  try {
    // The registry answers while what is remembered is told.
    const start = events.next();
    let parts = 0;
    const unread = new UnreadRows();
    if (recall)
      for await (const rows of emitted(memory.recall)) {
        // The first part has the rows on screen.
        if (isShown && parts++ === 1) await wait(DRAWING);
        unread.add(rows.rows);
        yield { kind: 'remembered', ...rows };
      }
    // Asked for after the rows on screen: the index answers one question at a time, and this is the longer one.
    opened = openCache();
    cache.resolve(opened);
    let isCut = false;
    for (let step = await start; !step.done; step = await events.next()) {
      const event = step.value;
      for (const one of oneByOne(event)) if (one.kind === 'listed') isCut = one.cut !== undefined;
      if (event.kind === 'details') memory.saw(event.details);
      if (event.kind === 'end' && !isCut) {
        // Before the page hears of the end, so that what it then asks of the index is answered from it; and after all that was read. Nobody waits for it.
        void (await opened)?.flush();
        memory.sawAll();
      }
      yield event.kind === 'details' ? unread.news(event.details) : event;
    }
  } finally {
    await events.return(undefined);
    orders.delete(readId);
    await (await opened)?.flush();
  }
}

/** Reads these tags of the read next. */
export function readFirst(readId: string, tags: readonly string[]): void {
  const reading = orders.get(readId);
  reading?.order.readFirst(tags);
  reading?.drawn();
}
