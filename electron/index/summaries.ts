import type { IndexTrouble } from '../../shared/contract/local-index.ts';
import type { ImageSummary, SummaryCache } from '../browse/image-summary.ts';
import { LocalIndex } from './local-index.ts';
import type { InRepository, OpenedRepository, PackedImage } from './messages.ts';
import { OldSummaries } from './old-summaries.ts';

const SAVE_EVERY_MS = 500;
/** Images that are written at once: about 20 ms of the thread of the index. */
const BATCH_SIZE = 200;
/** Summaries held in memory; the repository that was opened last is held whole. */
const MOST_HELD = 20_000;

/** Whether `summary` says more than `known`, which was read with a smaller limit. */
function saysMore(summary: ImageSummary, known: ImageSummary): boolean {
  return known.covers !== undefined && (summary.covers === undefined || summary.covers.limit > known.covers.limit);
}

/** What many images have in common, held once: their layers and types would otherwise be most of the memory of a summary. */
class Shared {
  private readonly layers = new Map<string, ImageSummary['layers'][number]>();
  private readonly types = new Map<string, string>();

  /** The same summary. */
  of(summary: ImageSummary): ImageSummary {
    return { ...summary, mediaType: this.type(summary.mediaType), layers: summary.layers.map((layer) => this.layer(layer)) };
  }

  private layer(layer: ImageSummary['layers'][number]): ImageSummary['layers'][number] {
    const [digest, size] = layer;
    const known = this.layers.get(digest);
    if (known === undefined) this.layers.set(digest, layer);
    // Another manifest may say another size.
    return known?.[1] === size ? known : layer;
  }

  private type(text: string): string {
    const known = this.types.get(text);
    if (known === undefined) this.types.set(text, text);
    return known ?? text;
  }
}

/** The summaries of one repository while they are in use. What is new goes into the index. */
class RepositorySummaries implements SummaryCache {
  private readonly index: LocalIndex;
  private readonly place: OpenedRepository;
  private readonly known = new Map<string, ImageSummary>();
  private readonly shared = new Shared();
  private fresh: ImageSummary[] = [];
  private saving = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isForgotten = false;

  constructor(index: LocalIndex, place: OpenedRepository) {
    this.index = index;
    this.place = place;
  }

  get size(): number {
    return this.known.size;
  }

  get(digest: string): ImageSummary | undefined {
    return this.known.get(digest);
  }

  set(summary: ImageSummary): void {
    const known = this.known.get(summary.digest);
    if (known && !saysMore(summary, known)) return;
    // Labels are asked of the index alone: they would take more memory than the rest.
    const { labels: _labels, annotations: _annotations, ...held } = summary;
    this.known.set(summary.digest, this.shared.of(held));
    if (this.isForgotten) return;
    this.fresh.push(summary);
    this.timer ??= setTimeout(() => void this.flush(), SAVE_EVERY_MS).unref();
  }

  /** Reads what the index knows. An index that cannot be read is no reason to disturb anybody. */
  async load(): Promise<void> {
    // Many images share their layers: they share what describes them, too.
    const blobs: (readonly [string, number])[] = [];
    const digests: string[] = [];
    const unpack = ({ layers, configs, children, ...image }: PackedImage): void => {
      const blobsAt = (places: readonly number[]) => places.flatMap((place) => (blobs[place] ? [blobs[place]] : []));
      const summary = {
        ...image,
        layers: blobsAt(layers),
        configs: blobsAt(configs),
        children: children.flatMap((at) => digests[at] ?? []),
      };
      this.known.set(summary.digest, summary);
    };
    await this.index
      .ask({ kind: 'images', ...this.place }, (part) => {
        for (const blob of part.blobs) blobs.push(blob);
        for (const digest of part.digests) digests.push(digest);
        for (const image of part.images) unpack(image);
      })
      .catch(() => {});
  }

  /** Resolves once what is new is written. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { fresh } = this;
    this.fresh = [];
    const batches = [];
    for (let at = 0; at < fresh.length; at += BATCH_SIZE)
      batches.push(this.index.ask({ kind: 'save', ...this.place, images: fresh.slice(at, at + BATCH_SIZE) }));
    this.saving = Promise.allSettled([this.saving, ...batches]).then(() => {});
    return this.saving;
  }

  /** Reads everything again: the index has lost what was written into it, and labels are nowhere else. */
  lost(): void {
    this.known.clear();
  }

  /** Writes nothing more: its registry was removed. */
  forget(): void {
    this.isForgotten = true;
    clearTimeout(this.timer);
    this.fresh = [];
  }
}

/** Summaries by connection and repository. What is addressed by digest never changes, so nothing in here grows stale. */
export class IndexedSummaries {
  private readonly index: LocalIndex;
  private readonly old: OldSummaries;
  /** In the order of their use, the oldest first. */
  private readonly open = new Map<string, { readonly connectionId: string; readonly summaries: Promise<RepositorySummaries> }>();

  constructor(index: LocalIndex, dataFolder: string) {
    this.index = index;
    this.old = new OldSummaries(dataFolder);
  }

  async of(connectionId: string, repository: string): Promise<RepositorySummaries> {
    const key = `${connectionId} ${repository}`;
    const opened = this.open.get(key) ?? { connectionId, summaries: this.read({ connectionId, repository }) };
    this.open.delete(key);
    this.open.set(key, opened);
    await opened.summaries;
    await this.release(key);
    return opened.summaries;
  }

  /** Those of a repository that a scan reads: nobody has opened it, and they are let go of with the scan. */
  async apart(connectionId: string, repository: string): Promise<RepositorySummaries> {
    const opened = this.open.get(`${connectionId} ${repository}`);
    return opened ? opened.summaries : this.read({ connectionId, repository }, false);
  }

  /** Writes everything that is new. */
  async flush(): Promise<void> {
    await Promise.all([...this.open.values()].map(async ({ summaries }) => (await summaries).flush()));
  }

  /** Deletes what is known of a registry. */
  async forget(connectionId: string): Promise<void> {
    for (const [key, opened] of this.open) {
      if (opened.connectionId !== connectionId) continue;
      this.open.delete(key);
      (await opened.summaries).forget();
    }
    await this.old.forget(connectionId);
    await this.index.ask({ kind: 'forget', connectionId }).catch(() => {});
  }

  /** Deletes everything. */
  async clear(): Promise<void> {
    const open = [...this.open.values()];
    this.open.clear();
    for (const { summaries } of open) (await summaries).forget();
    await this.old.clear();
    await this.index.ask({ kind: 'clear' }).catch(() => {});
  }

  /** The index has begun anew while Longshore runs. Nothing that is only in memory counts as known. */
  async begunAnew(): Promise<void> {
    for (const { summaries } of this.open.values()) (await summaries).lost();
  }

  /** Deletes what is of no registry of `connectionIds`, and, least recently used first, what exceeds `maxBytes`. */
  async prune(maxBytes: number, connectionIds: readonly string[]): Promise<void> {
    await this.index.ask({ kind: 'prune', connectionIds, maxBytes }).catch(() => {});
  }

  /** Lets the least recently used go, but for `latest`, while too many are in memory. Who still works with one keeps it. */
  private async release(latest: string): Promise<void> {
    const sizes = await Promise.all([...this.open].map(async ([key, { summaries }]) => ({ key, size: (await summaries).size })));
    let total = sizes.reduce((sum, { size }) => sum + size, 0);
    for (const { key, size } of sizes) {
      if (total <= MOST_HELD) return;
      if (key === latest) continue;
      const opened = this.open.get(key);
      this.open.delete(key);
      total -= size;
      await (await opened?.summaries)?.flush();
    }
  }

  private async read(place: InRepository, opens = true): Promise<RepositorySummaries> {
    const summaries = new RepositorySummaries(this.index, { ...place, opens });
    await summaries.load();
    for (const summary of await this.old.take(place)) summaries.set(summary);
    return summaries;
  }
}

/** The index of a data folder and the summaries in front of it. `onTrouble` is told when the index is not, or no longer, what it was. */
export function openIndexed(dataFolder: string, onTrouble: (trouble: IndexTrouble) => void) {
  const index = new LocalIndex(dataFolder, (trouble) => {
    onTrouble(trouble);
    void summaries.begunAnew();
  });
  const summaries = new IndexedSummaries(index, dataFolder);
  return { index, summaries };
}
