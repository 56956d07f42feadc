import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconLock, IconLockOpen, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import { showConnection, shownConnectionId } from '../../lib/places.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import styles from './connections.module.css';
import { connectionsQuery, useConnectionState } from './queries.ts';

const hostOf = (connection: Connection): string => connection.url.replace(/^https?:\/\//, '');

function ItemMenu({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const state = useConnectionState(connection.id);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          className={styles['more'] ?? ''}
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('connections.actions', { name: connection.name })}
        >
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {state === 'needs-sign-in' && (
          <Menu.Item onClick={() => openDialog({ kind: 'sign-in', id: connection.id })}>{t('connections.signIn')}</Menu.Item>
        )}
        {!connection.sample && (
          <Menu.Item onClick={() => openDialog({ kind: 'edit-connection', id: connection.id })}>{t('connections.edit')}</Menu.Item>
        )}
        <Menu.Item onClick={() => openDialog({ kind: 'diagnose', id: connection.id, repository: null })}>
          {t('connections.diagnose')}
        </Menu.Item>
        <Menu.Item data-danger onClick={() => openDialog({ kind: 'remove-connection', id: connection.id })}>
          {t('connections.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Item({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const state = useConnectionState(connection.id);
  const isCurrent = useUi((ui) => shownConnectionId(ui) === connection.id);
  const isPlain = connection.url.startsWith('http:') && !isLoopback(connection.url);
  return (
    <li className={styles['item']}>
      <button
        type="button"
        className={styles['button']}
        aria-current={isCurrent}
        aria-description={[
          t(`connections.state.${state}`),
          connection.readOnly && t('connections.readOnly'),
          isPlain && t('connections.plainHttp'),
        ]
          .filter(Boolean)
          .join(', ')}
        title={`${connection.name}\n${connection.url}\n${t(`connections.state.${state}`)}`}
        onClick={() => showConnection(connection.id)}
      >
        <i className={styles['dot']} data-state={state} aria-hidden="true" />
        <span className="cut">
          <span className={`${styles['name']} cut`}>{connection.name}</span>
          <span className={`${styles['host']} cut`} aria-hidden="true">
            {connection.sample
              ? t('connections.sampleHost')
              : connection.name === hostOf(connection)
                ? t(`connections.state.${state}`)
                : hostOf(connection)}
          </span>
        </span>
        {connection.readOnly && (
          <Tooltip label={t('connections.readOnly')}>
            <IconLock size={14} className={styles['badge']} aria-hidden="true" />
          </Tooltip>
        )}
        {isPlain && (
          <Tooltip label={t('connections.plainHttp')}>
            <IconLockOpen size={14} className={styles['plain']} aria-hidden="true" />
          </Tooltip>
        )}
      </button>
      <ItemMenu connection={connection} />
    </li>
  );
}

/** The saved registries with their state; the first thing on the left. */
export function ConnectionList() {
  const { t } = useTranslation();
  const { data } = useQuery(connectionsQuery);
  return (
    <nav aria-label={t('connections.title')}>
      <div className={styles['heading']}>
        <span>{t('connections.title')}</span>
        <Tooltip label={t('connections.add')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={t('connections.add')}
            onClick={() => openDialog({ kind: 'add-connection' })}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {data?.connections.length === 0 && <div className={styles['none']}>{t('connections.none')}</div>}
      <ul className={styles['list']}>
        {data?.connections.map((connection) => (
          <Item key={connection.id} connection={connection} />
        ))}
      </ul>
      {data !== undefined && data.notUnderstood > 0 && (
        <div className={styles['none']}>{t('connections.notUnderstood', { count: data.notUnderstood })}</div>
      )}
    </nav>
  );
}
