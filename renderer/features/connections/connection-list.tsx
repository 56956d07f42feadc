import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconLock, IconLockOpen, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedConnection } from '../../../shared/contract/connections.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import { moved } from '../../lib/order.ts';
import { showConnection, shownConnectionId } from '../../lib/places.ts';
import { openDialog, remember, useUi } from '../../lib/ui-state.ts';
import { isMenuKey } from '../../ui/menu-keys.ts';
import { ProductionBadge } from '../../ui/registry-mark.tsx';
import { ConnectionMenu } from './connection-menu.tsx';
import styles from './connections.module.css';
import { foldersOf, withFolder } from './list-folders.ts';
import { ListMenu } from './list-menu.tsx';
import { connectionsQuery, orderConnections } from './queries.ts';
import { useConnectionState } from './use-connections.ts';

const hostOf = (connection: ListedConnection): string => connection.url.replace(/^https?:\/\//, '');

/** What a registry is: its name, where it is, and its marks. */
function ItemText({ connection }: { readonly connection: ListedConnection }) {
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
      {/* Its name stays its name; the description says this. */}
      <span aria-hidden="true">
        <ProductionBadge mark={connection} />
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
  readonly connection: ListedConnection;
  readonly index: number;
  /** The places of the first and the last registry of its folder: it is moved within these. */
  readonly range: readonly [number, number];
  /** Moves this registry to another place in the list. */
  readonly moveTo: (index: number) => void;
  /** Takes the registry that is dragged to this one's place. */
  readonly onDragged: (event: 'start' | 'over' | 'end') => void;
  readonly isDragged: boolean;
};

/** A file is none of the list's: the window says where to drop it. */
const isFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

function Item({ connection, index, range: [first, last], moveTo, onDragged, isDragged }: ItemProps) {
  const { t } = useTranslation();
  const [hasMenu, setMenu] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const state = useConnectionState(connection.id);
  const isCurrent = useUi((ui) => shownConnectionId(ui) === connection.id);
  const isPlain = connection.url.startsWith('http:') && !isLoopback(connection.url);
  useEffect(() => {
    if (isCurrent) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const words = [
    t(`connections.state.${state}`),
    connection.production && t('connections.production'),
    connection.readOnly && t('connections.readOnly'),
    isPlain && t('connections.plainHttp'),
  ];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = !event.altKey ? 0 : event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0 && !isMenuKey(event)) return;
    event.preventDefault();
    if (step === 0) {
      // Where nothing glides, the menu is there before this key has reached the document, and a key outside of a menu closes it.
      event.stopPropagation();
      setMenu(true);
    } else if (index + step >= first && index + step <= last) moveTo(index + step);
  };
  return (
    <li
      className={styles['item']}
      data-dragged={isDragged}
      draggable
      onDragStart={() => onDragged('start')}
      onDragOver={(event) => {
        if (isFile(event)) return;
        event.preventDefault();
        onDragged('over');
      }}
      onDrop={(event) => !isFile(event) && event.preventDefault()}
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
          up: index > first ? () => moveTo(index - 1) : undefined,
          down: index < last ? () => moveTo(index + 1) : undefined,
        }}
      />
    </li>
  );
}

type FolderProps = {
  readonly name: string;
  readonly connections: readonly ListedConnection[];
  readonly showItem: (connection: ListedConnection) => ReactNode;
};

/** A folder of the list. The registry that is shown stays in view where it is closed. */
function Folder({ name, connections, showItem }: FolderProps) {
  const { t } = useTranslation();
  const closed = useUi((ui) => ui.settings.closedFolders);
  const shownId = useUi(shownConnectionId);
  const isOpen = !closed.includes(name);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button
        type="button"
        className={styles['folder']}
        aria-expanded={isOpen}
        title={name}
        onClick={() => remember({ closedFolders: withFolder(closed, name) })}
      >
        <Icon size={13} aria-hidden="true" />
        <VisuallyHidden>{t('connections.folder')}</VisuallyHidden>
        <span className="cut">{name}</span>
        <span>{connections.length}</span>
      </button>
      <ul className={styles['inFolder']} aria-label={name}>
        {connections.filter(({ id }) => isOpen || id === shownId).map(showItem)}
      </ul>
    </li>
  );
}

/** The registries in the person's order, those of a folder together: dragged, or moved by Alt and an arrow key. */
function Items({ connections }: { readonly connections: readonly ListedConnection[] }) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const folders = foldersOf(connections);
  const shown = folders.flatMap((folder) => folder.connections);
  const ids = shown.map(({ id }) => id);
  const move = (id: string, to: number): void => {
    const next = moved(ids, id, to);
    if (next.some((other, at) => other !== ids[at])) orderConnections(next);
  };
  const drag = (event: 'start' | 'over' | 'end', { id, folder }: ListedConnection): void => {
    if (event !== 'over') return setDragged(event === 'start' ? id : null);
    // It is moved to another folder in its form.
    const isInFolder = shown.some((other) => other.id === dragged && other.folder === folder);
    if (dragged !== null && isInFolder) move(dragged, ids.indexOf(id));
  };
  const showItem = (connection: ListedConnection): ReactNode => {
    const { id, folder } = connection;
    const first = shown.findIndex((other) => other.folder === folder);
    return (
      <Item
        key={id}
        connection={connection}
        index={ids.indexOf(id)}
        range={[first, shown.findLastIndex((other) => other.folder === folder)]}
        moveTo={(to) => move(id, to)}
        isDragged={dragged === id}
        onDragged={(event) => drag(event, connection)}
      />
    );
  };
  return (
    <ul className={styles['list']} aria-label={t('connections.title')}>
      {folders.map(({ folder, connections: inside }) =>
        folder === '' ? inside.map(showItem) : <Folder key={folder} name={folder} connections={inside} showItem={showItem} />,
      )}
    </ul>
  );
}

/** The saved registries with their state; the first thing on the left. */
export function ConnectionList() {
  const { t } = useTranslation();
  const { data } = useQuery(connectionsQuery);
  return (
    <nav aria-label={t('connections.title')} data-drop-repository="">
      <div className={styles['heading']}>
        <span>{t('connections.title')}</span>
        <span className={styles['tools']}>
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
          <ListMenu />
        </span>
      </div>
      {data?.connections.length === 0 && <div className={styles['none']}>{t('connections.none')}</div>}
      {data && data.connections.length > 0 && <Items connections={data.connections} />}
      {data !== undefined && data.notUnderstood > 0 && (
        <div className={styles['none']}>{t('connections.notUnderstood', { count: data.notUnderstood })}</div>
      )}
    </nav>
  );
}
