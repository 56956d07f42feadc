import { Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight, IconPinned, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { readFailure } from '../../lib/failure.ts';
import { fuzzyFilter } from '../../lib/fuzzy.ts';
import { shownRepository, showRepository } from '../../lib/places.ts';
import { useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { catalogQuery, tagCountQuery } from './queries.ts';
import styles from './repositories.module.css';
import { RepositoryPrompt } from './repository-prompt.tsx';
import { buildTree, flatRows, flattenTree, type TreeRow } from './tree.ts';
import { treeKeys } from './use-tree-keys.ts';

const ROW = 28;
/** Above this, namespaces start folded. */
const UNFOLDED = 200;
/** ms that the lines on the screen stay the same before their tags are counted. */
const SETTLED = 200;

function Row({
  connectionId,
  row,
  id,
  active,
  counts,
  style,
  onOpen,
  onToggle,
}: {
  readonly connectionId: string;
  readonly row: TreeRow;
  readonly id: string;
  readonly active: boolean;
  /** Whether the number of its tags is asked for, where it is not known yet. */
  readonly counts: boolean;
  readonly style: React.CSSProperties;
  readonly onOpen: () => void;
  readonly onToggle: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { node, level, expanded } = row;
  const { data: tags } = useQuery({ ...tagCountQuery(connectionId, node.path), enabled: node.isRepository && counts });
  const selected = useUi((ui) => node.isRepository && shownRepository(ui) === node.path);
  const count = node.isRepository
    ? tags && (tags.count === 0 ? t('repositories.noTags') : format.number(tags.count))
    : format.number(node.count);
  const Chevron = expanded ? IconChevronDown : IconChevronRight;
  return (
    // The tree itself has the keys (aria-activedescendant); a line only takes clicks.
    <div
      id={id}
      role="treeitem"
      aria-label={node.path}
      {...(count === undefined ? {} : { 'aria-description': count })}
      aria-level={level}
      aria-selected={selected}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      className={styles['row']}
      data-repository={node.isRepository}
      data-active={active}
      data-empty={node.isRepository && tags?.count === 0}
      style={{ ...style, paddingLeft: 8 + (level - 1) * 16 }}
      title={node.path}
      onClick={onOpen}
    >
      {expanded === undefined ? (
        <span className={styles['chevron']} />
      ) : (
        <Chevron
          aria-hidden="true"
          size={14}
          className={styles['chevron']}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        />
      )}
      <span className="cut">{node.label}</span>
      {row.mark === 'pinned' && <IconPinned size={13} className={styles['mark']} aria-hidden="true" />}
      <span className={styles['count']} data-count={count} />
    </div>
  );
}

/** Whether a value has been the same for a moment. */
function useSettled(value: object): boolean {
  const [settled] = useDebouncedValue(value, SETTLED);
  return settled === value;
}

function Tree({
  connectionId,
  names,
  pinned,
  filter,
}: {
  readonly connectionId: string;
  readonly names: readonly string[];
  readonly pinned: readonly string[];
  readonly filter: string;
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const current = useUi(shownRepository);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const tree = useMemo(() => buildTree(names), [names]);
  const rows = useMemo(() => {
    if (filter.trim() !== '') return flatRows(fuzzyFilter([...names], filter));
    const unfolded = names.length <= UNFOLDED;
    const rest = flattenTree(tree, (path) => toggled.has(path) !== (unfolded || (current?.startsWith(`${path}/`) ?? false)));
    return [...flatRows(pinned, 'pinned'), ...rest];
  }, [tree, names, pinned, filter, toggled, current]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => place.current, estimateSize: () => ROW, overscan: 8 });
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const isSettled = useSettled(useMemo(() => ({ rows, startIndex, endIndex }), [rows, startIndex, endIndex]));
  const at = Math.min(active, rows.length - 1);
  const toggle = (path: string): void => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  const open = (row: TreeRow): void => {
    if (row.node.isRepository) showRepository(connectionId, row.node.path);
    else toggle(row.node.path);
  };
  const move = (index: number): void => {
    setActive(index);
    virtual.scrollToIndex(index);
  };
  const idOf = (index: number): string => `repository-${index}`;
  return (
    <div
      ref={place}
      role="tree"
      aria-label={t('repositories.title')}
      className={styles['tree']}
      tabIndex={0}
      aria-activedescendant={rows.length > 0 ? idOf(at) : undefined}
      onKeyDown={treeKeys({ rows, active: at, setActive: move, toggle, open })}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <Row
              key={`${row.mark ?? ''} ${row.node.path}`}
              connectionId={connectionId}
              row={row}
              id={idOf(index)}
              active={index === at}
              counts={isSettled && index >= startIndex && index <= endIndex}
              style={{ top: start }}
              onOpen={() => {
                setActive(index);
                open(row);
              }}
              onToggle={() => toggle(row.node.path)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** A registry that lists nothing: what the person pinned and opened last stands for the list. */
function Unlisted({ connection, why }: { readonly connection: Connection; readonly why: string }) {
  const { pinned, recent } = connection;
  const names = useMemo(() => [...new Set([...pinned, ...recent])], [pinned, recent]);
  return (
    <div className={styles['pane']}>
      <RepositoryPrompt connection={connection} why={why} />
      {names.length > 0 && <Tree connectionId={connection.id} names={names} pinned={NONE} filter="" />}
    </div>
  );
}

const NONE: readonly string[] = [];

/** The repositories of the shown registry: streamed, filtered as one types, and never all in the page at once. */
export function RepositoryTree({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const { id: connectionId, pinned } = connection;
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const typed = useDeferredValue(filter);
  const { data: catalog, error, isPending } = useQuery(catalogQuery(connectionId));
  if (error && !catalog) {
    const failure = readFailure(error);
    return failure.code === 'UNSUPPORTED' && failure.data.feature === 'catalog' ? (
      <Unlisted connection={connection} why={failure.data.why} />
    ) : null;
  }
  return (
    <div className={styles['pane']}>
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
        leftSection={<IconSearch size={14} />}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {isPending && (
        <div className={styles['message']} aria-busy="true">
          {[70, 50, 60, 40].map((width) => (
            <Skeleton key={width} height={12} width={`${width}%`} radius={4} />
          ))}
        </div>
      )}
      {catalog?.done && catalog.names.length === 0 && <RepositoryPrompt connection={connection} why={undefined} />}
      {error && catalog && <div className={styles['message']}>{t('repositories.partial')}</div>}
      {catalog?.cut && <div className={styles['message']}>{t(`cut.${catalog.cut}`)}</div>}
      {catalog && catalog.names.length > 0 && (
        <Tree key={connectionId} connectionId={connectionId} names={catalog.names} pinned={pinned} filter={typed} />
      )}
    </div>
  );
}
