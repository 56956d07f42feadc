import type { CurrentTag } from '../../../shared/contract/retag.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { pool } from '../../registry/pool.ts';
import { holdingOf } from './holders.ts';
import { headTags, type Scan, scanRepository, tagsOn } from './scan.ts';
import { isComplete, type Snapshot, withManifests } from './snapshot.ts';

const WIDTH = 6;

/** Where tags will be written. */
export type TargetPlace = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly cache: SummaryCache;
  readonly signal: AbortSignal | undefined;
};

/** A tag that will point to `digest`. */
export type TagTarget = {
  readonly to: string;
  readonly digest: string;
  /** Tags that probably share the digest that `to` has now: read first, so that a large repository need not be read. */
  readonly hints: readonly string[];
};

/** Where tags that one change writes point now, in their order. The repository is read at most once for all of them. Only reads. */
export async function currentsOf(place: TargetPlace, targets: readonly TagTarget[]): Promise<CurrentTag[]> {
  const reader = new KeepReader(
    place,
    targets.map(({ to }) => to),
  );
  const found = new Map<TagTarget, CurrentTag>();
  const waiting = [...targets].reverse();
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (target) => void found.set(target, await reader.currentOf(target)),
  );
  return targets.flatMap((target) => found.get(target) ?? []);
}

/** The digest that a tag must still have when the plan is applied; null where the tag must not exist. */
export function expectedOf({ current, digest }: { readonly current: CurrentTag; readonly digest: string }): string | null {
  if (current.state === 'free') return null;
  return current.state === 'same' ? digest : current.digest;
}

/** Finds what keeps the images that tags of one change leave. */
class KeepReader {
  private readonly place: TargetPlace;
  private readonly leaving: ReadonlySet<string>;
  private scanned: Promise<Scan> | undefined;
  private withIndexes: Promise<Snapshot> | undefined;

  constructor(place: TargetPlace, leaving: readonly string[]) {
    this.place = place;
    this.leaving = new Set(leaving);
  }

  async currentOf({ to, digest, hints }: TagTarget): Promise<CurrentTag> {
    const { client, repository, signal } = this.place;
    const now = await client.head(repository, to, signal);
    if (!now) return { state: 'free' };
    if (now.digest === digest) return { state: 'same' };
    return { state: 'taken', digest: now.digest, ...(await this.whatKeeps(now.digest, hints)) };
  }

  /** A tag that the change leaves alone and that points to `digest`; if there is none, the indexes that contain it. */
  private async whatKeeps(digest: string, hints: readonly string[]): Promise<{ keptAs?: string; complete: boolean; indexes: string[] }> {
    const { client, repository, signal } = this.place;
    const isKept = (tag: string): boolean => !this.leaving.has(tag);
    const hinted = await headTags(client, repository, hints.filter(isKept), signal, () => {});
    const known = tagsOn(hinted, digest)[0];
    if (known !== undefined) return { keptAs: known, complete: true, indexes: [] };
    this.scanned ??= scanRepository(client, repository, signal, () => {});
    const scan = await this.scanned;
    const found = tagsOn(scan, digest).find(isKept);
    if (found !== undefined) return { keptAs: found, complete: true, indexes: [] };
    this.withIndexes ??= withManifests(this.place, scan, 'indexes');
    const snapshot = await this.withIndexes;
    // No subject is given: a list of referrers that names the digest also keeps it reachable.
    const holding = holdingOf(snapshot, { digest }).indexes;
    return { complete: isComplete(snapshot), indexes: holding.map((index) => tagsOn(scan, index.digest)[0] ?? index.digest) };
  }
}
