import { useCallback, useState } from 'react';
import { openTag } from '../../lib/places.ts';
import { checkTags, useUi } from '../../lib/ui-state.ts';
import { between, type Cursor, cursorIndex } from './rows.ts';

/** The cursor of the tag table, and what it does: move, open, select, and select a range from an anchor. */
export function useTagCursor(rows: readonly string[], scrollTo: (index: number) => void) {
  const [cursor, setCursor] = useState<Cursor>({ index: 0, tag: undefined });
  const [anchor, setAnchor] = useState<number>();
  const at = cursorIndex(rows, cursor);
  const place = useCallback((index: number): void => setCursor({ index, tag: rows[index] }), [rows]);
  const open = useCallback(
    (index: number): void => {
      place(index);
      setAnchor(index);
      openTag(rows[index] ?? null);
    },
    [rows, place],
  );
  const check = useCallback(
    (index: number, range: boolean): void => {
      const next = new Set(useUi.getState().checkedTags);
      const tag = rows[index];
      if (tag === undefined) return;
      if (range && anchor !== undefined) for (const name of between(rows, anchor, index)) next.add(name);
      else if (!next.delete(tag)) next.add(tag);
      setAnchor(index);
      place(index);
      checkTags(next);
    },
    [rows, anchor, place],
  );
  const move = (index: number, extend: boolean): void => {
    if (extend) checkTags(new Set(between(rows, anchor ?? at, index)));
    setAnchor(extend ? (anchor ?? at) : undefined);
    place(index);
    scrollTo(index);
  };
  return { at, place, open, check, move };
}
