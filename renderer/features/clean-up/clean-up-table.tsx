import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './clean-up.module.css';
import type { PlannedRow } from './clean-up-rows.ts';

const ROW = 30;

/** Every tag of a dry run with what decided about it; each can be decided otherwise. Only the rows on the screen are in the page. */
export function CleanUpTable({
  rows,
  showRepository,
  onToggle,
}: {
  readonly rows: readonly PlannedRow[];
  readonly showRepository: boolean;
  readonly onToggle: (row: PlannedRow) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => place.current, estimateSize: () => ROW, overscan: 8 });
  return (
    <div className={styles['table']} ref={place} role="table" aria-label={t('cleanUp.table')} aria-rowcount={rows.length + 1} tabIndex={0}>
      <div role="row" className={styles['header']} aria-rowindex={1}>
        <span role="columnheader" aria-label={t('cleanUp.goes')} />
        <span role="columnheader">{t('tags.column.tag')}</span>
        <span role="columnheader">{t('cleanUp.image')}</span>
        <span role="columnheader" className={styles['num']}>
          {t('tags.column.created')}
        </span>
        <span role="columnheader" className={styles['num']}>
          {t('tags.column.size')}
        </span>
        <span role="columnheader">{t('cleanUp.why')}</span>
      </div>
      <div className={styles['rows']} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const before = rows[index - 1];
          const isFirst = before?.digest !== row.digest || before.repository !== row.repository;
          const name = showRepository ? `${row.repository}:${row.tag}` : row.tag;
          return (
            <div
              key={row.key}
              role="row"
              aria-rowindex={index + 2}
              className={styles['row']}
              data-goes={row.goes}
              data-first={isFirst}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span role="cell">
                <Checkbox aria-label={t('cleanUp.delete', { tag: name })} checked={row.goes} onChange={() => onToggle(row)} />
              </span>
              <span role="cell" className={`${styles['tag']} cut`} title={name}>
                {name}
              </span>
              <span role="cell" className={styles['image']}>
                <DigestLabel digest={row.digest} />
              </span>
              <span role="cell" className={`${styles['num']} dim`} title={row.created && format.exactTime(row.created)}>
                {row.created ? format.ago(row.created) : t('tags.unknown')}
              </span>
              <span role="cell" className={`${styles['num']} dim`}>
                {row.size === undefined ? '' : format.bytes(row.size)}
              </span>
              <span role="cell" className="dim cut">
                {row.edited
                  ? t(row.goes ? 'cleanUp.byYouGoes' : 'cleanUp.byYouStays')
                  : t(`cleanUp.reason.${row.reason}`, { rule: row.rule ?? 0 })}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
