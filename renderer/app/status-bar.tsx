import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedConnection } from '../../shared/contract/connections.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { ChangesAllowed } from '../features/connections/changes-allowed.tsx';
import { pingQuery } from '../features/connections/queries.ts';
import { useConnection, useConnectionState } from '../features/connections/use-connections.ts';
import { settingsQuery } from '../features/settings/queries.ts';
import { shownConnectionId } from '../lib/places.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';
import { useFormat } from '../lib/use-format.ts';
import styles from './app.module.css';

function ConnectionStatus({ connection }: { readonly connection: ListedConnection }) {
  const { t } = useTranslation();
  const state = useConnectionState(connection.id);
  const { data: ping } = useQuery(pingQuery(connection.id));
  const format = useFormat();
  const who = connection.signIn === 'password' && connection.username !== '' ? t('status.as', { username: connection.username }) : '';
  return (
    <>
      <span className="cut">
        {t(`status.${state}`, { name: connection.name })} {state === 'connected' ? who : ''}
      </span>
      {state === 'needs-sign-in' && (
        <button type="button" className={styles['link']} onClick={() => openDialog({ kind: 'sign-in', id: connection.id })}>
          {t('connections.signIn')}
        </button>
      )}
      {ping?.quota && (
        <span>{t('status.quota', { remaining: format.number(ping.quota.remaining), limit: format.number(ping.quota.limit) })}</span>
      )}
      {connection.readOnly && <span>{t('connections.readOnly')}</span>}
      {connection.changesUntil !== undefined && (
        <ChangesAllowed id={connection.id} until={connection.changesUntil} className={styles['link']} />
      )}
      {connection.url.startsWith('http:') && !isLoopback(connection.url) && <span>{t('connections.plainHttp')}</span>}
    </>
  );
}

/** The state of the shown registry, at the lower edge of the window. */
export function StatusBar() {
  const { t } = useTranslation();
  const connection = useConnection(useUi(shownConnectionId));
  const { data } = useQuery(settingsQuery);
  return (
    <footer className={styles['status']}>
      {connection ? <ConnectionStatus connection={connection} /> : <span>{t('status.ready')}</span>}
      <span>{data && t('settings.version', { version: data.version })}</span>
    </footer>
  );
}
