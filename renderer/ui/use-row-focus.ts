import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';

/** Rows that a key moves by. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e6, End: 1e6 };

/**
 * A long table of which only the rows on screen are in the page, each with `data-row`, and one of them takes part in the order of the Tab key. `row`:
 * its height, and that of the header, in px.
 */
export function useRowFocus(count: number, row: number) {
  const element = useRef<HTMLDivElement>(null);
  const [wanted, setCurrent] = useState(0);
  const current = Math.min(wanted, Math.max(0, count - 1));
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => element.current,
    estimateSize: () => row,
    overscan: 8,
    scrollPaddingStart: row,
  });
  /** Moves the focus to what has this selector in another row. False where the key is none that moves. */
  const move = (key: string, what: string): boolean => {
    const step = STEPS[key];
    if (step === undefined) return false;
    const to = Math.max(0, Math.min(count - 1, current + step));
    virtual.scrollToIndex(to);
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>(`[data-row="${to}"] ${what}`)?.focus());
    return true;
  };
  return { element, virtual, current, setCurrent, move };
}
