import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { SearchScope } from '../../../shared/contract/search.ts';
import { matcherOf } from '../../../shared/query/match.ts';
import { parseQuery, type Query, type QueryProblem, type Term } from '../../../shared/query/query.ts';
import { isShortWord } from '../../../shared/query/short-word.ts';
import type { SearchOrder } from '../../../shared/search-order.ts';
import { coverageQuery } from '../../lib/coverage.ts';
import { goTo, type ShownScope, showSearch } from '../../lib/places.ts';
import { useExpressions } from '../../lib/query/use-expressions.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { QueryChips } from '../../ui/query/query-chips.tsx';
import { QueryProblems } from '../../ui/query/query-problems.tsx';
import { foundText } from './found-text.ts';
import { type Found, searchQuery } from './queries.ts';
import { placeOf } from './result-place.ts';
import { ResultsGrid } from './results-grid.tsx';
import styles from './search.module.css';
import { SearchBar } from './search-bar.tsx';

const focusField = (): void => document.querySelector<HTMLElement>('input[data-filter="search"]')?.focus();
const focusResults = (): void => document.querySelector<HTMLElement>('[data-pane="main"] [role="grid"]')?.focus();

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

/** What a person should know of the conditions: a short word is not looked for everywhere, and few registries tell when something was pulled. */
function ConditionNotes({ terms }: { readonly terms: readonly Term[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const short = terms.flatMap((term) => (term.kind === 'word' && !term.not && isShortWord(term.text) ? term.text : []));
  return (
    <>
      {short.length > 0 && <span className="dim">{t('search.shortWords', { words: format.names(short) })}</span>}
      {terms.some(({ kind }) => kind === 'pulled') && <span className="dim">{t('search.pulled')}</span>}
    </>
  );
}

type Props = {
  /** The registry that is shown beside it, which is searched alone where `scope` says so. */
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly query: string;
  readonly scope: ShownScope;
  readonly order: SearchOrder | undefined;
  /** How much has been read of what is searched, and what reads the rest. */
  readonly coverage: ReactNode;
};

/** What of a query could not be understood, its expressions included, once their engine is here. */
function useProblems(query: Query): readonly QueryProblem[] {
  const compile = useExpressions(query.terms.some(({ kind }) => kind === 'regex'));
  return useMemo(() => (compile ? matcherOf(query, 0, compile).problems : query.problems), [query, compile]);
}

/** Where is searched, the same object while it is the same. */
function useWhere(connectionId: string, scope: ShownScope): SearchScope {
  const folder = typeof scope === 'string' ? undefined : scope.folder;
  const isAll = scope === 'all';
  return useMemo(() => (isAll ? {} : { connectionId, ...(folder === undefined ? {} : { folder }) }), [isAll, connectionId, folder]);
}

/** While results are sorted, those before stay: the header that was pressed keeps the focus. */
function useShown(found: Found | undefined): Found | undefined {
  const [before, setBefore] = useState(found);
  const isSorting = found !== undefined && !found.isDone && found.results.length === 0;
  if (isSorting) return before;
  if (before !== found) setBefore(found);
  return found;
}

/** Searches everything that has been read of all registries, of one, or of a folder of it. */
export function SearchPage({ connection, connections, query: typed, scope, order, coverage }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = useMemo(() => parseQuery(typed), [typed]);
  const { terms } = asked;
  const problems = useProblems(asked);
  const where = useWhere(connection.id, scope);
  const { data: found, error, isFetching, isPlaceholderData, refetch } = useQuery(searchQuery(typed, where, order));
  const { data: read } = useQuery(coverageQuery(where));
  const words = terms.flatMap((term) => (term.kind === 'word' && !term.not ? term.text : [])).join(' ');
  const nameOf = useCallback(
    (id: string) => (connections.length > 1 ? (connections.find((one) => one.id === id)?.name ?? '') : ''),
    [connections],
  );
  const open = useCallback((result: Parameters<typeof placeOf>[0]) => goTo(placeOf(result)), []);
  const search = `${typed} ${JSON.stringify(where)}`;
  const shown = useShown(found);
  const results = terms.length === 0 ? [] : (shown?.results ?? []);
  const show = (query: string, inScope = scope): void => showSearch(connection.id, query, inScope, order);
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
          {found && !isPlaceholderData && (results.length > 0 || found.sorting !== undefined) && foundText(t, format, found)}
        </span>
        <div className="dim">{coverage}</div>
      </header>
      <SearchBar
        {...{ connection, connections, scope, results, show, onKey }}
        query={typed}
        isMore={found?.isDone !== true || found.isMore}
      />
      <div className={styles['conditions']}>
        <QueryChips value={typed} onChange={show} focusField={focusField} />
        {problems.length > 0 && <QueryProblems problems={problems} />}
        <ConditionNotes terms={terms} />
        {error && <FailureNote error={error} handlers={{ retry: () => void refetch() }} />}
      </div>
      {results.length > 0 ? (
        // What is found for another query begins at its first line.
        <ResultsGrid
          key={search}
          {...{ search, results, nameOf, words, order }}
          isBusy={isFetching}
          onSort={(next) => showSearch(connection.id, typed, scope, next)}
          onOpen={open}
          onLeave={focusField}
        />
      ) : (
        <Message query={terms.length === 0 ? '' : typed} found={isPlaceholderData ? undefined : found} isNothingRead={read?.known === 0} />
      )}
    </div>
  );
}
