import { soughtBy, type TypedAhead } from '../../../lib/type-ahead.ts';
import { type TagGroups, tagsOfRow } from '../groups/tag-groups.ts';

/**
 * The row that is meant by what was typed: the next from the cursor on, and then from the top, of whose tags one begins with it; a leading `v` is no
 * difference.
 */
export function rowTypedAhead(groups: TagGroups, at: number, typed: TypedAhead): number | undefined {
  const { rows } = groups;
  const { text, fromNext } = soughtBy(typed);
  const begins = (tag: string): boolean => [text, `v${text}`].some((start) => tag.toLowerCase().startsWith(start));
  for (let i = 0; i < rows.length; i++) {
    const index = (at + (fromNext ? 1 : 0) + i) % rows.length;
    if (tagsOfRow(groups, rows[index] ?? '').some(begins)) return index;
  }
  return undefined;
}
