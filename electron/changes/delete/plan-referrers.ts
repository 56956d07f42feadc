import type { DeleteGroup, ReferrerGroup } from '../../../shared/contract/delete.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { holdingOf } from '../core/holders.ts';
import { tagsOn } from '../core/scan.ts';
import { imageObstacles, tagObstacles } from './obstacles.ts';
import type { DeleteSnapshot } from './plan.ts';

/** What is deleted: images and referrers by digest, and the tags that name referrers of them. */
type Deleted = { readonly digests: Set<string>; readonly carriers: Set<string> };

/** Notes that a manifest is deleted: the tags of its referrers are made from its digest and belong to it alone. */
function add({ digests, carriers }: Deleted, { referrers }: DeleteSnapshot, digest: string): void {
  digests.add(digest);
  for (const { reference } of referrers.get(digest) ?? []) if (!isDigest(reference)) carriers.add(reference);
}

/** What becomes of one referrer; undefined where it is kept because something else needs it, or because it cannot be deleted. */
function groupOf(snapshot: DeleteSnapshot, deleted: Deleted, subject: string, digest: string): ReferrerGroup | undefined {
  const { scan, summaries, untagged } = snapshot;
  const all = tagsOn(scan, digest);
  const tags = all.filter((tag) => deleted.carriers.has(tag));
  const others = all.filter((tag) => !deleted.carriers.has(tag));
  const about = (summaries.get(digest) ?? untagged.get(digest))?.subject;
  // A manifest without a tag belongs to what it names as its subject. One whose tag is made from the digest may name none.
  const isOwn = about === undefined ? tags.length > 0 : deleted.digests.has(about);
  const held = holdingOf(snapshot, { digest, subject: about }).indexes.some((index) => !deleted.digests.has(index.digest));
  const isImage = isOwn && !held && others.length === 0 && imageObstacles(snapshot, digest).length === 0;
  if (isImage) return { digest, subject, how: 'image', tags, others: [] };
  return tags.length > 0 && tagObstacles(snapshot, digest).length === 0 ? { digest, subject, how: 'tags', tags, others } : undefined;
}

/** Lists of referrers before what they list, and what has a tag before what has none. */
function inOrder({ summaries }: DeleteSnapshot, groups: readonly ReferrerGroup[]): ReferrerGroup[] {
  const weight = ({ digest, tags }: ReferrerGroup): number => (tags.length === 0 ? -1 : (summaries.get(digest)?.children.length ?? 0));
  return groups.toSorted((a, b) => weight(b) - weight(a));
}

/**
 * Signatures and the like that can be deleted with the images of these groups. A tag that is made from the digest of an image belongs to that
 * image alone; its manifest is deleted only where no other tag or index uses it. What refers to a signature is deleted with it. Pure.
 */
export function planReferrers(snapshot: DeleteSnapshot, groups: readonly DeleteGroup[]): ReferrerGroup[] {
  const deleted: Deleted = { digests: new Set(), carriers: new Set() };
  for (const { how, obstacles, digest } of groups) if (how === 'image' && obstacles.length === 0) add(deleted, snapshot, digest);
  const seen = new Set(groups.map(({ digest }) => digest));
  const found: ReferrerGroup[] = [];
  // The set grows while it is walked: a signature may be signed itself.
  for (const subject of deleted.digests)
    for (const { digest } of snapshot.referrers.get(subject) ?? []) {
      if (seen.has(digest)) continue;
      seen.add(digest);
      const group = groupOf(snapshot, deleted, subject, digest);
      if (!group) continue;
      found.push(group);
      if (group.how === 'image') add(deleted, snapshot, digest);
    }
  return inOrder(snapshot, found);
}
