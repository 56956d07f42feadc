import type { DeleteGroup, DeletePlan, DeleteWeight, Obstacle } from '../../../shared/contract/delete.ts';
import type { Referrer } from '../../../shared/contract/history.ts';
import { isUntagged } from '../../../shared/deletion.ts';
import { isDigest, subjectOf } from '../../../shared/oci/digest.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { bytesFreed } from '../core/bytes.ts';
import { holdingOf, tooLargeOf } from '../core/holders.ts';
import { type DeleteAbilities, wayOf } from '../core/probe.ts';
import { tagsOn } from '../core/scan.ts';
import { isComplete, type Snapshot } from '../core/snapshot.ts';
import { imageObstacles, tagObstacles, untaggedObstacles } from './obstacles.ts';
import { planReferrers } from './plan-referrers.ts';

/** A repository as it was read before a deletion, and what may be deleted there. */
export type DeleteSnapshot = Snapshot & {
  readonly abilities: DeleteAbilities;
  readonly readOnly: boolean;
  /** The registry refuses to delete what a tag points to: no placeholder could be deleted again. */
  readonly tagsFirst: boolean;
  /** What refers to each image that may be deleted, and what refers to that. */
  readonly referrers: ReadonlyMap<string, readonly Referrer[]>;
  /** Those of these referrers that have no tag, as far as they could be read. */
  readonly untagged: ReadonlyMap<string, ImageSummary>;
  /** The chosen manifests without a tag; absent where none was chosen. Their summaries, and those of untagged indexes, are among `summaries`. */
  readonly untaggedNow?: UntaggedNow;
};

/** Digests as the registry answered just now. */
export type UntaggedNow = {
  readonly found: ReadonlySet<string>;
  readonly unread: readonly string[];
  /** What they refer to and is found, or may be. */
  readonly subjects: ReadonlySet<string>;
};

/** What a person wants deleted. */
export type Chosen = {
  /** Tags, and digests of manifests without one. */
  readonly tags: readonly string[];
  /** Where the person saw tags point, where that was long ago. One that points elsewhere now is kept. */
  readonly seen: Readonly<Record<string, string>>;
  /**
   * `tags`: tags alone, every image is kept. `images`: also the images whose tags were all chosen, where that can be done. `whole`: the images
   * of the chosen tags with all their tags, or nothing.
   */
  readonly scope: 'tags' | 'images' | 'whole';
  /** Protected tags whose names were not typed: they are kept. */
  readonly kept: readonly string[];
  /** Patterns of the names that have to be typed. */
  readonly protectedTags: readonly string[];
};

/** An image with the tags that are deleted and those that are kept. */
type Asked = Pick<DeleteGroup, 'digest' | 'tags' | 'others'>;

/** The images of the chosen tags. */
function askedIn({ scan, untaggedNow }: DeleteSnapshot, chosen: ReadonlySet<string>, scope: Chosen['scope']): Asked[] {
  const isWhole = scope === 'whole';
  const digests = new Set([...chosen].flatMap((tag) => scan.heads.get(tag)?.digest ?? []));
  // A deletion of tags alone keeps every manifest.
  const bare = scope === 'images' ? [...chosen].filter((name) => untaggedNow?.found.has(name) && !digests.has(name)) : [];
  const tagged = [...digests].map((digest): Asked => {
    const all = tagsOn(scan, digest);
    const tags = orderTags(all.filter((tag) => chosen.has(tag)));
    const others = orderTags(all.filter((tag) => !chosen.has(tag)));
    return isWhole ? { digest, tags: [...tags, ...others], others: [] } : { digest, tags, others };
  });
  return [...tagged, ...bare.map((digest) => ({ digest, tags: [digest], others: [] }))];
}

/** Kept indexes that contain an image, and lists that name it. An index that is deleted with it does not keep its children. */
function holders(snapshot: Snapshot, digest: string, deleted: ReadonlySet<string>): Pick<DeleteGroup, 'indexes' | 'lists'> {
  const { scan, summaries } = snapshot;
  const { indexes, lists } = holdingOf(snapshot, { digest, subject: summaries.get(digest)?.subject });
  return {
    indexes: indexes.filter((index) => !deleted.has(index.digest)).map((index) => orderTags(tagsOn(scan, index.digest))[0] ?? index.digest),
    lists: lists.filter((tag) => !deleted.has(scan.heads.get(tag)?.digest ?? '')),
  };
}

/** Decides what becomes of each image. */
function groupsOf(snapshot: DeleteSnapshot, asked: readonly Asked[], scope: Chosen['scope']): DeleteGroup[] {
  const isCandidate = ({ digest, tags, others }: Asked): boolean =>
    others.length === 0 && imageObstacles(snapshot, digest, !isUntagged({ tags })).length === 0;
  let deleted: ReadonlySet<string> = new Set(scope === 'tags' ? [] : asked.filter(isCandidate).map(({ digest }) => digest));
  for (;;) {
    const groups = groupsAmong(snapshot, asked, scope, deleted);
    const left = new Set(groups.flatMap(({ digest, how, obstacles }) => (how === 'image' && obstacles.length === 0 ? [digest] : [])));
    const still = new Set([...deleted].filter((digest) => left.has(digest)));
    if (scope === 'whole' || still.size === deleted.size) return groups;
    // What is kept after all keeps what it contains and what refers to it.
    deleted = still;
  }
}

/** What becomes of each image where these digests are deleted. */
function groupsAmong(
  snapshot: DeleteSnapshot,
  asked: readonly Asked[],
  scope: Chosen['scope'],
  candidates: ReadonlySet<string>,
): DeleteGroup[] {
  return asked.map(({ digest, tags, others }) => {
    const { indexes, lists } = holders(snapshot, digest, candidates);
    const isBare = isUntagged({ tags });
    const isImage = scope === 'whole' || isBare || (candidates.has(digest) && indexes.length === 0);
    // Distribution 2 would delete a child and leave a broken index behind.
    const inIndex: Obstacle[] = indexes.length > 0 ? ['in-index'] : [];
    return {
      ...{ digest, tags, others, how: isImage ? 'image' : 'tags', indexes },
      mediaType: snapshot.scan.heads.get(tags[0] ?? '')?.mediaType ?? snapshot.summaries.get(digest)?.mediaType ?? '',
      lists: isImage ? lists : [],
      referrers: isImage ? [...(snapshot.referrers.get(digest) ?? [])] : [],
      obstacles: isImage
        ? [...imageObstacles(snapshot, digest, !isBare), ...inIndex, ...(isBare ? untaggedObstacles(snapshot, digest, candidates) : [])]
        : tagObstacles(snapshot, digest),
    };
  });
}

/** Indexes first, the outer before the inner, so that nothing contains their children any more. Referrers are deleted after their image. */
function inOrder({ summaries }: Snapshot, groups: readonly DeleteGroup[]): DeleteGroup[] {
  const weight = ({ digest, tags }: DeleteGroup): number =>
    tags.every((tag) => subjectOf(tag) !== undefined || (isDigest(tag) && summaries.get(digest)?.subject !== undefined))
      ? -1
      : (summaries.get(digest)?.children.length ?? 0);
  return groups.toSorted((a, b) => weight(b) - weight(a));
}

type Weighed = Pick<DeletePlan, 'groups' | 'referrers'>;

/** Digests that are deleted as images. */
const imagesOf = (groups: readonly Pick<DeleteGroup, 'how' | 'digest'>[]): ReadonlySet<string> =>
  new Set(groups.flatMap(({ how, digest }) => (how === 'image' ? [digest] : [])));

/**
 * What plans free, of one repository or of several: each blob counts once over all of them, as a registry keeps it once, and one that a
 * repository keeps is kept. Where a registry keeps blobs apart, it frees more. Pure.
 */
export function weighPlans(parts: readonly { readonly snapshot: DeleteSnapshot; readonly plan: Weighed }[]): DeleteWeight {
  const weigh = (isAll: boolean, hasReferrers: boolean) =>
    bytesFreed(
      parts.map(({ snapshot: { summaries, untagged }, plan: { groups, referrers } }) => {
        const deleted = imagesOf(hasReferrers ? [...groups, ...referrers] : groups);
        return { summaries: isAll ? new Map([...summaries, ...untagged]) : summaries, isDeleted: (digest) => deleted.has(digest) };
      }),
    );
  return { ...weigh(false, false), referrerBytes: weigh(true, true).bytesFreed - weigh(true, false).bytesFreed };
}

/** The plan of a deletion, for one tag and for thousands, from what was read. Pure. */
export function planDelete(
  snapshot: DeleteSnapshot,
  { tags, seen, scope, kept, protectedTags }: Chosen,
): Omit<DeletePlan, 'repository' | 'isAlone'> {
  const { scan, abilities, readOnly, tagsFirst } = snapshot;
  const isMoved = (tag: string): boolean => {
    const now = scan.heads.get(tag)?.digest;
    return seen[tag] !== undefined && now !== undefined && now !== seen[tag];
  };
  const left = new Set(kept);
  const chosen = new Set(tags.filter((tag) => !left.has(tag) && !isMoved(tag)));
  const groups = inOrder(snapshot, groupsOf(snapshot, askedIn(snapshot, chosen, scope), scope));
  const referrers = planReferrers(snapshot, groups);
  const { untaggedNow } = snapshot;
  const unread = new Set([...scan.unread, ...(untaggedNow?.unread ?? [])]);
  const isFound = (name: string): boolean => scan.heads.has(name) || untaggedNow?.found.has(name) === true;
  return {
    groups,
    referrers,
    way: readOnly || tagsFirst ? 'tag-delete' : (wayOf(abilities, tagsFirst) ?? 'placeholder'),
    notFound: [...chosen].filter((tag) => !isFound(tag) && !unread.has(tag)),
    unread: [...chosen].filter((tag) => unread.has(tag)),
    protected: [...kept],
    guarded: protectedOf(
      groups.flatMap((group) => group.tags),
      protectedTags,
    ),
    moved: tags.filter((tag) => !left.has(tag) && isMoved(tag)),
    tooLarge: orderTags(tooLargeOf(snapshot)),
    complete: isComplete(snapshot),
    tagsRead: scan.heads.size,
    tagsUnread: scan.unread.length,
    ...weighPlans([{ snapshot, plan: { groups, referrers } }]),
  };
}
