import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchResult } from '../../../shared/contract/search.ts';
import type { SearchOrder, SortedColumn } from '../../../shared/search-order.ts';
import { idOf } from './result-place.ts';
import { ResultRow } from './result-row.tsx';
import styles from './search.module.css';
import { SortHeader } from './sort-header.tsx';
import { useResultMenu } from './use-result-menu.tsx';

const ROW = 31;
const COLUMNS = ['tag', 'repository', 'digest', 'kind', 'platforms', 'size', 'created', 'pulled'] as const;
type Column = (typeof COLUMNS)[number];

const isSorting = (column: Column): column is SortedColumn => column !== 'digest' && column !== 'kind' && column !== 'platforms';

/** Where a key moves the cursor to. */
function moved(key: string, at: number, page: number, count: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const index = moves[key];
  return index === undefined ? undefined : Math.max(0, Math.min(count - 1, index));
}

/** The result that was opened last: who comes back to the results goes on from its row. */
let opened: { readonly search: string; readonly id: string } | undefined;

/** The row to begin at. */
const firstRow = (search: string, results: readonly SearchResult[]): number =>
  opened?.search === search
    ? Math.max(
        0,
        results.findIndex((result) => idOf(result) === opened?.id),
      )
    : 0;

/** The column headers: what the results are sorted by. The last pull has one where a product told it. */
function Header({
  columns,
  order,
  onSort,
}: {
  readonly columns: readonly Column[];
  readonly order: SearchOrder | undefined;
  readonly onSort: (order: SearchOrder | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={1} className={`${styles['header']} ${styles['line']}`}>
      {columns.map((column) =>
        isSorting(column) ? (
          <SortHeader key={column} column={column} order={order} onSort={onSort} />
        ) : (
          <div key={column} role="columnheader" className={styles['cell']} data-column={column}>
            {t(`tags.column.${column}`)}
          </div>
        ),
      )}
    </div>
  );
}

/** Everything that was found. Only what is in view is drawn; the arrows move, Enter opens. */
export function ResultsGrid({
  search,
  results,
  nameOf,
  words,
  isBusy,
  order,
  onSort,
  onOpen,
  onLeave,
}: {
  /** Tells one search from another. */
  readonly search: string;
  readonly results: readonly SearchResult[];
  /** The name of a registry. */
  readonly nameOf: (connectionId: string) => string;
  /** What is marked in the names. */
  readonly words: string;
  readonly isBusy: boolean;
  readonly order: SearchOrder | undefined;
  readonly onSort: (order: SearchOrder | undefined) => void;
  readonly onOpen: (result: SearchResult) => void;
  /** Up from the first row. */
  readonly onLeave: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(() => firstRow(search, results));
  const at = Math.min(cursor, results.length - 1);
  const virtual = useVirtualizer({
    count: results.length,
    getScrollElement: () => element.current,
    estimateSize: () => ROW,
    overscan: 8,
    // The row of the cursor stays drawn wherever the list is scrolled: `aria-activedescendant` names it.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), at])].sort((a, b) => a - b),
  });
  // Only where it begins: later the keys and the wheel say what is in view.
  const began = useRef(false);
  useLayoutEffect(() => {
    if (!began.current && cursor > 0) virtual.scrollToIndex(cursor, { align: 'center' });
    began.current = true;
  }, [cursor, virtual]);
  const open = useCallback(
    (index: number): void => {
      const result = results[index];
      if (!result) return;
      opened = { search, id: idOf(result) };
      onOpen(result);
    },
    [search, results, onOpen],
  );
  const withPulled = useMemo(
    () => order?.endsWith('pulled') === true || results.some((result) => result.kind === 'tag' && result.pulled !== undefined),
    [results, order],
  );
  const columns = COLUMNS.filter((column) => withPulled || column !== 'pulled');
  const sort = (next: SearchOrder | undefined): void => {
    setCursor(0);
    virtual.scrollToIndex(0);
    onSort(next);
  };
  const { menu, openMenu, onMenuKey } = useResultMenu({ id, results, open, element });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target === event.currentTarget && onMenuKey(event, at)) return;
    // The headers have keys of their own.
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((element.current?.clientHeight ?? ROW) / ROW) - 2);
    const index = moved(event.key, at, page, results.length);
    if (event.key === 'Enter') open(at);
    else if (event.key === 'Escape' || (event.key === 'ArrowUp' && at === 0)) onLeave();
    else if (index !== undefined) {
      setCursor(index);
      virtual.scrollToIndex(index);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        ref={element}
        role="grid"
        aria-label={t('search.results')}
        aria-rowcount={results.length + 1}
        aria-busy={isBusy}
        aria-activedescendant={`${id}-${at}`}
        tabIndex={0}
        className={styles['grid']}
        data-pulled={withPulled}
        onKeyDown={onKeyDown}
      >
        <Header columns={columns} order={order} onSort={sort} />
        <div role="rowgroup" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const result = results[index];
            return (
              result && (
                <ResultRow
                  key={idOf(result)}
                  id={`${id}-${index}`}
                  result={result}
                  registry={nameOf(result.connectionId)}
                  words={words}
                  index={index}
                  start={start}
                  isActive={index === at}
                  withPulled={withPulled}
                  onOpen={open}
                  onMenu={openMenu}
                />
              )
            );
          })}
        </div>
      </div>
      {menu}
    </>
  );
}
