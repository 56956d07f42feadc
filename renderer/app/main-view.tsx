import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../shared/contract/connections.ts';
import { CleanUpPage } from '../features/clean-up/clean-up-page.tsx';
import { connectionsQuery, pingQuery, useConnection } from '../features/connections/queries.ts';
import { InterruptedChanges } from '../features/history/interrupted.tsx';
import { RunningChanges } from '../features/history/running-changes.tsx';
import { catalogQuery } from '../features/repositories/queries.ts';
import { readFailure } from '../lib/failure.ts';
import { trustHandler } from '../lib/trust-realm.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { Note } from '../ui/note.tsx';
import styles from './app.module.css';
import { refreshAfter } from './dialogs.tsx';
import { FirstRun } from './first-run.tsx';
import { LinkProblemNote } from './places/link-problem.tsx';
import { RepositoryView } from './repository-view.tsx';

/** A registry without an open repository: what to do next, or why it cannot be read. */
function RegistryView({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const catalog = useQuery(catalogQuery(connection.id));
  const ping = useQuery(pingQuery(connection.id));
  const failure = catalog.error && readFailure(catalog.error);
  const isNoCatalog = failure?.code === 'UNSUPPORTED' && failure.data.feature === 'catalog';
  const retry = (): void => {
    void catalog.refetch();
    void ping.refetch();
  };
  const edit = (): void => openDialog({ kind: 'edit-connection', id: connection.id });
  const signIn = (): void => openDialog({ kind: 'sign-in', id: connection.id });
  const look = (): void => openDialog({ kind: 'edit-connection', id: connection.id, purpose: 'test' });
  const diagnose = (): void => openDialog({ kind: 'diagnose', id: connection.id, repository: null });
  if (catalog.error && !isNoCatalog)
    return (
      <FailurePanel
        error={catalog.error}
        handlers={{
          retry,
          refresh: retry,
          'edit-connection': edit,
          'sign-in': signIn,
          'trust-certificate': look,
          diagnose,
          ...trustHandler(connection.id, catalog.error),
        }}
      />
    );
  return (
    <div className={styles['hint']}>
      {t(
        isNoCatalog
          ? 'main.nameRepository'
          : catalog.data?.names.length === 0 && catalog.data.done
            ? 'main.emptyRegistry'
            : 'main.chooseRepository',
      )}
    </div>
  );
}

/** The main area: warnings, then what the place names. */
export function MainView() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(connectionsQuery);
  const place = useUi((ui) => ui.place);
  const connection = useConnection(place?.connectionId ?? null);
  if (error) return <FailurePanel error={error} handlers={{ retry: () => void refetch() }} />;
  if (!data) return null;
  return (
    <>
      {data.damagedFile !== undefined && (
        <Note tone="warn" role="alert">
          <strong>{t('main.damagedTitle')}</strong>
          <span>{t('main.damagedDetail', { file: data.damagedFile })}</span>
        </Note>
      )}
      <LinkProblemNote />
      <RunningChanges onChanged={refreshAfter} />
      <InterruptedChanges />
      {data.connections.length === 0 ? (
        <FirstRun />
      ) : connection === undefined ? (
        <div className={styles['hint']}>{t(place === null ? 'main.chooseRegistry' : 'place.notSaved')}</div>
      ) : place?.view === 'clean-up' ? (
        <CleanUpPage key={`${connection.id} ${place.repository ?? ''}`} connection={connection} repository={place.repository} />
      ) : place?.repository === undefined ? (
        <RegistryView connection={connection} />
      ) : (
        <RepositoryView connection={connection} repository={place.repository} />
      )}
    </>
  );
}
