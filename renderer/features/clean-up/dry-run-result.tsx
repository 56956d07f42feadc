import { Button, Checkbox, Menu, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../lib/save-file.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './clean-up.module.css';
import { type Action, cleanUpCsv, type PlannedRow } from './clean-up-rows.ts';
import { CleanUpTable } from './clean-up-table.tsx';
import { type DryRunView, firstView, nextSort, repositorySizes, rowsShown } from './dry-run-view.ts';
import type { Outcomes } from './outcomes.ts';

/** Repositories that are listed at once; typing finds the others. */
const MOST_REPOSITORIES = 100;

const SHOWN: readonly DryRunView['shown'][] = ['all', 'delete', 'keep'];

type BarProps = {
  readonly rows: readonly PlannedRow[];
  /** There are several repositories. */
  readonly showRepository: boolean;
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

type FilterProps = {
  readonly rows: readonly PlannedRow[];
  readonly value: string | null;
  readonly onChange: (repository: string | null) => void;
};

/** Shows one repository of many. The largest are first, with their sizes: what is large is what a person looks for. */
function RepositoryFilter({ rows, value, onChange }: FilterProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useMemo(
    () => repositorySizes(rows).map(({ repository, size }) => ({ value: repository, label: repository, size: format.bytes(size) })),
    [rows, format],
  );
  const sizes = useMemo(() => new Map(data.map((entry) => [entry.value, entry.size])), [data]);
  return (
    <Select
      size="xs"
      className={styles['repositories'] ?? ''}
      aria-label={t('cleanUp.repository')}
      placeholder={t('cleanUp.everyRepository')}
      data={data}
      value={value}
      onChange={onChange}
      searchable
      clearable
      limit={MOST_REPOSITORIES}
      comboboxProps={{ width: 340, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <span className={styles['repositoryOption']}>
          <span className="cut" title={option.label}>
            {option.label}
          </span>
          <span className="dim">{sizes.get(option.value)}</span>
        </span>
      )}
    />
  );
}

/** Which rows are shown and how they are grouped. */
function ViewBar({ rows, showRepository, view, onView }: BarProps) {
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
      {showRepository && <RepositoryFilter rows={rows} value={view.repository} onChange={(repository) => onView({ repository })} />}
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
  /** Once it was carried out. */
  readonly outcomes: Outcomes | undefined;
  readonly showRepository: boolean;
  readonly onDecide: (rows: readonly PlannedRow[], action: Action) => void;
};

/** Every tag of a dry run, to be filtered, sorted and decided otherwise. */
export function DryRunResult({ rows, outcomes, showRepository, onDecide }: Props) {
  const [view, setView] = useState(firstView);
  const shown = useMemo(() => rowsShown(rows, view), [rows, view]);
  return (
    <>
      <ViewBar rows={rows} showRepository={showRepository} view={view} onView={(part) => setView({ ...view, ...part })} />
      <CleanUpTable
        rows={shown}
        outcomes={outcomes}
        showRepository={showRepository}
        sort={view.sort}
        onSort={(column) => setView({ ...view, sort: nextSort(view.sort, column) })}
        onDecideAll={(action) => onDecide(shown, action)}
        onToggle={(row) => onDecide([row], row.action === 'keep' ? 'delete' : 'keep')}
      />
    </>
  );
}
