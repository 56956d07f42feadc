import { Button } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { pingQuery } from '../../features/connections/queries.ts';
import { RecentChanges } from '../../features/history/recent-changes.tsx';
import type { Catalog } from '../../features/repositories/catalog.ts';
import { catalogQuery } from '../../features/repositories/queries.ts';
import { CoverageLine } from '../../features/scan/coverage-line.tsx';
import { opensRepository, showCleanUp, showRepository, showStorage } from '../../lib/places.ts';
import { queryClient } from '../../lib/query-client.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useStalled } from '../../lib/use-stalled.ts';
import { FailureNote, FailurePanel } from '../../ui/failure-panel.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Abilities, ConnectionFacts } from './registry-facts.tsx';
import styles from './registry-page.module.css';

function Card({ title, isWide = false, children }: { readonly title: string; readonly isWide?: boolean; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className={`${styles['card']} ${isWide ? styles['wide'] : ''}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Repositories to go to, or why there are none. */
function Places({
  id,
  label,
  names,
  none,
}: {
  readonly id: string;
  readonly label: string;
  readonly names: readonly string[];
  readonly none: string;
}) {
  if (names.length === 0) return <span className="faint">{none}</span>;
  return (
    <ul aria-label={label} className={styles['places']}>
      {names.map((name) => (
        <li key={name}>
          <button type="button" className="cut" title={name} {...opensRepository(id, name)} onClick={() => showRepository(id, name)}>
            <MiddleCut text={name} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** How many repositories there are, or that the registry has not answered yet. */
function Count({ connection, catalog }: { readonly connection: Connection; readonly catalog: Catalog | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isFetching } = useQuery(catalogQuery(connection.id));
  const count = catalog?.names.length ?? 0;
  const isStalled = useStalled(isFetching, count);
  const cancel = (): void => void queryClient.cancelQueries({ queryKey: catalogQuery(connection.id).queryKey });
  if (isStalled) return <Waiting url={connection.url} onCancel={cancel} />;
  return <span className="dim">{count > 0 && t('registryPage.repositories', { count, shown: format.number(count) })}</span>;
}

function Heading({ connection, catalog }: { readonly connection: Connection; readonly catalog: Catalog | undefined }) {
  const { t } = useTranslation();
  const { id } = connection;
  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <h1 className="cut" title={connection.name}>
          {connection.name}
        </h1>
        <Count connection={connection} catalog={catalog} />
      </div>
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => openDialog({ kind: 'load', connectionId: id, repository: null })}>
          {t('registryPage.load')}
        </Button>
        <Button variant="default" onClick={() => showStorage(id, { folder: undefined })}>
          {t('storage.title')}
        </Button>
        <Button variant="default" leftSection={<IconEraser aria-hidden="true" size={15} />} onClick={() => showCleanUp(id, null)}>
          {t('main.cleanUp')}
        </Button>
        <Button variant="default" onClick={() => openDialog({ kind: 'diagnose', id, repository: null })}>
          {t('connections.diagnose')}
        </Button>
        {!connection.sample && (
          <Button variant="default" onClick={() => openDialog({ kind: 'edit-connection', id })}>
            {t('connections.edit')}
          </Button>
        )}
      </div>
    </header>
  );
}

/** What a registry is, what it allows, and where a person was and what changed there. `children` says what is wrong with it. */
function Overview({
  connection,
  catalog,
  hint,
  isEmpty,
  children,
}: {
  readonly connection: Connection;
  readonly catalog: Catalog | undefined;
  readonly hint: string;
  /** It has no repository: nothing can be read of it. */
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const { id, pinned, recent } = connection;
  return (
    <div className={styles['page']}>
      <div className={styles['inner']}>
        <Heading connection={connection} catalog={catalog} />
        {!isEmpty && <CoverageLine connectionId={id} names={catalog?.names.length} />}
        {children}
        {hint !== '' && <p className={styles['hint']}>{hint}</p>}
        <div className={styles['cards']}>
          <Card title={t('registryPage.recent')}>
            <Places id={id} label={t('registryPage.recent')} names={recent} none={t('registryPage.noneRecent')} />
          </Card>
          <Card title={t('registryPage.pinned')}>
            <Places id={id} label={t('registryPage.pinned')} names={pinned} none={t('registryPage.nonePinned')} />
          </Card>
          <Card title={t('registryPage.changed')} isWide>
            <RecentChanges connectionId={id} />
          </Card>
          <Card title={t('registryPage.connection')}>
            <ConnectionFacts connection={connection} />
          </Card>
          <Card title={t('registryPage.allowed')}>
            <Abilities connection={connection} repository={recent[0] ?? pinned[0] ?? catalog?.names[0]} />
          </Card>
        </div>
      </div>
    </div>
  );
}

/** A registry without an open repository: its own page, or why it cannot be read. */
export function RegistryPage({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const { id } = connection;
  const { data: catalog, error, refetch } = useQuery(catalogQuery(id));
  const ping = useQuery(pingQuery(id));
  const failure = error && readFailure(error);
  const isNoCatalog = failure?.code === 'UNSUPPORTED' && failure.data.feature === 'catalog';
  const retry = (): void => {
    void refetch();
    void ping.refetch();
  };
  const handlers = {
    retry,
    refresh: retry,
    'edit-connection': () => openDialog({ kind: 'edit-connection', id }),
    'sign-in': () => openDialog({ kind: 'sign-in', id }),
    'trust-certificate': () => openDialog({ kind: 'edit-connection', id, purpose: 'test' }),
    diagnose: () => openDialog({ kind: 'diagnose', id, repository: null }),
    ...trustHandler(id, error ?? ping.error),
  };
  if (error && !isNoCatalog) return <FailurePanel isPage error={error} handlers={handlers} />;
  // That the application is out of reach is said once, for the whole window.
  const isFailing = ping.error !== null && readFailure(ping.error).code !== 'DISCONNECTED';
  const isEmpty = catalog?.done === true && catalog.names.length === 0;
  const hint = isNoCatalog ? t('main.nameRepository') : isEmpty ? t('main.emptyRegistry') : '';
  return (
    <Overview key={id} connection={connection} catalog={catalog} hint={hint} isEmpty={isEmpty}>
      {isFailing && <FailureNote error={ping.error} handlers={handlers} />}
    </Overview>
  );
}
