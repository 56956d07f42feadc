import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isReordered } from '../rows.ts';

/**
 * The names in the order that they have on screen. What the last details say about their order waits while the pointer is on the table (`isHeld`):
 * no row moves between the aim and the click.
 */
export function useHeldOrder(names: readonly string[], isHeld: boolean): readonly string[] {
  const [shown, setShown] = useState(names);
  if (shown === names) return names;
  if (isHeld && isReordered(shown, names)) return shown;
  setShown(names);
  return names;
}

/** Scrolls to a tag that is opened from elsewhere, once; rows that move while they are read do not scroll. */
export function useScrollToOpened(rows: readonly string[], opened: string | null, scrollTo: (index: number) => void): void {
  const shown = useRef<string>(null);
  useEffect(() => {
    const index = opened === null || opened === shown.current ? -1 : rows.indexOf(opened);
    if (opened === null) shown.current = null;
    if (index < 0) return;
    shown.current = opened;
    scrollTo(index);
  }, [opened, rows, scrollTo]);
}

/**
 * Keeps the first row that is seen where it is while rows above it come, go and move, as they are read. A person who has not scrolled sees the
 * first rows; another filter or order begins at the top. `arrangement` names both.
 */
export function useAnchoredScroll(
  element: RefObject<HTMLDivElement | null>,
  rows: readonly string[],
  arrangement: string,
  rowHeight: number,
): void {
  const before = useRef({ rows, arrangement });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { rows, arrangement };
    const { scrollTop = 0 } = element.current ?? {};
    if (!element.current || last.rows === rows || scrollTop === 0) return;
    if (last.arrangement !== arrangement) {
      element.current.scrollTop = 0;
      return;
    }
    const index = Math.ceil(scrollTop / rowHeight);
    const tag = last.rows[index];
    const now = tag === undefined ? -1 : rows.indexOf(tag);
    if (now >= 0 && now !== index) element.current.scrollTop = scrollTop + (now - index) * rowHeight;
  }, [rows, arrangement, element, rowHeight]);
}
