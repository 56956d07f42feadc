import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './ui.module.css';

/** Rows outside the view that are drawn, too. */
const OVERSCAN = 5;

type VirtualListProps<T> = {
  readonly items: readonly T[];
  readonly label: string;
  readonly keyOf: (item: T, index: number) => string | number;
  /** The height of a row before it is measured, in pixels. */
  readonly rowHeight: number;
  /** The last rows are in view: more may be fetched. */
  readonly onEnd: () => void;
  readonly children: (item: T) => ReactNode;
};

/** A list of any length in a box of its own that scrolls: only what is in view is drawn. */
export function VirtualList<T>({ items, label, keyOf, rowHeight, onEnd, children }: VirtualListProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item, index);
    },
    overscan: OVERSCAN,
  });
  const rows = virtual.getVirtualItems();
  const isAtEnd = (rows.at(-1)?.index ?? 0) >= items.length - 1;
  useEffect(() => {
    if (isAtEnd) onEnd();
  }, [isAtEnd, onEnd]);
  return (
    <div ref={box} className={styles['scrolling']} tabIndex={0} role="group" aria-label={label}>
      <ul aria-label={label} className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ key, index, start }) => {
          const item = items[index];
          return (
            <li key={key} ref={virtual.measureElement} data-index={index} style={{ transform: `translateY(${start}px)` }}>
              {item !== undefined && children(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
