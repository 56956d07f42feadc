import { useCallback, useMemo, useState } from 'react';
import { openTag } from '../../../lib/places.ts';
import { checkTags, useUi } from '../../../lib/ui-state.ts';
import { checkable } from '../acts-on.ts';
import { rowOfTag, type TagGroups, tagsOfRow } from '../groups/tag-groups.ts';
import { between, type Cursor, cursorIndex, isCursorLost } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';

/** How a row is checked: it alone changes, or all from the anchor to it are checked, beside what is checked or instead. */
export type CheckHow = 'toggle' | 'range' | 'add-range';

/** The cursor of the tag table, and what it does: move, open, and check one, a range from an anchor, or all. */
export function useTagCursor({ names, details }: TagTable, groups: TagGroups, scrollTo: (index: number) => void) {
  const { rows } = groups;
  const [cursor, setCursor] = useState<Cursor>({ index: 0, tag: undefined });
  const [anchor, setAnchor] = useState<string>();
  const isLost = useMemo(() => isCursorLost(names, cursor), [names, cursor]);
  // Another order makes another tag the first of its row, and so the row of the cursor has another name.
  const at = cursorIndex(rows, { ...cursor, tag: cursor.tag === undefined ? undefined : rowOfTag(groups, cursor.tag) });
  const place = useCallback((index: number): void => setCursor({ index, tag: rows[index] }), [rows]);
  /** Goes to this tag, also where its row is not there yet. */
  const placeAt = useCallback((tag: string): void => setCursor({ index: 0, tag }), []);
  /** Where a range begins. */
  const anchorAt = useCallback((): number => {
    const index = anchor === undefined ? -1 : rows.indexOf(rowOfTag(groups, anchor));
    return index === -1 ? at : index;
  }, [anchor, groups, rows, at]);
  /** The tags of the rows between two that can be checked. */
  const tagsBetween = useCallback(
    (from: number, to: number): readonly string[] =>
      checkable(
        between(rows, from, to).flatMap((row) => tagsOfRow(groups, row)),
        details,
      ),
    [rows, groups, details],
  );
  const open = useCallback(
    (index: number): void => {
      place(index);
      setAnchor(rows[index]);
      openTag(rows[index] ?? null);
    },
    [rows, place],
  );
  const check = useCallback(
    (index: number, how: CheckHow): void => {
      const own = tagsBetween(index, index);
      if (own.length === 0) return;
      const before = useUi.getState().checkedTags;
      const isUncheck = how === 'toggle' && own.every((tag) => before.has(tag));
      const next = new Set(how === 'range' ? [] : before);
      for (const tag of how === 'toggle' ? own : tagsBetween(anchorAt(), index)) isUncheck ? next.delete(tag) : next.add(tag);
      if (how === 'toggle') setAnchor(rows[index]);
      place(index);
      checkTags(next);
    },
    [rows, tagsBetween, anchorAt, place],
  );
  const move = (index: number, extend: boolean): void => {
    const from = anchorAt();
    if (extend) checkTags(new Set(tagsBetween(from, index)));
    setAnchor(extend ? rows[from] : undefined);
    place(index);
    scrollTo(index);
  };
  return { at, isLost, place, placeAt, open, check, move };
}
