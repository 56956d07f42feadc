import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { observeSize } from '../../../lib/observe-size.ts';

/** px */
export const ROW = 34;
export const HEADER = 31;
/** The height of the table when it was last drawn, in px: with it the first rows are drawn before it is measured. */
let lastHeight = Math.max(0, window.innerHeight - 190);
/** Rows outside the view that are drawn, too: few, because a table that is scrolled far draws all of them anew for each frame. */
const OVERSCAN = 3;
/** Rows outside the view that are read before others. */
const READ_AHEAD = 10;

/** Which of so many rows are drawn: those in view, and that of the cursor (`at`). `near` are the ends of what is read before others. */
export function useTagVirtual(element: RefObject<HTMLDivElement | null>, count: number, at: number) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => element.current,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
    observeElementRect: observeSize,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), at])].sort((a, b) => a - b),
    paddingStart: HEADER,
    scrollPaddingStart: HEADER,
    initialRect: { width: 0, height: lastHeight },
  });
  useEffect(() => {
    if (virtual.scrollRect) lastHeight = virtual.scrollRect.height;
  });
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  return { virtual, near: [Math.max(0, startIndex - READ_AHEAD), endIndex + READ_AHEAD + 1] as const };
}
