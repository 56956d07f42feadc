import { Checkbox } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { TFunction } from 'i18next';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { shortName } from '../../lib/untagged-words.ts';
import { useFormat } from '../../lib/use-format.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './clean-up.module.css';
import type { Action, PlannedRow } from './clean-up-rows.ts';
import { type DryRunView, decisionOfAll, type SortColumn } from './dry-run-view.ts';
import type { Outcomes } from './outcomes.ts';

const ROW = 28;

/** Where the reason comes from: the person, or the rules. */
function reasonOf(t: TFunction, { action, reason, rule = 0, edited }: PlannedRow): string {
  return edited ? t(`cleanUp.yourChoice.${action}`) : t(`cleanUp.reason.${reason}`, { rule });
}

type RowProps = {
  readonly row: PlannedRow;
  readonly index: number;
  /** px from the top of the table. */
  readonly start: number;
  /** The first row of its image. */
  readonly isFirst: boolean;
  readonly showRepository: boolean;
  /** What became of it, once all was carried out. */
  readonly outcome: DeleteItem['state'] | undefined;
  /** It was carried out: nothing is decided any more. */
  readonly isOver: boolean;
  readonly onToggle: (row: PlannedRow) => void;
};

/** The name of a tag. Of its repository the beginning is cut, and before the tag: what is decided can be read. */
function TagName({ row: { repository, tag }, showRepository }: Pick<RowProps, 'row' | 'showRepository'>) {
  const { t } = useTranslation();
  const name = isDigest(tag) ? t('cleanUp.untaggedRow') : tag;
  if (!showRepository) return isDigest(tag) ? <span className="faint">{name}</span> : <MiddleCut text={name} />;
  return (
    <>
      <span className={styles['repository']}>
        <bdi dir="ltr">{repository}</bdi>
      </span>
      <span className={isDigest(tag) ? 'cut faint' : 'cut'}>{isDigest(tag) ? ` ${name}` : `:${name}`}</span>
    </>
  );
}

function Row({ row, index, start, isFirst, showRepository, outcome, isOver, onToggle }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = outcome === undefined ? reasonOf(t, row) : t(`delete.state.${outcome}`);
  const action = outcome === undefined || outcome === 'deleted' ? row.action : 'keep';
  const name = showRepository ? `${row.repository}${isDigest(row.tag) ? '@' : ':'}${row.tag}` : row.tag;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles['row']}
      data-action={action}
      data-first={isFirst}
      data-warn={!isOver && action === 'delete' && row.role !== undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      <span role="cell">
        <Checkbox
          size="xs"
          aria-label={t('cleanUp.delete', { tag: showRepository ? name : shortName(name) })}
          checked={action === 'delete'}
          disabled={isOver}
          onChange={() => onToggle(row)}
        />
      </span>
      <span role="cell" className={`${styles['tag']} cut`} title={name}>
        <TagName row={row} showRepository={showRepository} />
      </span>
      <span role="cell" className={styles['image']}>
        <DigestLabel digest={row.digest} />
      </span>
      <span role="cell" className={`${styles['num']} dim cut`} title={row.created && format.exactTime(row.created)}>
        {row.created ? format.ago(row.created) : t('tags.unknown')}
      </span>
      <span role="cell" className={`${styles['num']} dim`}>
        {row.size === undefined ? '' : format.bytes(row.size)}
      </span>
      <span role="cell" className={`${styles['reason']} dim cut`} title={reason}>
        {reason}
      </span>
    </div>
  );
}

type HeadProps = {
  readonly column: SortColumn;
  readonly label: string;
  readonly sort: DryRunView['sort'];
  readonly onSort: (column: SortColumn) => void;
  readonly isNumber?: boolean;
};

/** A column header that sorts. */
function Head({ column, label, sort, onSort, isNumber = false }: HeadProps) {
  const own = sort?.column === column ? sort : undefined;
  const Arrow = own?.descending ? IconChevronDown : IconChevronUp;
  return (
    <span role="columnheader" aria-sort={own ? (own.descending ? 'descending' : 'ascending') : 'none'} data-number={isNumber}>
      <button type="button" className={styles['sort']} onClick={() => onSort(column)}>
        {label}
        <Arrow size={12} aria-hidden="true" style={{ visibility: own ? 'visible' : 'hidden' }} />
      </button>
    </span>
  );
}

type TableProps = {
  readonly rows: readonly PlannedRow[];
  readonly outcomes: Outcomes | undefined;
  readonly showRepository: boolean;
  readonly sort: DryRunView['sort'];
  readonly onSort: (column: SortColumn) => void;
  readonly onToggle: (row: PlannedRow) => void;
  /** Decides all rows that are shown. */
  readonly onDecideAll: (action: Action) => void;
};

/** Decides every row that is shown at once. */
function AllRows({ rows, outcomes, onDecideAll }: Pick<TableProps, 'rows' | 'outcomes' | 'onDecideAll'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, next } = decisionOfAll(rows);
  const name = t(`cleanUp.decideAll.${next}`, { count: rows.length, shown: format.number(rows.length) });
  return (
    <Checkbox
      size="xs"
      aria-label={name}
      title={name}
      checked={state !== 'none'}
      indeterminate={state === 'some'}
      disabled={rows.length === 0 || outcomes !== undefined}
      onChange={() => onDecideAll(next)}
    />
  );
}

/** Every tag of a dry run with its reason. Each row can be edited. Only the visible rows are in the page. */
export function CleanUpTable({ rows, outcomes, showRepository, sort, onSort, onToggle, onDecideAll }: TableProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => element.current, estimateSize: () => ROW, overscan: 8 });
  return (
    <div
      className={styles['table']}
      ref={element}
      role="table"
      aria-label={t('cleanUp.table')}
      aria-rowcount={rows.length + 1}
      data-repositories={showRepository}
      tabIndex={0}
    >
      <div role="row" className={styles['header']} aria-rowindex={1}>
        <span role="columnheader" aria-label={t('cleanUp.deleteColumn')}>
          <AllRows rows={rows} outcomes={outcomes} onDecideAll={onDecideAll} />
        </span>
        <Head column="tag" label={t('tags.column.tag')} sort={sort} onSort={onSort} />
        <span role="columnheader" className={styles['image']}>
          {t('cleanUp.image')}
        </span>
        <Head column="created" label={t('tags.column.created')} sort={sort} onSort={onSort} isNumber />
        <Head column="size" label={t('tags.column.size')} sort={sort} onSort={onSort} isNumber />
        <Head column="reason" label={t('cleanUp.reasonColumn')} sort={sort} onSort={onSort} />
      </div>
      <div className={styles['rows']} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const before = rows[index - 1];
          const isFirst = before?.digest !== row.digest || before.repository !== row.repository;
          return (
            <Row
              key={row.key}
              row={row}
              index={index}
              start={start}
              isFirst={isFirst}
              showRepository={showRepository}
              outcome={outcomes?.get(row.key)}
              isOver={outcomes !== undefined}
              onToggle={onToggle}
            />
          );
        })}
      </div>
    </div>
  );
}
