import type { Obstacle, SinglePlan } from '../../../shared/contract/delete.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { holdingOf, tooLargeOf } from '../core/holders.ts';
import type { Ability, DeleteAbilities } from '../core/probe.ts';
import { type Scan, tagsOn } from '../core/scan.ts';

/** Everything that was read before a deletion is planned. */
export type DeleteFacts = {
  readonly tag: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly scan: Scan;
  /** Summaries of the repository's manifests, as many as could be read. */
  readonly summaries: ReadonlyMap<string, ImageSummary>;
  /** Manifests that could not be read: they may be indexes that contain this image. */
  readonly unreadManifests: readonly string[];
  readonly abilities: DeleteAbilities;
  readonly referrers: readonly { readonly name: string; readonly artifactType: string }[];
  readonly readOnly: boolean;
  /** Patterns of names that have to be typed. */
  readonly protectedTags: readonly string[];
  /** The registry refuses to delete what a tag points at: no placeholder could be deleted again. */
  readonly tagsFirst: boolean;
};

/** Why a delete of this kind cannot be done. */
export function obstacleOf(ability: Ability): Obstacle[] {
  switch (ability) {
    case 'works':
      return [];
    case 'refused':
      return ['delete-disabled'];
    case 'no-permission':
      return ['no-permission'];
    case 'unknown':
      return ['unknown-capability'];
  }
}

function sizes(facts: DeleteFacts): { bytesFreed: number; bytesKept: number } {
  const own = facts.summaries.get(facts.digest);
  if (!own) return { bytesFreed: 0, bytesKept: 0 };
  const elsewhere = new Set<string>();
  for (const summary of facts.summaries.values()) {
    if (summary.digest === facts.digest) continue;
    for (const [digest] of [...summary.layers, ...summary.configs]) elsewhere.add(digest);
  }
  let bytesFreed = 0;
  let bytesKept = 0;
  for (const [digest, size] of new Map([...own.layers, ...own.configs])) {
    if (elsewhere.has(digest)) bytesKept += size;
    else bytesFreed += size;
  }
  return { bytesFreed, bytesKept };
}

/** What is too large to be kept could not be restored: then only its tag is removed, and only where the registry does that by itself. */
const sizeObstacles = ({ summaries, digest }: DeleteFacts): Obstacle[] => (summaries.get(digest)?.overLimit ? ['too-large'] : []);

function planTagOnly(facts: DeleteFacts): SinglePlan['tagOnly'] {
  if (facts.readOnly) return { way: 'tag-delete', obstacles: ['read-only'] };
  if (facts.abilities.byTag === 'works') return { way: 'tag-delete', obstacles: [] };
  if (facts.tagsFirst)
    return { way: 'tag-delete', obstacles: facts.abilities.byTag === 'no-permission' ? ['no-permission'] : ['vendor-only'] };
  const obstacles = [...obstacleOf(facts.abilities.byDigest), ...sizeObstacles(facts)];
  // A digest delete that is not known to work would leave the tag on an empty image.
  if (facts.abilities.byDigest === 'unknown') obstacles.push('tag-delete-missing');
  return { way: 'placeholder', obstacles };
}

function isComplete({ scan, unreadManifests }: DeleteFacts): boolean {
  return scan.unread.length === 0 && !scan.capped && unreadManifests.length === 0;
}

function planImage(facts: DeleteFacts, indexes: SinglePlan['indexes']): SinglePlan['image'] {
  if (facts.readOnly) return { obstacles: ['read-only'] };
  const obstacles = [...obstacleOf(facts.abilities.byDigest), ...sizeObstacles(facts)];
  if (facts.tagsFirst && facts.abilities.byTag !== 'works') obstacles.push('vendor-only');
  // Distribution 2 would accept it and leave a broken index behind.
  if (indexes.length > 0) obstacles.push('in-index');
  // A tag that could not be asked may be a sibling: nothing is claimed, and nothing that would hit it is done.
  if (!isComplete(facts)) obstacles.push('scan-incomplete');
  return { obstacles };
}

/** The plan of a deletion, from what was read. Pure. */
export function planDelete(facts: DeleteFacts): SinglePlan {
  const own = { digest: facts.digest, subject: facts.summaries.get(facts.digest)?.subject };
  const holding = holdingOf(facts, own);
  const indexes = holding.indexes.map(({ digest }) => ({ digest, tags: orderTags(tagsOn(facts.scan, digest)) }));
  return {
    tag: facts.tag,
    digest: facts.digest,
    mediaType: facts.mediaType,
    siblings: orderTags(tagsOn(facts.scan, facts.digest).filter((tag) => tag !== facts.tag)),
    protected: protectedOf(
      orderTags([facts.tag, ...tagsOn(facts.scan, facts.digest).filter((tag) => tag !== facts.tag)]),
      facts.protectedTags,
    ),
    tagsSeen: facts.scan.heads.size,
    tagsUnread: [...facts.scan.unread],
    tooLarge: orderTags(tooLargeOf(facts)),
    complete: isComplete(facts),
    indexes,
    lists: [...holding.lists],
    referrers: [...facts.referrers],
    ...sizes(facts),
    tagOnly: planTagOnly(facts),
    image: planImage(facts, indexes),
  };
}
