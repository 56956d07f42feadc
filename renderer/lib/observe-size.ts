import type { Rect, Virtualizer } from '@tanstack/react-virtual';

/**
 * Tells the size of a list once the page was laid out, and at every change. The usual way asks for it while the list is being put into the page, which
 * lays out the page once more.
 */
export function observeSize<Item extends Element>(
  { scrollElement }: Virtualizer<HTMLDivElement, Item>,
  tell: (size: Rect) => void,
): () => void {
  if (!scrollElement) return () => {};
  const observer = new ResizeObserver(() => tell({ width: scrollElement.clientWidth, height: scrollElement.clientHeight }));
  observer.observe(scrollElement);
  return () => observer.disconnect();
}
