import { Button, Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { readFailure } from '../../lib/failure.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { openDialog, setTagFilter, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote, FailurePanel } from '../../ui/failure-panel.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { type TagTable, tagsQuery } from './queries.ts';
import { arrangeRows } from './rows.ts';
import { TagGrid } from './tag-grid.tsx';
import { TagSelection } from './tag-selection.tsx';
import styles from './tags.module.css';
import { type Pin, TagsHeading } from './tags-heading.tsx';

/** How many of the details have been read, while they are read. */
function ReadingProgress({ table }: { readonly table: TagTable }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!table.listed || table.done || table.names.length === 0) return null;
  return (
    <div className={styles['progress']}>
      {t('tags.progress', { read: format.number(table.read), total: format.number(table.names.length) })}
      <ProgressBar label={t('tags.reading')} done={table.read} total={table.names.length} width={96} />
    </div>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div className={styles['grid']} aria-busy="true" aria-label={t('tags.reading')} role="status">
      {[44, 30, 52, 38, 47, 33].map((width) => (
        <div key={width} style={{ padding: '12px 20px 10px 64px' }}>
          <Skeleton height={10} width={`${width}%`} radius={4} />
        </div>
      ))}
    </div>
  );
}

function Empty({ filter }: { readonly filter: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['grid']}>
      <div className={styles['message']}>
        <strong>{t(filter === '' ? 'tags.none' : 'tags.noMatch', { filter })}</strong>
        {filter === '' ? (
          <span>{t('tags.noneDetail')}</span>
        ) : (
          <Button variant="default" onClick={() => setTagFilter('')}>
            {t('tags.clearFilter')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The tags of a repository: heading, filter, table. */
export function TagsPane({
  connection,
  repository,
  pin,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly pin: Pin;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const filter = useUi((ui) => ui.tagFilter);
  const typed = useDeferredValue(filter);
  const sort = useUi((ui) => ui.settings.sort);
  const { data: table, error, refetch, isFetching } = useQuery(tagsQuery(connection.id, repository));
  const rows = useMemo(() => (table ? arrangeRows(table.names, table.details, typed, sort) : []), [table, typed, sort]);
  const retry = (): void => void refetch();
  const handlers = {
    ...trustHandler(connection.id, error),
    retry,
    refresh: retry,
    'edit-connection': () => openDialog({ kind: 'edit-connection', id: connection.id }),
    'sign-in': () => openDialog({ kind: 'sign-in', id: connection.id }),
    'trust-certificate': () => openDialog({ kind: 'edit-connection', id: connection.id, purpose: 'test' }),
    diagnose: () => openDialog({ kind: 'diagnose', id: connection.id, repository }),
  };
  // Names that came before the list failed are still shown.
  if (error && !table?.listed && !table?.names.length) return <FailurePanel error={error} handlers={handlers} />;
  const partial = table?.listed && !table.done && (sort.column !== 'tag' || typed !== '');
  return (
    <div className={styles['pane']}>
      <TagsHeading connection={connection} repository={repository} table={table} refresh={retry} pin={pin} />
      <div className={styles['bar']}>
        <TextInput
          className={styles['filter'] ?? ''}
          type="search"
          role="searchbox"
          data-filter="tags"
          aria-label={t('tags.filter')}
          placeholder={t('tags.filter')}
          leftSection={<IconSearch size={14} />}
          value={filter}
          onChange={(event) => setTagFilter(event.currentTarget.value)}
        />
        {typed !== '' && table?.listed && <span className="dim">{t('tags.matching', { shown: format.number(rows.length) })}</span>}
        {partial && <span className="faint">{t('tags.onlyRead')}</span>}
        {table && isFetching && <ReadingProgress table={table} />}
      </div>
      {/* That the application is out of reach is said once, for the whole window. */}
      {error && readFailure(error).code !== 'DISCONNECTED' && (
        <div className={styles['warning']}>
          <FailureNote error={error} handlers={handlers} />
        </div>
      )}
      {table?.cut && <div className={styles['warning']}>{t(`cut.${table.cut}`)}</div>}
      {!table || (!table.listed && table.names.length === 0) ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty filter={typed} />
      ) : (
        <TagGrid key={`${connection.id} ${repository}`} connection={connection} repository={repository} table={table} rows={rows} />
      )}
      <TagSelection connection={connection} repository={repository} />
    </div>
  );
}
