import { type RefObject, useEffect, useRef } from 'react';
import { scrolledFor } from './kept-in-view.ts';

/** Keeps a line in view when its list becomes lower, as where what is above the list grows. `top` and `height` are px. */
export function useKeptInView(list: RefObject<HTMLElement | null>, top: number, height: number): void {
  const before = useRef(0);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const now = element.clientHeight;
      const scrolled = scrolledFor({ scrolled: element.scrollTop, before: before.current, now, line: { top, height } });
      before.current = now;
      if (scrolled !== element.scrollTop) element.scrollTop = scrolled;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [list, top, height]);
}
