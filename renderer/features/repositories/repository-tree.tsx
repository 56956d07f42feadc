import { Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { showRepository } from '../../lib/places.ts';
import { queryClient } from '../../lib/query-client.ts';
import { fuzzyFilter } from '../../lib/text/fuzzy.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useStalled } from '../../lib/use-stalled.ts';
import { NotRead, Waiting } from '../../ui/waiting.tsx';
import { catalogQuery } from './queries.ts';
import { isRecentWorthIt } from './recent.ts';
import { RecentGroup } from './recent-group.tsx';
import styles from './repositories.module.css';
import { RepositoryPrompt } from './repository-prompt.tsx';
import { type ShowTreeMenu, TreeView } from './tree-view.tsx';

const NONE: readonly string[] = [];

type RepositoryTreeProps = { readonly connection: Connection; readonly showMenu: ShowTreeMenu };

/** For a registry without a catalog: pinned and recent repositories stand in for the list. */
function Unlisted({ connection, why, showMenu }: RepositoryTreeProps & { readonly why: string }) {
  const { pinned, recent } = connection;
  const tree = useRef<HTMLDivElement>(null);
  const names = useMemo(() => [...new Set([...pinned, ...recent])], [pinned, recent]);
  return (
    <div className={styles['pane']}>
      <RepositoryPrompt connection={connection} why={why} />
      {names.length > 0 && (
        <TreeView connectionId={connection.id} names={names} isWhole pinned={NONE} filter="" element={tree} showMenu={showMenu} />
      )}
    </div>
  );
}

/** The repositories of the shown registry, streamed and filtered as the person types. */
export function RepositoryTree({ connection, showMenu }: RepositoryTreeProps) {
  const { t } = useTranslation();
  const { id: connectionId, pinned, recent } = connection;
  const [chosen, setChosen] = useState(NONE);
  const choose = useCallback((name: string) => setChosen((before) => [...before.filter((one) => one !== name), name]), []);
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const typed = useDeferredValue(filter);
  const { data: catalog, error, isLoading, isPending, isFetching, refetch } = useQuery(catalogQuery(connectionId));
  const isStalled = useStalled(isFetching, catalog?.names.length ?? 0);
  const isCancelled = !isFetching && !error && (isPending || catalog?.arriving !== undefined);
  const cancel = (): void => void queryClient.cancelQueries({ queryKey: catalogQuery(connectionId).queryKey });
  const tree = useRef<HTMLDivElement>(null);
  const onFilterKey = (event: KeyboardEvent): void => {
    const isDown = event.key === 'ArrowDown';
    const isEnter = event.key === 'Enter' && filter.trim() !== '' && !event.nativeEvent.isComposing;
    if (!isDown && !isEnter) return;
    event.preventDefault();
    if (isDown) return tree.current?.focus();
    // Of what is in the field now: the list may be a moment behind.
    const [first] = fuzzyFilter(catalog?.names ?? [], filter);
    if (first !== undefined) showRepository(connectionId, first);
  };
  if (error && (!catalog || catalog.arriving)) {
    const failure = readFailure(error);
    if (failure.code === 'UNSUPPORTED' && failure.data.feature === 'catalog')
      return <Unlisted connection={connection} why={failure.data.detail} showMenu={showMenu} />;
    if (!catalog) return null;
  }
  return (
    <div className={styles['pane']}>
      {catalog && isRecentWorthIt(catalog.names.length) && (
        <RecentGroup connectionId={connectionId} recent={recent} pinned={pinned} chosen={chosen} onChosen={choose} showMenu={showMenu} />
      )}
      <div className={styles['heading']}>{t('repositories.title')}</div>
      <TextInput
        className={styles['filter'] ?? ''}
        type="search"
        role="searchbox"
        aria-label={t('repositories.filter')}
        placeholder={
          catalog
            ? t('repositories.filterCount', { count: catalog.names.length, shown: format.number(catalog.names.length) })
            : t('repositories.filter')
        }
        leftSection={<IconSearch aria-hidden="true" size={14} />}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={onFilterKey}
      />
      {(isStalled || isCancelled) && (
        <div className={styles['message']}>
          {isStalled ? <Waiting url={connection.url} onCancel={cancel} /> : <NotRead onRetry={() => void refetch()} />}
        </div>
      )}
      {isLoading && (
        <div className={styles['message']} aria-busy="true">
          {[70, 50, 60, 40].map((width) => (
            <Skeleton key={width} height={12} width={`${width}%`} radius={4} />
          ))}
        </div>
      )}
      {catalog?.done && catalog.names.length === 0 && <RepositoryPrompt connection={connection} why={undefined} />}
      {catalog && (error || (catalog.arriving && isCancelled)) && (
        <div className={styles['message']}>{t(catalog.arriving ? 'repositories.remembered' : 'repositories.partial')}</div>
      )}
      {catalog?.cut && <div className={styles['message']}>{t(`cut.${catalog.cut}`)}</div>}
      {catalog && catalog.names.length > 0 && (
        <TreeView
          key={connectionId}
          connectionId={connectionId}
          names={catalog.names}
          isWhole={catalog.done}
          isRemembered={catalog.arriving?.length === 0}
          pinned={pinned}
          filter={typed}
          onChosen={choose}
          element={tree}
          showMenu={showMenu}
        />
      )}
    </div>
  );
}
