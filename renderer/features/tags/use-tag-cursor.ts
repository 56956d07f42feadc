import { useCallback, useState } from 'react';
import { openTag } from '../../lib/places.ts';
import { checkTags, useUi } from '../../lib/ui-state.ts';

type Cursor = { readonly index: number; readonly tag: string | undefined };

/** The rows from one index to another, both included, in either direction. */
const between = (rows: readonly string[], a: number, b: number): readonly string[] => rows.slice(Math.min(a, b), Math.max(a, b) + 1);

/** The row of the keyboard cursor. The cursor is on a tag, not on an index: rows move while they are read. */
export function cursorIndex(rows: readonly string[], { index, tag }: Cursor): number {
  const found = tag === undefined || rows[index] === tag ? index : rows.indexOf(tag);
  return Math.max(0, Math.min(found === -1 ? index : found, rows.length - 1));
}

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
    const next = Math.max(0, Math.min(rows.length - 1, index));
    if (extend) checkTags(new Set(between(rows, anchor ?? at, next)));
    setAnchor(extend ? (anchor ?? at) : undefined);
    place(next);
    scrollTo(next);
  };
  return { at, place, open, check, move };
}
