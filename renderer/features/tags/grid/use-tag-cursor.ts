import { useCallback, useMemo, useState } from 'react';
import { openTag } from '../../../lib/places.ts';
import { checkTags, useUi } from '../../../lib/ui-state.ts';
import { checkable } from '../acts-on.ts';
import { between, type Cursor, cursorIndex, isCursorLost } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';

/** How a row is checked: it alone changes, or all from the anchor to it are checked, beside what is checked or instead. */
export type CheckHow = 'toggle' | 'range' | 'add-range';

/** The cursor of the tag table, and what it does: move, open, and check one, a range from an anchor, or all. */
export function useTagCursor({ names, details }: TagTable, rows: readonly string[], scrollTo: (index: number) => void) {
  const [cursor, setCursor] = useState<Cursor>({ index: 0, tag: undefined });
  const [anchor, setAnchor] = useState<string>();
  const isLost = useMemo(() => isCursorLost(names, cursor), [names, cursor]);
  const at = cursorIndex(rows, cursor);
  const place = useCallback((index: number): void => setCursor({ index, tag: rows[index] }), [rows]);
  /** Where a range begins. */
  const anchorAt = useCallback((): number => {
    const index = anchor === undefined ? -1 : rows.indexOf(anchor);
    return index === -1 ? at : index;
  }, [anchor, rows, at]);
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
      const [tag] = checkable(rows.slice(index, index + 1), details);
      if (tag === undefined) return;
      const next = new Set(how === 'range' ? [] : useUi.getState().checkedTags);
      if (how !== 'toggle') for (const name of checkable(between(rows, anchorAt(), index), details)) next.add(name);
      else if (!next.delete(tag)) next.add(tag);
      if (how === 'toggle') setAnchor(tag);
      place(index);
      checkTags(next);
    },
    [rows, details, anchorAt, place],
  );
  const move = (index: number, extend: boolean): void => {
    const from = anchorAt();
    if (extend) checkTags(new Set(checkable(between(rows, from, index), details)));
    setAnchor(extend ? rows[from] : undefined);
    place(index);
    scrollTo(index);
  };
  return { at, isLost, place, open, check, move };
}
