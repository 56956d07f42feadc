import { lineTyped, type TypedAhead } from '../../../lib/type-ahead.ts';
import { type TagGroups, tagsOfRow } from '../groups/tag-groups.ts';

/**
 * The row that is meant by what was typed: the next from the cursor on, and then from the top, of whose tags one begins with it; a leading `v` is no
 * difference.
 */
export function rowTypedAhead(groups: TagGroups, at: number, typed: TypedAhead): number | undefined {
  const { rows } = groups;
  const begins = (tag: string, text: string): boolean => [text, `v${text}`].some((start) => tag.toLowerCase().startsWith(start));
  return lineTyped(typed, at, rows.length, (index, text) => tagsOfRow(groups, rows[index] ?? '').some((tag) => begins(tag, text)));
}
