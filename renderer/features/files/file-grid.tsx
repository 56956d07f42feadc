import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cell, cellsOf } from '../../ui/cells-of.ts';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { useTreeKeys } from '../../ui/tree-keys.ts';
import { canDragOut } from './drag-out.ts';
import { beginsWith, type FileLine, indexOfKey, keyOf, type ShownLine } from './file-lines.ts';
import { FileRow } from './file-row.tsx';
import styles from './files.module.css';

/** px */
const ROW = 28;
const COLUMNS = ['name', 'size', 'mode', 'owner', 'layer'] as const;

/** A file whose menu is open, and where. */
export type FileMenuTarget = MenuPoint & { readonly line: ShownLine; readonly side: 'start' | 'end'; readonly cells: readonly Cell[] };

/** The files as a tree, or those that were found as a list. Only the lines on screen, and that of the cursor, are in the document. */
export function FileGrid({
  lines,
  chosen,
  words,
  isBusy,
  onChoose,
  onToggle,
  onMenu,
  onDrag,
  ref,
}: {
  readonly lines: readonly FileLine[];
  /** The key of the line that is shown beside the tree. */
  readonly chosen: string | undefined;
  /** What is marked in the names. */
  readonly words: string;
  readonly isBusy: boolean;
  readonly onChoose: (line: ShownLine) => void;
  readonly onToggle: (path: string) => void;
  readonly onMenu: (target: FileMenuTarget) => void;
  /** A file is dragged out of the window. */
  readonly onDrag: (line: ShownLine) => void;
  readonly ref: RefObject<HTMLDivElement | null>;
}) {
  const { t } = useTranslation();
  const id = useId();
  // A line is known by its key: folders that open above it do not move the cursor to another.
  const [cursor, setCursor] = useState('');
  const at = useMemo(() => Math.max(0, cursor === '' ? 0 : indexOfKey(lines, cursor)), [lines, cursor]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => ref.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: ROW,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), at])].sort((a, b) => a - b),
  });
  const goTo = (index: number): void => {
    const line = lines[index];
    if (line) setCursor(keyOf(line));
    virtual.scrollToIndex(index);
  };
  const open = (index: number): void => {
    const line = lines[index];
    if (line?.kind !== 'entry' && line?.kind !== 'wasted') return;
    setCursor(keyOf(line));
    onChoose(line);
    if (line.expanded !== undefined) onToggle(line.path);
  };
  const toggle = (index: number): void => {
    const line = lines[index];
    if (!line) return;
    setCursor(keyOf(line));
    onToggle(line.path);
  };
  const menuAt = (index: number, at: Omit<FileMenuTarget, 'line' | 'cells'>): void => {
    const line = lines[index];
    if (line?.kind !== 'entry' && line?.kind !== 'wasted') return;
    setCursor(keyOf(line));
    onMenu({ line, cells: cellsOf(document.getElementById(`${id}-${index}`)), ...at });
  };
  const menu = (index: number): void => {
    const box = document.getElementById(`${id}-${index}`)?.getBoundingClientRect();
    if (box) menuAt(index, { x: box.left + 40, y: box.bottom, side: 'start' });
  };
  // What is chosen elsewhere, by a link, is brought into view once its line is there.
  const revealed = useRef<string>(undefined);
  useEffect(() => {
    const index = chosen === revealed.current ? -1 : indexOfKey(lines, chosen);
    if (index >= 0) {
      setCursor(chosen ?? '');
      virtual.scrollToIndex(index);
    }
    if (index >= 0 || chosen === undefined) revealed.current = chosen;
  }, [chosen, lines, virtual]);
  const onKeyDown = useTreeKeys({
    rows: lines,
    active: at,
    goTo,
    toggle,
    open,
    menu,
    begins: (index, text) => lines[index] !== undefined && beginsWith(lines[index], text),
  });
  return (
    <div
      ref={ref}
      role="treegrid"
      aria-label={t('image.tab.files')}
      aria-rowcount={lines.length + 1}
      aria-busy={isBusy}
      aria-activedescendant={lines.length > 0 ? `${id}-${at}` : undefined}
      tabIndex={0}
      className={styles['grid']}
      data-wasted={lines[0]?.kind === 'wasted'}
      onKeyDown={onKeyDown}
      // The menu key is a key of the table, and opens no menu of the browser.
      onContextMenu={(event) => event.preventDefault()}
    >
      <div role="rowgroup" className={styles['head']}>
        <div role="row" aria-rowindex={1} className={styles['line']}>
          {COLUMNS.map((column) => (
            <span key={column} role="columnheader" data-column={column}>
              {t(`files.column.${column}`)}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            line && (
              <FileRow
                key={keyOf(line)}
                id={`${id}-${index}`}
                line={line}
                index={index}
                top={start}
                words={words}
                isActive={index === at}
                isChosen={keyOf(line) === chosen}
                onOpen={() => open(index)}
                onToggle={() => toggle(index)}
                onMenu={(at) => menuAt(index, at)}
                onDrag={(line.kind === 'entry' || line.kind === 'wasted') && canDragOut(line) ? () => onDrag(line) : undefined}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
