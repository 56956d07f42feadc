import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { connectionsQuery } from '../features/connections/queries.ts';
import { useConnection } from '../features/connections/use-connections.ts';
import { InterruptedChanges } from '../features/history/interrupted.tsx';
import { CoverageLine, WholeCoverageLine } from '../features/scan/coverage-line.tsx';
import { useUi } from '../lib/ui-state.ts';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { later } from '../ui/later.tsx';
import { Note } from '../ui/note.tsx';
import styles from './app.module.css';
import { FirstRun } from './first-run.tsx';
import { RegistryPage } from './registry-page/registry-page.tsx';

const CleanUpPage = later(async () => (await import('../features/clean-up/clean-up-page.tsx')).CleanUpPage);
const ComparePlace = later(async () => (await import('./compare-place.tsx')).ComparePlace);
const LinkProblemNote = later(async () => (await import('./places/link-problem.tsx')).LinkProblemNote);
const RepositoryView = later(async () => (await import('./repository-view.tsx')).RepositoryView);
const StoragePlace = later(async () => (await import('./storage-place.tsx')).StoragePlace);
const SearchPage = later(async () => (await import('../features/search/search-page.tsx')).SearchPage);
/** The main area: warnings, then what the place names. */
export function MainView() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(connectionsQuery);
  const place = useUi((ui) => ui.place);
  const hasLinkProblem = useUi(({ linkProblem }) => linkProblem !== null);
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
      {hasLinkProblem && <LinkProblemNote />}
      <InterruptedChanges />
      {data.connections.length === 0 ? (
        <FirstRun />
      ) : connection === undefined ? (
        <div className={styles['hint']}>{t(place === null ? 'main.chooseRegistry' : 'place.notSaved')}</div>
      ) : place?.view === 'clean-up' ? (
        <CleanUpPage key={`${connection.id} ${place.repository ?? ''}`} connection={connection} repository={place.repository} />
      ) : place?.view === 'storage' && place.repository === undefined ? (
        <StoragePlace key={connection.id} connection={connection} folder={place.folder ?? ''} />
      ) : place?.view === 'search' ? (
        <SearchPage
          connection={connection}
          connections={data.connections}
          query={place.query ?? ''}
          scope={place.scope ?? (place.folder === undefined ? 'registry' : { folder: place.folder })}
          order={place.order}
          coverage={
            place.scope === 'all' && data.connections.length > 1 ? (
              <WholeCoverageLine registries={[connection, ...data.connections.filter(({ id }) => id !== connection.id)]} />
            ) : (
              <CoverageLine connectionId={connection.id} folder={place.folder} />
            )
          }
        />
      ) : place?.repository === undefined ? (
        <RegistryPage connection={connection} />
      ) : place.compareWith !== undefined && place.reference !== undefined ? (
        <ComparePlace
          connections={data.connections}
          from={place.compareWith}
          to={{ connectionId: place.connectionId, repository: place.repository, reference: place.reference }}
          tab={place.tab}
        />
      ) : (
        <RepositoryView connection={connection} repository={place.repository} />
      )}
    </>
  );
}
