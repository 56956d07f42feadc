import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { orderOf, type SearchOrder, type SortedColumn } from '../../../shared/search-order.ts';
import styles from './search.module.css';

/** Sizes and times are sorted largest and newest first. */
const STARTS_REVERSED: ReadonlySet<SortedColumn> = new Set(['size', 'created', 'pulled']);

/** What a press on a header makes of an order: the column's usual one, then the other way round, then none. Pure. */
export function nextOrder(order: SearchOrder | undefined, column: SortedColumn): SearchOrder | undefined {
  const usual: SearchOrder = STARTS_REVERSED.has(column) ? `-${column}` : column;
  if (order === undefined || orderOf(order).column !== column) return usual;
  return order === usual ? (STARTS_REVERSED.has(column) ? column : `-${column}`) : undefined;
}

/** The header of a column by which the results are sorted. */
export function SortHeader({
  column,
  order,
  onSort,
}: {
  readonly column: SortedColumn;
  readonly order: SearchOrder | undefined;
  readonly onSort: (order: SearchOrder | undefined) => void;
}) {
  const { t } = useTranslation();
  const sorted = order === undefined ? undefined : orderOf(order);
  const isSorted = sorted?.column === column;
  // Versions are listed newest first unless reversed, as in the table of tags.
  const isDescending = isSorted && (column === 'tag' ? !sorted.isReversed : sorted.isReversed);
  const Arrow = isDescending ? IconArrowDown : IconArrowUp;
  return (
    <div
      role="columnheader"
      className={styles['cell']}
      data-column={column}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={styles['sort']} onClick={() => onSort(nextOrder(order, column))}>
        {column === 'repository' ? t('search.column.repository') : t(`tags.column.${column}`)}
        {isSorted && <Arrow size={13} aria-hidden="true" />}
      </button>
    </div>
  );
}
