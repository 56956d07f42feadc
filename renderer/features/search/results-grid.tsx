import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { idOf } from './result-place.ts';
import { ResultRow } from './result-row.tsx';
import styles from './search.module.css';

const ROW = 31;
const COLUMNS = ['tag', 'repository', 'digest', 'kind', 'platforms', 'size', 'created'] as const;

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

/** Everything that was found. Only what is in view is drawn; the arrows move, Enter opens. */
export function ResultsGrid({
  results,
  nameOf,
  words,
  isBusy,
  onOpen,
  onLeave,
}: {
  readonly results: readonly SearchResult[];
  /** The name of a registry. */
  readonly nameOf: (connectionId: string) => string;
  /** What is marked in the names. */
  readonly words: string;
  readonly isBusy: boolean;
  readonly onOpen: (result: SearchResult) => void;
  /** Up from the first row. */
  readonly onLeave: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const virtual = useVirtualizer({ count: results.length, getScrollElement: () => element.current, estimateSize: () => ROW, overscan: 8 });
  const at = Math.min(cursor, results.length - 1);
  const open = useCallback(
    (index: number): void => {
      const result = results[index];
      if (result) onOpen(result);
    },
    [results, onOpen],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
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
    <div
      ref={element}
      role="grid"
      aria-label={t('search.results')}
      aria-rowcount={results.length + 1}
      aria-busy={isBusy}
      aria-activedescendant={`${id}-${at}`}
      tabIndex={0}
      className={styles['grid']}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={`${styles['header']} ${styles['line']}`}>
        {COLUMNS.map((column) => (
          <div key={column} role="columnheader" className={styles['cell']} data-column={column}>
            {column === 'repository' ? t('search.column.repository') : t(`tags.column.${column}`)}
          </div>
        ))}
      </div>
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
                onOpen={open}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
