import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import type { ListCut } from '../../shared/contract/base.ts';
import type { OneTagEvent, ReadTag, TagDetail, TagEvent, ToldOfTag } from '../../shared/contract/tags.ts';
import { blames, isFailure, reasonOf } from '../../shared/errors.ts';
import { joinNames } from '../../shared/name-lines.ts';
import { isIndexType, isLegacyType, isManifestType } from '../../shared/oci/media-types.ts';
import { OrderedTags } from '../../shared/oci/tag-order.ts';
import { AsyncQueue } from '../registry/async-queue.ts';
import type { ManifestHead, RegistryClient } from '../registry/client.ts';
import { growing } from '../registry/http/growing.ts';
import { isOverLimit, limits, MAX_CHILDREN_READ } from '../registry/http/limits.ts';
import { pool } from '../registry/pool.ts';
import { rowOf, Summaries, type SummaryCache } from './image-summary.ts';
import { type NextRead, ReadOrder } from './read-order.ts';

/**
 * Rows that reach the page in one message at the most, and ms that the first of them waits: for the others on screen, so that they are drawn at once, and
 * where it is not on screen. Each message makes the page draw its totals anew, which takes the processor from what reads.
 */
const BATCH_SIZE = 2_000;
const ON_SCREEN_MS = 40;
const BATCH_MS = 500;
/** ms that rows which are not on screen wait for those that are, where those come late. */
const SCREEN_MS = 500;
/** Rows that a window has room for at first. */
const FIRST_ROWS = 24;

/** Images that were read before: where there are some, a HEAD will do for most tags. */
export type KnownImages = SummaryCache & { readonly size: number };

export type TagRead = {
  readonly client: RegistryClient;
  readonly repository: string;
  /** What is known of the repository; it is needed once its names are. */
  readonly cache: KnownImages | Promise<KnownImages>;
  readonly signal: AbortSignal | undefined;
  /** Called once the names are known, with what takes the rows on the screen. What is not on the screen is read once those are and what this returns has ended. */
  readonly onOrder: (order: ReadOrder) => Promise<void> | void;
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
  private readonly headFirst: boolean;
  private readonly digests = new Map<string, string>();
  private limited = 0;

  constructor(read: TagRead, cache: KnownImages) {
    this.read = read;
    this.summaries = new Summaries(read.client, read.repository, cache, read.signal, MAX_CHILDREN_READ);
    this.headFirst = cache.size > 0 || read.client.product.countsPulls === true;
  }

  /** The row of a tag, or what its manifests say of it. @throws Failure of the connection. */
  async row({ tag, part }: NextRead): Promise<TagDetail> {
    try {
      const digest = part === 'rest' ? this.digests.get(tag) : await this.digestOf(tag);
      if (digest === undefined) return { state: 'not-found', tag };
      return typeof digest === 'string' ? await this.content(tag, digest, part) : headRow(tag, digest);
    } catch (error) {
      // A failure of the connection ends the read; one of a single tag is that row's.
      if (!isFailure(error) || blames(error) === 'connection') throw error;
      return { state: 'failed', tag, code: error.code, ...(isFailure(error, 'INVALID_RESPONSE') ? { invalid: reasonOf(error) } : {}) };
    }
  }

  /** Where the tag points: its manifest is read along where that is likely to be new. What HEAD tells, where the manifest is over its limit. */
  private async digestOf(tag: string): Promise<string | ManifestHead | undefined> {
    const { client, repository, signal } = this.read;
    if (!this.headFirst) {
      try {
        const raw = await client.manifest(repository, tag, signal);
        this.summaries.hold(raw);
        return raw.digest;
      } catch (error) {
        if (isFailure(error, 'NOT_FOUND')) return undefined;
        if (!isOverLimit(error)) throw error;
      }
    }
    const head = await client.head(repository, tag, signal);
    return head && head.size > limits.manifest.bytes ? head : head?.digest;
  }

  /** The quota of manifests may be another than that of HEADs: one that is refused is this row's failure, until too many are. */
  private async content(tag: string, digest: string, part: NextRead['part']): Promise<TagDetail> {
    try {
      const row = await (part === 'manifests' ? this.manifests(tag, digest) : this.all(tag, digest));
      this.limited = 0;
      return row;
    } catch (error) {
      if (isOverLimit(error)) {
        const head = await this.read.client.head(this.read.repository, tag, this.read.signal);
        return head ? headRow(tag, head) : { state: 'not-found', tag };
      }
      if (!isFailure(error, 'RATE_LIMITED') || ++this.limited >= MOST_LIMITED) throw error;
      return { state: 'failed', tag, code: error.code };
    }
  }

  private async all(tag: string, digest: string): Promise<ReadTag> {
    this.digests.delete(tag);
    return rowOf(tag, await this.summaries.get(digest, tag));
  }

  private async manifests(tag: string, digest: string): Promise<ReadTag> {
    const { summary, pending } = await this.summaries.manifestsOf(digest, tag);
    if (!pending) return rowOf(tag, summary);
    this.digests.set(tag, digest);
    return { ...rowOf(tag, summary), pending };
  }
}

/** What the product tells of tags whose rows it does not know. */
type Told = Map<string, ToldOfTag>;

/** What the product tells of many tags at once; where it does not, they are read one by one like any others. */
async function* readRows({ client, repository, signal }: TagRead, order: ReadOrder, told: Told): AsyncGenerator<TagEvent> {
  const { tagRows } = client.productApi;
  if (!tagRows) return;
  try {
    for await (const rows of tagRows(repository, signal)) {
      for (const row of rows) if (row.state === 'told') told.set(row.tag, row.told);
      yield { kind: 'details', details: rows.filter((row) => row.state === 'read').filter(({ tag }) => order.take(tag)) };
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
}

/** ms that the start of a reading waits for the first names, so that the page draws both at once. */
const FIRST_NAMES = 60;

/** Whether this came, once it came or failed. */
const came = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );

/** Names page by page, into `tags`. The first page is asked for before anything is told; what need not be waited for is told together. */
async function* readNames({ client, repository, signal }: TagRead, tags: OrderedTags): AsyncGenerator<TagEvent> {
  const stop = new AbortController();
  const pages = growing(client.tags(repository, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal));
  let untold: OneTagEvent[] = [{ kind: 'start' }];
  const tell = function* (): Generator<TagEvent> {
    const [only, ...more] = untold;
    if (only) yield more.length === 0 ? only : { kind: 'together', events: untold };
    untold = [];
  };
  try {
    let cut: ListCut | undefined;
    for (let isFirst = true; ; isFirst = false) {
      const next = pages.next();
      const isThere = await Promise.race([came(next), isFirst ? wait(FIRST_NAMES, false) : immediate(false)]);
      // Also where it has failed: what came before is told before that.
      if (!isThere) yield* tell();
      const page = await next;
      if (page.done) break;
      cut ??= page.value.cut;
      const { names, runs } = tags.add(page.value.names);
      untold.push({ kind: 'names', names: joinNames(names), runs });
    }
    untold.push({ kind: 'listed', ...(cut ? { cut } : {}) });
    yield* tell();
  } finally {
    stop.abort();
    // It may fail with that, or have failed before.
    await pages.return(undefined).catch(() => {});
  }
}

/**
 * The tags of a repository: names page by page, then the details of each. Rows on screen are read whole; of the others the manifests, by tag where
 * nothing is known yet and by HEAD first where much is, and their configs once all manifests are there.
 * Ends early, and stops its requests, when the caller leaves the loop or `signal` aborts. @throws Failure of the connection.
 */
export async function* readTags(read: TagRead): AsyncGenerator<TagEvent> {
  const tags = new OrderedTags();
  yield* readNames(read, tags);
  const { names } = tags;
  const order = new ReadOrder(names);
  // Until the page tells what is on screen, it is what a window shows first.
  order.readFirst(names.slice(0, FIRST_ROWS));
  const drawn = read.onOrder(order);
  const told: Told = new Map();
  yield* readRows(read, order, told);
  const stop = new AbortController();
  const signal = read.signal ? AbortSignal.any([read.signal, stop.signal]) : stop.signal;
  const rows = new RowReader({ ...read, signal }, await read.cache);
  const batches = new AsyncQueue<TagDetail>({ wait: BATCH_MS, most: BATCH_SIZE });
  // Rows that were read, and come on screen before they were told.
  order.onMove = () => batches.hurry(({ tag }) => order.isOnScreen(tag));
  const readOne = async (next: NextRead): Promise<void> => {
    const row = await rows.row(next);
    order.ended(next, row.state === 'read' && row.pending === true);
    const within = !order.isOnScreen(row.tag) ? BATCH_MS : order.isScreenRead ? 0 : ON_SCREEN_MS;
    batches.push(row.state === 'read' ? { ...row, ...told.get(row.tag) } : row, within);
  };
  const readAll = (next: () => NextRead | undefined): Promise<void> =>
    pool(
      () => read.client.width,
      () => (signal.aborted ? undefined : next()),
      readOne,
    );
  const onScreen = drawn && readAll(() => order.nextOnScreen());
  const isTheirTurn = drawn && Promise.race([Promise.all([drawn, onScreen]), wait(SCREEN_MS)]);
  Promise.all([onScreen, Promise.resolve(isTheirTurn).then(() => readAll(() => order.next()))]).then(
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
