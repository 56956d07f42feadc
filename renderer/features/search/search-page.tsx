import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { SearchScope } from '../../../shared/contract/search.ts';
import { parseQuery } from '../../../shared/query/query.ts';
import { goTo, showSearch } from '../../lib/places.ts';
import { USUAL_VALUES, type Vocabulary } from '../../lib/query/suggest.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { QueryChips } from '../../ui/query/query-chips.tsx';
import { QueryField } from '../../ui/query/query-field.tsx';
import { QueryProblems } from '../../ui/query/query-problems.tsx';
import { coverageQuery, type Found, searchQuery } from './queries.ts';
import { placeOf } from './result-place.ts';
import { ResultsGrid } from './results-grid.tsx';
import styles from './search.module.css';

const VOCABULARY: Vocabulary = {
  size: USUAL_VALUES.size,
  created: USUAL_VALUES.created,
  platform: () => ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64'],
  kind: USUAL_VALUES.kind,
  label: () => [],
  digest: () => [],
};

const focusField = (): void => document.querySelector<HTMLElement>('input[data-filter="search"]')?.focus();
const focusResults = (): void => document.querySelector<HTMLElement>('[data-pane="main"] [role="grid"]')?.focus();

/** How many results there are, and in how many registries. */
function useCountText(): (found: Found) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ results, isDone, isMore }) => {
    const registries = new Set(results.map(({ connectionId }) => connectionId)).size;
    const shown = format.number(results.length);
    const inRegistries = t('search.inRegistries', { count: registries, shown: format.number(registries) });
    if (isMore) return t('search.more', { shown });
    if (!isDone) return t('search.sofar', { shown });
    return t('search.found', { count: results.length, shown, inRegistries });
  };
}

/** What stands in place of results. */
function Message({
  query,
  found,
  isNothingRead,
}: {
  readonly query: string;
  readonly found: Found | undefined;
  readonly isNothingRead: boolean;
}) {
  const { t } = useTranslation();
  if (isNothingRead)
    return (
      <div className={styles['message']}>
        <strong>{t('search.nothingRead')}</strong>
        <span>{t('search.nothingReadDetail')}</span>
      </div>
    );
  if (query.trim() === '')
    return (
      <div className={styles['message']}>
        <strong>{t('search.empty')}</strong>
        <span>{t('search.emptyDetail')}</span>
      </div>
    );
  if (!found?.isDone) return <div className={styles['message']} />;
  return (
    <div className={styles['message']}>
      <strong>{t('search.none')}</strong>
      <span>{t('search.noneDetail')}</span>
    </div>
  );
}

type Props = {
  /** The registry that is shown beside it, which is searched alone where `scope` says so. */
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly query: string;
  readonly scope: 'all' | 'registry';
  /** How much has been read of what is searched, and what reads the rest. */
  readonly coverage: ReactNode;
};

/** Searches everything that has been read of all registries, or of one. */
export function SearchPage({ connection, connections, query: typed, scope, coverage }: Props) {
  const { t } = useTranslation();
  const setTyped = (text: string): void => showSearch(connection.id, text, scope);
  const { terms, problems } = useMemo(() => parseQuery(typed), [typed]);
  const where: SearchScope = useMemo(() => (scope === 'all' ? {} : { connectionId: connection.id }), [scope, connection.id]);
  const { data: found, error, isFetching, isPlaceholderData, refetch } = useQuery(searchQuery(typed, where));
  const { data: read } = useQuery(coverageQuery(where.connectionId));
  const countText = useCountText();
  const words = terms.flatMap((term) => (term.kind === 'word' && !term.not ? term.text : [])).join(' ');
  const nameOf = useCallback(
    (id: string) => (connections.length > 1 ? (connections.find((one) => one.id === id)?.name ?? '') : ''),
    [connections],
  );
  const open = useCallback((result: Parameters<typeof placeOf>[0]) => goTo(placeOf(result)), []);
  const results = terms.length === 0 ? [] : (found?.results ?? []);
  const onKey = (event: KeyboardEvent): void => {
    if ((event.key !== 'ArrowDown' && event.key !== 'Enter') || results.length === 0) return;
    event.preventDefault();
    focusResults();
  };
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('search.title')}</h1>
        <span role="status" className="dim cut">
          {results.length > 0 && found && !isPlaceholderData && countText(found)}
        </span>
        <div className="dim">{coverage}</div>
      </header>
      <div className={styles['bar']}>
        <QueryField
          label={t('search.title')}
          className={styles['field'] ?? ''}
          dataFilter="search"
          disabled={false}
          value={typed}
          onChange={setTyped}
          vocabulary={VOCABULARY}
          onKey={onKey}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('search.scope')}
          value={scope}
          onChange={(value) => showSearch(connection.id, typed, value === 'all' ? 'all' : 'registry')}
          data={[
            { value: 'all', label: t('search.everywhere') },
            { value: 'registry', label: connection.name },
          ]}
        />
      </div>
      <div className={styles['conditions']}>
        <QueryChips value={typed} onChange={setTyped} focusField={focusField} />
        {problems.length > 0 && <QueryProblems problems={problems} />}
        {terms.some(({ kind }) => kind === 'pulled') && <span className="dim">{t('search.notTold')}</span>}
        {error && <FailureNote error={error} handlers={{ retry: () => void refetch() }} />}
      </div>
      {results.length > 0 ? (
        // What is found for another query begins at its first line.
        <ResultsGrid
          key={`${typed} ${scope}`}
          results={results}
          nameOf={nameOf}
          words={words}
          isBusy={isFetching}
          onOpen={open}
          onLeave={focusField}
        />
      ) : (
        <Message query={terms.length === 0 ? '' : typed} found={isPlaceholderData ? undefined : found} isNothingRead={read?.known === 0} />
      )}
    </div>
  );
}
