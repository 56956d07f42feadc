import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLock, IconLockOpen, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import { moved } from '../../lib/order.ts';
import { showConnection, shownConnectionId } from '../../lib/places.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { isMenuKey } from '../../ui/menu-keys.ts';
import { ConnectionMenu } from './connection-menu.tsx';
import styles from './connections.module.css';
import { connectionsQuery, orderConnections, useConnectionState } from './queries.ts';

const hostOf = (connection: Connection): string => connection.url.replace(/^https?:\/\//, '');

/** What a registry is: its name, where it is, and its marks. */
function ItemText({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const state = useConnectionState(connection.id);
  const isPlain = connection.url.startsWith('http:') && !isLoopback(connection.url);
  const isNamedByHost = connection.name === hostOf(connection);
  const words = connection.sample ? t('connections.sampleHost') : isNamedByHost ? t(`connections.state.${state}`) : undefined;
  return (
    <>
      <i className={styles['dot']} data-state={state} aria-hidden="true" />
      <span className="cut">
        <span className={`${styles['name']} cut`}>{connection.name}</span>
        <span className={`${styles['host']} cut`} data-address={words === undefined} aria-hidden="true">
          {words ?? hostOf(connection)}
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
    </>
  );
}

type ItemProps = {
  readonly connection: Connection;
  readonly index: number;
  readonly count: number;
  /** Moves this registry to another place in the list. */
  readonly moveTo: (index: number) => void;
  /** Takes the registry that is dragged to this one's place. */
  readonly onDragged: (event: 'start' | 'over' | 'end') => void;
  readonly isDragged: boolean;
};

function Item({ connection, index, count, moveTo, onDragged, isDragged }: ItemProps) {
  const { t } = useTranslation();
  const [hasMenu, setMenu] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const state = useConnectionState(connection.id);
  const isCurrent = useUi((ui) => shownConnectionId(ui) === connection.id);
  const isPlain = connection.url.startsWith('http:') && !isLoopback(connection.url);
  useEffect(() => {
    if (isCurrent) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const words = [t(`connections.state.${state}`), connection.readOnly && t('connections.readOnly'), isPlain && t('connections.plainHttp')];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = !event.altKey ? 0 : event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0 && !isMenuKey(event)) return;
    event.preventDefault();
    if (step === 0) setMenu(true);
    else moveTo(index + step);
  };
  return (
    <li
      className={styles['item']}
      data-dragged={isDragged}
      draggable
      onDragStart={() => onDragged('start')}
      onDragOver={(event) => {
        event.preventDefault();
        onDragged('over');
      }}
      onDrop={(event) => event.preventDefault()}
      onDragEnd={() => onDragged('end')}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      <button
        ref={button}
        type="button"
        className={styles['button']}
        aria-current={isCurrent}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Shift+F10"
        aria-description={words.filter(Boolean).join(', ')}
        title={`${connection.name}\n${connection.url}\n${t(`connections.state.${state}`)}`}
        onClick={() => showConnection(connection.id)}
        onKeyDown={onKeyDown}
      >
        <ItemText connection={connection} />
      </button>
      <ConnectionMenu
        connection={connection}
        opened={hasMenu}
        onChange={setMenu}
        move={{
          up: index > 0 ? () => moveTo(index - 1) : undefined,
          down: index < count - 1 ? () => moveTo(index + 1) : undefined,
        }}
      />
    </li>
  );
}

/** The registries in the person's order: dragged, or moved by Alt and an arrow key. */
function Items({ connections }: { readonly connections: readonly Connection[] }) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const ids = connections.map(({ id }) => id);
  const move = (id: string, to: number): void => {
    const next = moved(ids, id, to);
    if (next.some((other, at) => other !== ids[at])) orderConnections(next);
  };
  return (
    <ul className={styles['list']} aria-label={t('connections.title')}>
      {connections.map((connection, index) => (
        <Item
          key={connection.id}
          connection={connection}
          index={index}
          count={connections.length}
          moveTo={(to) => move(connection.id, to)}
          isDragged={dragged === connection.id}
          onDragged={(event) => {
            if (event !== 'over') setDragged(event === 'start' ? connection.id : null);
            else if (dragged !== null) move(dragged, index);
          }}
        />
      ))}
    </ul>
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
            <IconPlus aria-hidden="true" size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {data?.connections.length === 0 && <div className={styles['none']}>{t('connections.none')}</div>}
      {data && data.connections.length > 0 && <Items connections={data.connections} />}
      {data !== undefined && data.notUnderstood > 0 && (
        <div className={styles['none']}>{t('connections.notUnderstood', { count: data.notUnderstood })}</div>
      )}
    </nav>
  );
}
