import type { ListCut } from '../../shared/contract/base.ts';
import type { ReadTag, TagDetail, TagEvent } from '../../shared/contract/tags.ts';
import { blames, isFailure, reasonOf } from '../../shared/errors.ts';
import { isIndexType, isLegacyType, isManifestType } from '../../shared/oci/media-types.ts';
import { orderTags } from '../../shared/oci/tag-order.ts';
import { AsyncQueue } from '../registry/async-queue.ts';
import type { ManifestHead, RegistryClient } from '../registry/client.ts';
import { growing } from '../registry/http/growing.ts';
import { isOverLimit, limits, MAX_CHILDREN_READ } from '../registry/http/limits.ts';
import { pool } from '../registry/pool.ts';
import { rowOf, Summaries, type SummaryCache } from './image-summary.ts';

/** How many tags are worked on at once; how many requests that makes is up to the pace. */
const READ_WIDTH = 16;
/** Rows that reach the page in one message, and ms that the first of them waits. */
const BATCH_SIZE = 100;
const BATCH_MS = 50;

/** Hands out tags in order, those on screen first. */
export class TagQueue {
  private readonly waiting: Set<string>;
  private first: string[] = [];

  constructor(tags: readonly string[]) {
    this.waiting = new Set(tags);
  }

  readFirst(tags: readonly string[]): void {
    this.first = [...tags];
  }

  /** Whether this one was still waiting; it no longer is. */
  take(tag: string): boolean {
    return this.waiting.delete(tag);
  }

  next(): string | undefined {
    const tag = this.first.find((candidate) => this.waiting.has(candidate)) ?? this.waiting.values().next().value;
    if (tag !== undefined) this.waiting.delete(tag);
    return tag;
  }
}

export type TagRead = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly cache: SummaryCache;
  readonly signal: AbortSignal | undefined;
  /** Called once the names are known, with what takes the rows on the screen. */
  readonly onQueue: (queue: TagQueue) => void;
};

/** So many rows in a row that the registry was asked too often for: it is left alone then. */
const MOST_LIMITED = 8;

/** What HEAD tells of a manifest that is not read. */
function headRow(tag: string, { digest, mediaType }: ManifestHead): ReadTag {
  const kind = isIndexType(mediaType) ? 'index' : isManifestType(mediaType) ? 'image' : isLegacyType(mediaType) ? 'legacy' : 'unknown';
  return { state: 'read', tag, digest, mediaType, kind, content: kind, platforms: [], problem: 'too-large' };
}

/** Reads the rows of one reading of a repository. */
class RowReader {
  private readonly read: TagRead;
  private readonly summaries: Summaries;
  private limited = 0;

  constructor(read: TagRead) {
    this.read = read;
    this.summaries = new Summaries(read.client, read.repository, read.cache, read.signal, MAX_CHILDREN_READ);
  }

  /** The row of a tag. @throws Failure of the connection. */
  async row(tag: string): Promise<TagDetail> {
    try {
      const head = await this.read.client.head(this.read.repository, tag, this.read.signal);
      return head ? await this.content(tag, head) : { state: 'not-found', tag };
    } catch (error) {
      // A failure of the connection ends the read; one of a single tag is that row's.
      if (!isFailure(error) || blames(error) === 'connection') throw error;
      return { state: 'failed', tag, code: error.code, ...(isFailure(error, 'INVALID_RESPONSE') ? { invalid: reasonOf(error) } : {}) };
    }
  }

  /** The quota of manifests may be another than that of HEADs: one that is refused is this row's failure, until too many are. */
  private async content(tag: string, head: ManifestHead): Promise<TagDetail> {
    if (head.size > limits.manifest.bytes) return headRow(tag, head);
    try {
      const summary = await this.summaries.get(head.digest, tag);
      this.limited = 0;
      return rowOf(tag, summary);
    } catch (error) {
      if (isOverLimit(error)) return headRow(tag, head);
      if (!isFailure(error, 'RATE_LIMITED') || ++this.limited >= MOST_LIMITED) throw error;
      return { state: 'failed', tag, code: error.code };
    }
  }
}

/** What the product tells of many tags at once; where it does not, they are read one by one like any others. */
async function* readRows({ client, repository, signal }: TagRead, queue: TagQueue): AsyncGenerator<TagEvent> {
  const { tagRows } = client.productApi;
  if (!tagRows) return;
  try {
    for await (const rows of tagRows(repository, signal)) yield { kind: 'details', details: rows.filter(({ tag }) => queue.take(tag)) };
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
}

/**
 * The tags of a repository: names page by page, then the details of each, HEAD first and a GET only for digests not seen before.
 * Ends early, and stops its requests, when the caller leaves the loop or `signal` aborts. @throws Failure of the connection.
 */
export async function* readTags(read: TagRead): AsyncGenerator<TagEvent> {
  yield { kind: 'start' };
  const names: string[] = [];
  let cut: ListCut | undefined;
  for await (const page of growing(read.client.tags(read.repository, read.signal))) {
    for (const name of page.names) names.push(name);
    cut ??= page.cut;
    yield { kind: 'names', names: [...page.names] };
  }
  yield { kind: 'listed', ...(cut ? { cut } : {}) };
  const queue = new TagQueue(orderTags(names));
  read.onQueue(queue);
  yield* readRows(read, queue);
  const stop = new AbortController();
  const signal = read.signal ? AbortSignal.any([read.signal, stop.signal]) : stop.signal;
  const rows = new RowReader({ ...read, signal });
  const batches = new AsyncQueue<TagDetail>({ wait: BATCH_MS, most: BATCH_SIZE });
  const work = pool(
    READ_WIDTH,
    () => (signal.aborted ? undefined : queue.next()),
    async (tag) => batches.push(await rows.row(tag)),
  );
  work.then(
    () => batches.close(),
    (error: unknown) => batches.close(error),
  );
  try {
    for await (const details of batches) yield { kind: 'details', details };
    yield { kind: 'end' };
  } finally {
    stop.abort();
  }
}
