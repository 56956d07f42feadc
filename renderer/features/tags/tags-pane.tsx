import { Button, Skeleton } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, memo, type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { openTag } from '../../lib/places.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { checkTags, openDialog, setTagFilter, useUi } from '../../lib/ui-state.ts';
import { FailureNote, FailurePanel } from '../../ui/failure-panel.tsx';
import { NotRead } from '../../ui/waiting.tsx';
import { stillChecked } from './acts-on.ts';
import { ChangesToggle } from './changes/changes-toggle.tsx';
import { Marks } from './changes/tag-mark.tsx';
import { useChanges } from './changes/use-changes.ts';
import { ExportMenu } from './export/export-menu.tsx';
import { FilterBar, isFilterField } from './filter/filter-bar.tsx';
import { Reading } from './filter/reading.tsx';
import { useTagFilters } from './filter/use-tag-filter.ts';
import { type GridHandle, TagGrid } from './grid/tag-grid.tsx';
import { useHeldOrder } from './grid/use-grid-scroll.ts';
import { GroupToggle } from './groups/group-toggle.tsx';
import { useArranged } from './groups/use-arranged.ts';
import { tagsQuery } from './queries.ts';
import { arrangeRows, isTag } from './rows.ts';
import { TagSelection } from './tag-selection.tsx';
import type { TagTable } from './tag-table.ts';
import styles from './tags.module.css';
import { useReferrers } from './use-referrers.ts';

const NONE: readonly string[] = [];

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
        <strong>{t(filter === '' ? 'tags.none' : 'tags.noMatch', { filter: filter.trim() })}</strong>
        {filter === '' ? (
          <span>{t('tags.noneDetail')}</span>
        ) : (
          <Button
            variant="default"
            onClick={() => {
              setTagFilter('');
              // The button leaves with the filter.
              document.querySelector<HTMLElement>('input[data-filter="tags"]')?.focus();
            }}
          >
            {t('tags.clearFilter')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Drops checked tags that are found deleted once the list was read. */
function useChecked(table: TagTable | undefined): void {
  const names = table?.listed ? table.names : undefined;
  useEffect(() => {
    if (names) checkTags(stillChecked(useUi.getState().checkedTags, names));
  }, [names]);
}

/** The tags of a repository: filter, table, selection. Memoised: what is around it is drawn anew when its first names are there. */
export const TagsPane = memo(function TagsPane({
  connection,
  repository,
  selectionNote,
  enterDetail,
}: {
  readonly connection: Connection;
  readonly repository: string;
  /** What is said of the selected tags beside their number. */
  readonly selectionNote: (tags: readonly string[]) => ReactNode;
  /** Moves the focus to the detail of the tag that was opened. */
  readonly enterDetail: () => void;
}) {
  const { t } = useTranslation();
  const text = useUi((ui) => ui.tagFilter);
  const late = useDeferredValue(text);
  const [isFiltering, setFiltering] = useState(false);
  // Rows may be a moment behind the keys of the field, and not behind those of the table: what is pressed there is meant for what was filtered.
  const typed = isFiltering ? late : text;
  const sort = useUi((ui) => ui.settings.sort);
  const isGrouped = useUi((ui) => ui.settings.groupByImage);
  const { data: whole, error, refetch, isFetching } = useQuery(tagsQuery(connection.id, repository));
  const changes = useChanges(connection.id, repository, whole);
  const { table } = changes;
  const place = { connectionId: connection.id, repository };
  const filterOf = useTagFilters(typed, place, whole?.done ? whole.readId : undefined);
  const filter = useMemo(() => filterOf(typed), [filterOf, typed]);
  const { areShown: showsReferrers } = useReferrers();
  useChecked(whole);
  const grid = useRef<GridHandle>(null);
  const [isPointed, setPointed] = useState(false);
  const names = useHeldOrder(table?.names ?? NONE, isPointed);
  const { found: rows, groups } = useArranged(table, names, { filter, sort, showsReferrers });
  const retry = useCallback((): void => void refetch(), [refetch]);
  const handlers = {
    ...trustHandler(connection.id, error),
    retry,
    refresh: retry,
    'edit-connection': () => openDialog({ kind: 'edit-connection', id: connection.id }),
    'sign-in': () => openDialog({ kind: 'sign-in', id: connection.id }),
    'trust-certificate': () => openDialog({ kind: 'edit-connection', id: connection.id, purpose: 'test' }),
    diagnose: () => openDialog({ kind: 'diagnose', id: connection.id, repository }),
  };
  /** From the filter, Down goes to the first tag that it finds, and Enter opens that one. */
  const onFilterKey = useCallbackRef((event: KeyboardEvent): void => {
    if (!table || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return;
    // The rows on screen may be a moment behind what is typed.
    const now = filterOf(useUi.getState().tagFilter);
    const first = arrangeRows(names, table.details, { filter: now, sort, showsReferrers }).find(isTag);
    if (first === undefined) return;
    event.preventDefault();
    if (event.key === 'Enter') openTag(first);
    grid.current?.enterAt(first);
  });
  // Names that came before the list failed are still shown.
  const isEmpty = whole?.listed === true && whole.names.length === 0;
  const isUnread = !table?.listed && !table?.names.length;
  return (
    <div className={styles['pane']} onFocus={({ target }) => setFiltering(isFilterField(target))}>
      <FilterBar
        {...{ place, filter, typed, isEmpty }}
        table={whole}
        found={rows.length}
        images={isGrouped ? groups.rows.length : undefined}
        onKey={onFilterKey}
      >
        <Reading connection={connection} repository={repository} />
        <ChangesToggle found={changes.found} marks={changes.marks} isOnly={changes.isOnly} setOnly={changes.setOnly} />
        <GroupToggle />
        {table && (
          <ExportMenu
            connection={connection}
            repository={repository}
            details={table.details}
            rows={rows}
            isPart={table.listed && !table.done}
          />
        )}
      </FilterBar>
      {/* That the application is out of reach is said once, for the whole window. */}
      {error && !isUnread && readFailure(error).code !== 'DISCONNECTED' && (
        <div className={styles['warning']}>
          <FailureNote error={error} handlers={handlers} />
        </div>
      )}
      {table?.cut && <div className={styles['warning']}>{t(`cut.${table.cut}`)}</div>}
      {error && isUnread ? (
        <div className={styles['failed']}>
          <FailurePanel error={error} handlers={handlers} />
        </div>
      ) : isUnread && !isFetching ? (
        <div className={styles['grid']}>
          <div className={styles['message']}>
            <NotRead onRetry={retry} />
          </div>
        </div>
      ) : !table || isUnread ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty filter={typed} />
      ) : (
        <Marks value={changes.marks}>
          <TagGrid
            key={`${connection.id} ${repository}`}
            ref={grid}
            connection={connection}
            repository={repository}
            table={table}
            found={rows}
            groups={groups}
            filtered={typed}
            hit={filter.words.join(' ')}
            enterDetail={enterDetail}
            onPoint={setPointed}
          />
        </Marks>
      )}
      <TagSelection connection={connection} repository={repository} details={table?.details} rows={rows} note={selectionNote} />
    </div>
  );
});
