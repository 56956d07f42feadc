import type { DeleteGroup, DeletePlan, Obstacle } from '../../../shared/contract/delete.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { holdingOf, tooLargeOf } from '../core/holders.ts';
import type { DeleteAbilities } from '../core/probe.ts';
import { type Scan, tagsOn } from '../core/scan.ts';
import { obstacleOf } from './plan.ts';

/** Everything that was read before many tags are planned to go. */
export type ManyFacts = {
  readonly tags: readonly string[];
  /** Where the person saw tags point; one that points elsewhere now stays. */
  readonly seen: Readonly<Record<string, string>>;
  /** Every image stays, whatever becomes of its tags. */
  readonly untagOnly: boolean;
  readonly scan: Scan;
  readonly summaries: ReadonlyMap<string, ImageSummary>;
  readonly unreadManifests: readonly string[];
  readonly abilities: DeleteAbilities;
  readonly readOnly: boolean;
  readonly tagsFirst: boolean;
};

function tagObstacles({ abilities, readOnly, tagsFirst }: ManyFacts, isTooLarge: boolean): Obstacle[] {
  if (readOnly) return ['read-only'];
  if (abilities.byTag === 'works') return [];
  if (tagsFirst) return abilities.byTag === 'no-permission' ? ['no-permission'] : ['vendor-only'];
  if (isTooLarge) return ['too-large'];
  // A digest delete that is not known to work would leave the tags on empty images.
  return abilities.byDigest === 'unknown' ? ['unknown-capability', 'tag-delete-missing'] : obstacleOf(abilities.byDigest);
}

function imageObstacles({ abilities, readOnly, tagsFirst }: ManyFacts): Obstacle[] {
  if (readOnly) return ['read-only'];
  if (tagsFirst && abilities.byTag !== 'works') return ['vendor-only'];
  return obstacleOf(abilities.byDigest);
}

/** Indexes that are kept and contain the digest, and lists that name it: an index that is deleted in the same run does not hold its children. */
function holders({ scan, summaries }: ManyFacts, digest: string, going: ReadonlySet<string>): { indexes: string[]; lists: string[] } {
  const { indexes, lists } = holdingOf({ scan, summaries }, { digest, subject: summaries.get(digest)?.subject });
  return {
    indexes: indexes.filter((index) => !going.has(index.digest)).map((index) => tagsOn(scan, index.digest)[0] ?? index.digest),
    lists: lists.filter((tag) => !going.has(scan.heads.get(tag)?.digest ?? '')),
  };
}

function isComplete({ scan, unreadManifests }: ManyFacts): boolean {
  return scan.unread.length === 0 && !scan.capped && unreadManifests.length === 0;
}

/** Bytes that nothing which stays uses, and bytes that something does; each blob once over all images that go. */
function bytesOf({ summaries }: ManyFacts, going: ReadonlySet<string>): { bytesFreed: number; bytesKept: number } {
  const kept = new Set<string>();
  const blobs = new Map<string, number>();
  for (const { digest, layers, configs } of summaries.values())
    for (const [blob, size] of [...layers, ...configs]) {
      if (going.has(digest)) blobs.set(blob, size);
      else kept.add(blob);
    }
  const sum = (stays: boolean): number => [...blobs].reduce((bytes, [blob, size]) => (kept.has(blob) === stays ? bytes + size : bytes), 0);
  return { bytesFreed: sum(false), bytesKept: sum(true) };
}

/**
 * The plan of removing many tags, grouped by image: only what was chosen goes, and an image only when all its tags were. Protected tags whose names are
 * `untyped` are kept. Pure.
 */
export function planMany(facts: ManyFacts, untyped: readonly string[]): Omit<DeletePlan, 'repository'> {
  const { scan, untagOnly, seen } = facts;
  const isMoved = (tag: string): boolean => {
    const now = scan.heads.get(tag)?.digest;
    return seen[tag] !== undefined && now !== undefined && now !== seen[tag];
  };
  const kept = new Set(untyped);
  const chosen = new Set(facts.tags.filter((tag) => !kept.has(tag) && !isMoved(tag)));
  const digests = [...new Set([...chosen].flatMap((tag) => scan.heads.get(tag)?.digest ?? []))];
  const complete = isComplete(facts);
  // What is too large to be kept could not be restored: only its tags are removed, and only where the registry does that by itself.
  const isTooLarge = (digest: string): boolean => facts.summaries.get(digest)?.overLimit === true;
  const asked = digests.map((digest) => {
    const all = tagsOn(scan, digest);
    return { digest, tags: orderTags(all.filter((tag) => chosen.has(tag))), others: orderTags(all.filter((tag) => !chosen.has(tag))) };
  });
  // Where a tag or an index could not be seen, no image goes: it might be one that somebody else uses.
  const candidates = new Set(
    !untagOnly && complete && imageObstacles(facts).length === 0
      ? asked.filter(({ digest, others }) => others.length === 0 && !isTooLarge(digest)).map(({ digest }) => digest)
      : [],
  );
  const groups = asked.map(({ digest, tags, others }): DeleteGroup => {
    const { indexes, lists } = holders(facts, digest, candidates);
    const how = candidates.has(digest) && indexes.length === 0 ? 'image' : 'tags';
    return {
      digest,
      tags,
      others,
      how,
      indexes,
      lists: how === 'image' ? lists : [],
      referrers: [],
      obstacles: how === 'image' ? [] : tagObstacles(facts, isTooLarge(digest)),
    };
  });
  // Indexes first, the outer before the inner: then their children are nobody's. What is about an image goes after it.
  const weight = ({ digest, tags }: DeleteGroup): number =>
    tags.every((tag) => subjectOf(tag) !== undefined) ? -1 : (facts.summaries.get(digest)?.children.length ?? 0);
  groups.sort((a, b) => weight(b) - weight(a));
  const going = new Set(groups.filter(({ how }) => how === 'image').map(({ digest }) => digest));
  return {
    groups,
    gone: [...chosen].filter((tag) => !scan.heads.has(tag) && !scan.unread.includes(tag)),
    unread: [...chosen].filter((tag) => scan.unread.includes(tag)),
    protected: [...untyped],
    moved: facts.tags.filter((tag) => !kept.has(tag) && isMoved(tag)),
    tooLarge: orderTags(tooLargeOf(facts)),
    complete,
    tagsSeen: scan.heads.size,
    ...bytesOf(facts, going),
  };
}
