import type { Obstacle } from '../../../shared/contract/delete.ts';
import type { Ability } from '../core/probe.ts';
import { tagsOn } from '../core/scan.ts';
import { isComplete, type Snapshot } from '../core/snapshot.ts';
import type { DeleteSnapshot } from './plan.ts';

/** Why a delete of this kind cannot be done. */
function obstacleOf(ability: Ability): Obstacle[] {
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

/** A manifest that is too large to be preserved could not be restored: only its tags are deleted, and only by a tag delete. */
const sizeObstacles = ({ summaries }: Snapshot, digest: string): Obstacle[] => (summaries.get(digest)?.overLimit ? ['too-large'] : []);

/** Why single tags of an image cannot be deleted. */
export function tagObstacles(snapshot: DeleteSnapshot, digest: string): Obstacle[] {
  const { abilities, readOnly, tagsFirst } = snapshot;
  if (readOnly) return ['read-only'];
  if (abilities.byTag === 'works') return [];
  if (tagsFirst) return abilities.byTag === 'no-permission' ? ['no-permission'] : ['product-only'];
  const obstacles = [...obstacleOf(abilities.byDigest), ...sizeObstacles(snapshot, digest)];
  // A digest delete that is not known to work would leave the tag on an empty image.
  return abilities.byDigest === 'unknown' ? [...obstacles, 'tag-delete-missing'] : obstacles;
}

/** Why an image cannot be deleted, apart from indexes that contain it. What has no tag needs no tag deleted first. */
export function imageObstacles(snapshot: DeleteSnapshot, digest: string, hasTags = true): Obstacle[] {
  const { abilities, readOnly, tagsFirst } = snapshot;
  if (readOnly) return ['read-only'];
  const obstacles = [...obstacleOf(abilities.byDigest), ...sizeObstacles(snapshot, digest)];
  if (hasTags && tagsFirst && abilities.byTag !== 'works') obstacles.push('product-only');
  // A tag or an index that could not be read may use the image: nothing is claimed, and nothing is deleted that it may need.
  if (!isComplete(snapshot)) obstacles.push('scan-incomplete');
  return obstacles;
}

/** Why a manifest without a tag cannot be deleted: a tag points to it by now, or what it refers to is kept. `deleted`: what else is deleted. */
export function untaggedObstacles(
  { scan, summaries, untaggedNow }: DeleteSnapshot,
  digest: string,
  deleted: ReadonlySet<string>,
): Obstacle[] {
  const subject = summaries.get(digest)?.subject;
  const isAttached = subject !== undefined && untaggedNow?.subjects.has(subject) && !deleted.has(subject);
  return [...(tagsOn(scan, digest).length > 0 ? (['tagged'] as const) : []), ...(isAttached ? (['attached'] as const) : [])];
}
