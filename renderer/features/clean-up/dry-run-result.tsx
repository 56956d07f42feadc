import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Weight } from '../../../shared/contract/clean-up.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './clean-up.module.css';
import { type Action, cleanUpCsv, type PlannedRow } from './clean-up-rows.ts';
import { CleanUpTable } from './clean-up-table.tsx';

type Shown = 'all' | Action;

/** The result of a dry run: how many tags are deleted, the bytes that this frees, and every tag with its reason. */
export function DryRunResult({
  rows,
  weight,
  showRepository,
  onToggle,
}: {
  readonly rows: readonly PlannedRow[];
  readonly weight: Weight | undefined;
  readonly showRepository: boolean;
  readonly onToggle: (row: PlannedRow) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [shown, setShown] = useState<Shown>('all');
  const count = useMemo(() => rows.filter(({ action }) => action === 'delete').length, [rows]);
  const visible = useMemo(() => (shown === 'all' ? rows : rows.filter(({ action }) => action === shown)), [rows, shown]);
  return (
    <>
      <div className={styles['summary']}>
        <span role="status">
          <strong>{t('cleanUp.toDelete', { count, shown: format.number(count) })}</strong>{' '}
          <span className="dim">
            {t('cleanUp.toKeep', { count: rows.length - count, shown: format.number(rows.length - count) })}{' '}
            {weight && t('cleanUp.frees', { freed: format.bytes(weight.bytesFreed), kept: format.bytes(weight.bytesKept) })}
          </span>
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t('cleanUp.show')}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={(['all', 'delete', 'keep'] as const).map((value) => ({ value, label: t(`cleanUp.shown.${value}`) }))}
        />
        <Button variant="default" onClick={() => saveFile('clean-up.csv', 'text/csv', cleanUpCsv(rows))}>
          {t('history.csv')}
        </Button>
        <Button variant="default" onClick={() => saveFile('clean-up.json', 'application/json', JSON.stringify(rows, null, 2))}>
          {t('history.json')}
        </Button>
      </div>
      <CleanUpTable rows={visible} showRepository={showRepository} onToggle={onToggle} />
    </>
  );
}
