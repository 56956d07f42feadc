import { Button, Checkbox, Menu, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../lib/save-file.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './clean-up.module.css';
import { type Action, cleanUpCsv, type PlannedRow } from './clean-up-rows.ts';
import { CleanUpTable } from './clean-up-table.tsx';
import { type DryRunView, firstView, nextSort, rowsShown } from './dry-run-view.ts';

const SHOWN: readonly DryRunView['shown'][] = ['all', 'delete', 'keep'];

type BarProps = {
  readonly rows: readonly PlannedRow[];
  readonly view: DryRunView;
  readonly onView: (part: Partial<DryRunView>) => void;
};

function Export({ rows }: { readonly rows: readonly PlannedRow[] }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{t('cleanUp.export')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => saveFile('clean-up.csv', 'text/csv', cleanUpCsv(rows))}>{t('history.csv')}</Menu.Item>
        <Menu.Item onClick={() => saveFile('clean-up.json', 'application/json', JSON.stringify(rows, null, 2))}>
          {t('history.json')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Which rows are shown and how they are grouped. */
function ViewBar({ rows, view, onView }: BarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const deleted = useMemo(() => rows.filter(({ action }) => action === 'delete').length, [rows]);
  const counts: Record<DryRunView['shown'], number> = { all: rows.length, delete: deleted, keep: rows.length - deleted };
  return (
    <div className={styles['bar']}>
      <TextInput
        type="search"
        role="searchbox"
        data-filter="tags"
        className={styles['filter'] ?? ''}
        aria-label={t('tags.filter')}
        placeholder={t('tags.filter')}
        leftSection={<IconSearch aria-hidden="true" size={14} />}
        value={view.filter}
        onChange={(event) => onView({ filter: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('cleanUp.show')}
        value={view.shown}
        onChange={(value) => onView({ shown: SHOWN.find((entry) => entry === value) ?? 'all' })}
        data={SHOWN.map((value) => ({ value, label: t(`cleanUp.shown.${value}`, { shown: format.number(counts[value]) }) }))}
      />
      <Checkbox
        size="xs"
        label={t('cleanUp.grouped')}
        checked={view.isGrouped}
        onChange={(event) => onView({ isGrouped: event.currentTarget.checked })}
      />
      <span className={styles['end']}>
        <Export rows={rows} />
      </span>
    </div>
  );
}

type Props = {
  readonly rows: readonly PlannedRow[];
  readonly showRepository: boolean;
  readonly onDecide: (rows: readonly PlannedRow[], action: Action) => void;
};

/** Every tag of a dry run, to be filtered, sorted and decided otherwise. */
export function DryRunResult({ rows, showRepository, onDecide }: Props) {
  const [view, setView] = useState(firstView);
  const shown = useMemo(() => rowsShown(rows, view), [rows, view]);
  return (
    <>
      <ViewBar rows={rows} view={view} onView={(part) => setView({ ...view, ...part })} />
      <CleanUpTable
        rows={shown}
        showRepository={showRepository}
        sort={view.sort}
        onSort={(column) => setView({ ...view, sort: nextSort(view.sort, column) })}
        onToggle={(row) => onDecide([row], row.action === 'keep' ? 'delete' : 'keep')}
      />
    </>
  );
}
