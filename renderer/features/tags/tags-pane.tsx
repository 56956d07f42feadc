import { ActionIcon, Button, Skeleton, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconEraser, IconPin, IconPinFilled, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useDeferredValue, useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { copyText } from '../../lib/copy.ts';
import { readFailure } from '../../lib/failure.ts';
import { shownTag } from '../../lib/places.ts';
import { pullCommand, referenceOf } from '../../lib/pull-command.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { checkTags, openDialog, setTagFilter, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote, FailurePanel } from '../../ui/failure-panel.tsx';
import { type TagTable, tagsQuery } from './queries.ts';
import { arrangeRows, digestOf } from './rows.ts';
import { openDeleteSelected } from './tag-dialogs.ts';
import { TagGrid } from './tag-grid.tsx';
import styles from './tags.module.css';

function Stats({ table }: { readonly table: TagTable }) {
  const format = useFormat();
  // Counted again for each batch: one pass over what was read.
  const images = useMemo(() => new Set([...table.details.values()].flatMap((detail) => digestOf(detail) ?? [])).size, [table]);
  if (!table.listed) return <div className={styles['stats']} />;
  return (
    <div className={styles['stats']}>
      <Trans
        i18nKey="tags.total"
        count={table.names.length}
        values={{ shown: format.number(table.names.length) }}
        components={{ b: <b /> }}
      />
      {table.done && images > 0 && (
        <Trans i18nKey="tags.onImages" count={images} values={{ shown: format.number(images) }} components={{ b: <b /> }} />
      )}
    </div>
  );
}

function Progress({ table }: { readonly table: TagTable }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!table.listed || table.done || table.names.length === 0) return null;
  const share = Math.min(1, table.read / table.names.length);
  return (
    <div className={styles['progress']}>
      {t('tags.progress', { read: format.number(table.read), total: format.number(table.names.length) })}
      <div
        className={styles['meter']}
        role="progressbar"
        aria-label={t('tags.reading')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

function Selection({ connection, repository }: { readonly connection: Connection; readonly repository: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const checked = useUi((ui) => ui.checkedTags);
  if (checked.size === 0) return null;
  const references = [...checked].map((tag) => referenceOf(connection.url, repository, tag)).join('\n');
  return (
    <div className={styles['selection']} role="toolbar" aria-label={t('tags.selection')}>
      <span>{t('tags.selected', { count: checked.size, shown: format.number(checked.size) })}</span>
      <Button variant="default" onClick={() => copyText(references, t('copy.done', { what: t('tags.references') }), t('copy.refused'))}>
        {t('tags.copyReferences')}
      </Button>
      <Button variant="default" onClick={openDeleteSelected}>
        {t('tags.deleteSelected')}
      </Button>
      <Button variant="subtle" onClick={() => checkTags(new Set())}>
        {t('tags.clearSelection')}
      </Button>
    </div>
  );
}

/** Whether the repository stays on top of the list. */
type Pin = { readonly pinned: boolean; readonly toggle: () => void };

function Heading({
  connection,
  repository,
  table,
  refresh,
  pin,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable | undefined;
  readonly refresh: () => void;
  readonly pin: Pin;
}) {
  const { t } = useTranslation();
  const opened = useUi(shownTag);
  const tool = useUi((ui) => ui.settings.pullTool);
  const segments = repository.split('/');
  const copyPull = (tag: string): void =>
    void copyText(
      pullCommand(tool, referenceOf(connection.url, repository, tag)),
      t('copy.done', { what: t('tags.pullCommand') }),
      t('copy.refused'),
    );
  return (
    <div className={styles['head']}>
      <div className={styles['title']}>
        <h1 className={styles['crumbs']} title={`${connection.name} / ${repository}`}>
          <span className="cut">
            {connection.name}
            {segments.map((segment, i) => (
              <Fragment key={i}>
                <i>/</i>
                {segment}
              </Fragment>
            ))}
          </span>
        </h1>
        {table && <Stats table={table} />}
      </div>
      <Tooltip label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}
          aria-pressed={pin.pinned}
          onClick={pin.toggle}
        >
          {pin.pinned ? <IconPinFilled size={16} /> : <IconPin size={16} />}
        </ActionIcon>
      </Tooltip>
      {opened !== null && (
        <Button variant="default" leftSection={<IconCopy size={15} />} onClick={() => copyPull(opened)}>
          {t('tags.copyPull')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconEraser size={15} />}
        onClick={() => openDialog({ kind: 'clean-up', connectionId: connection.id, repository })}
      >
        {t('cleanUp.open')}
      </Button>
      <Button variant="default" leftSection={<IconRefresh size={15} />} onClick={refresh}>
        {t('tags.refresh')}
      </Button>
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
    'sign-in': () => openDialog({ kind: 'edit-connection', id: connection.id, purpose: 'sign-in' }),
    'trust-certificate': () => openDialog({ kind: 'edit-connection', id: connection.id, purpose: 'test' }),
    diagnose: () => openDialog({ kind: 'diagnose', id: connection.id, repository }),
  };
  // Names that came before it broke off stay on the screen.
  if (error && !table?.listed && !table?.names.length) return <FailurePanel error={error} handlers={handlers} />;
  const partial = table?.listed && !table.done && (sort.column !== 'tag' || typed !== '');
  return (
    <div className={styles['pane']}>
      <Heading connection={connection} repository={repository} table={table} refresh={retry} pin={pin} />
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
        {table && isFetching && <Progress table={table} />}
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
      <Selection connection={connection} repository={repository} />
    </div>
  );
}
