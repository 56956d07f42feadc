import type { TagDetail } from '../../../shared/contract/tags.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import { digestOf } from './rows.ts';

/**
 * The tags that a comparison is about, newest first: two that a person selected themselves, else one of each image, the most exact name. Of tags that are not read
 * each is taken for an image of its own. Pure.
 */
export function tagsCompared(
  tags: readonly string[],
  details: ReadonlyMap<string, TagDetail> | undefined,
  isSelection: boolean,
): readonly string[] {
  const ordered = orderTags(tags);
  if (isSelection && ordered.length === 2) return ordered;
  return [...new Map(ordered.map((tag) => [digestOf(details?.get(tag)) ?? tag, tag])).values()];
}
