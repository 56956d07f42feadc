import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { SortColumn } from '../../../shared/contract/settings.ts';
import { openTag, shownTag } from '../../lib/places.ts';
import { checkTags, remember, useUi } from '../../lib/ui-state.ts';
import { gridKeys } from './grid-keys.ts';
import { lookAt, type TagTable } from './queries.ts';
import { digestOf } from './rows.ts';
import { TagMenu } from './tag-menu.tsx';
import { TagRow } from './tag-row.tsx';
import styles from './tags.module.css';

const ROW = 34;
const HEADER = 31;
const COLUMNS: readonly { readonly id: SortColumn; readonly numeric?: true }[] = [
  { id: 'tag' },
  { id: 'digest' },
  { id: 'kind' },
  { id: 'platforms' },
  { id: 'size', numeric: true },
  { id: 'created', numeric: true },
];

/** Sizes and dates are looked at largest and newest first; words from their beginning. */
const startsDescending = (column: SortColumn): boolean => column === 'size' || column === 'created';

function Header({ rows, checked }: { readonly rows: readonly string[]; readonly checked: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const sort = useUi((ui) => ui.settings.sort);
  const all = rows.length > 0 && rows.every((tag) => checked.has(tag));
  const sortBy = (column: SortColumn): void =>
    remember({ sort: { column, descending: sort.column === column ? !sort.descending : startsDescending(column) } });
  // Versions stand newest first until they are turned round.
  const falls = sort.column === 'tag' ? !sort.descending : sort.descending;
  const Arrow = falls ? IconArrowDown : IconArrowUp;
  return (
    <div role="row" aria-rowindex={1} className={`${styles['line']} ${styles['header']}`}>
      <div role="columnheader" className={styles['cell']}>
        <input
          type="checkbox"
          className={styles['check']}
          aria-label={t('tags.selectAll')}
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = !all && checked.size > 0;
          }}
          onChange={() => checkTags(all ? new Set() : new Set(rows))}
        />
      </div>
      {COLUMNS.map(({ id, numeric }) => (
        <div
          key={id}
          role="columnheader"
          data-column={id}
          aria-sort={sort.column === id ? (falls ? 'descending' : 'ascending') : 'none'}
          className={`${styles['cell']} ${numeric ? 'num' : ''}`}
        >
          <button type="button" className={styles['sort']} onClick={() => sortBy(id)}>
            {t(`tags.column.${id}`)}
            {sort.column === id && <Arrow size={13} aria-hidden="true" />}
          </button>
        </div>
      ))}
      <div role="columnheader" className={styles['cell']} aria-label={t('tags.column.actions')} />
    </div>
  );
}

/** Every tag of the repository in one list without pages; only the rows on the screen are in the page. */
export function TagGrid({
  connection,
  repository,
  table,
  rows,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable;
  readonly rows: readonly string[];
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const opened = useUi(shownTag);
  const checked = useUi((ui) => ui.checkedTags);
  const tool = useUi((ui) => ui.settings.pullTool);
  const [{ index: active, tag: activeTag }, setCursor] = useState<{ index: number; tag: string | undefined }>({ index: 0, tag: undefined });
  const setActive = useCallback((index: number): void => setCursor({ index, tag: rows[index] }), [rows]);
  const [anchor, setAnchor] = useState<number>();
  const [hovered, setHovered] = useState<string>();
  const [menu, setMenu] = useState<{ tag: string; x: number; y: number }>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW,
    overscan: 10,
    paddingStart: HEADER,
    scrollPaddingStart: HEADER,
  });
  // The row under the cursor is a tag, not a place: rows move while they are read.
  const found = activeTag === undefined || rows[active] === activeTag ? active : rows.indexOf(activeTag);
  const at = Math.max(0, Math.min(found === -1 ? active : found, rows.length - 1));
  const kinDigest = hovered ?? (opened === null ? undefined : digestOf(table.details.get(opened)));
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  // What is on the screen is read first. Names as a string: a new array of the same names is no reason to say it again.
  const looked = useMemo(
    () => [...(opened === null ? [] : [opened]), ...rows.slice(first, last + 1)].join('\n'),
    [rows, first, last, opened],
  );
  useEffect(() => {
    if (!table.listed || table.done || looked === '') return;
    const timer = setTimeout(() => lookAt(table.readId, looked.split('\n').slice(0, 400)), 40);
    return () => clearTimeout(timer);
  }, [looked, table.readId, table.listed, table.done]);

  // A tag that is opened from elsewhere is shown where it stands; rows that move while they are read do not scroll.
  const shown = useRef<string>(null);
  useEffect(() => {
    const index = opened === null || opened === shown.current ? -1 : rows.indexOf(opened);
    if (opened === null) shown.current = null;
    if (index < 0) return;
    shown.current = opened;
    setActive(index);
    virtual.scrollToIndex(index);
  }, [opened, rows, virtual, setActive]);

  const check = useCallback(
    (index: number, range: boolean): void => {
      const next = new Set(useUi.getState().checkedTags);
      const tag = rows[index];
      if (tag === undefined) return;
      if (range && anchor !== undefined)
        for (const name of rows.slice(Math.min(anchor, index), Math.max(anchor, index) + 1)) next.add(name);
      else if (!next.delete(tag)) next.add(tag);
      setAnchor(index);
      setActive(index);
      checkTags(next);
    },
    [rows, anchor, setActive],
  );
  const open = useCallback(
    (index: number): void => {
      setActive(index);
      setAnchor(index);
      openTag(rows[index] ?? null);
    },
    [rows, setActive],
  );
  const openMenu = useCallback(
    (index: number, point: { x: number; y: number }): void => {
      setActive(index);
      const tag = rows[index];
      if (tag !== undefined) setMenu({ tag, ...point });
    },
    [rows, setActive],
  );

  const move = (index: number, extend: boolean): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    if (extend) {
      const from = anchor ?? at;
      setAnchor(from);
      checkTags(new Set(rows.slice(Math.min(from, next), Math.max(from, next) + 1)));
    } else setAnchor(undefined);
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const menuAtRow = (): void => {
    const box = document.getElementById(`tag-row-${at}`)?.getBoundingClientRect();
    openMenu(at, { x: (box?.left ?? 0) + 80, y: box?.bottom ?? 0 });
  };
  const pageRows = Math.max(1, Math.floor(((place.current?.clientHeight ?? 340) - HEADER) / ROW) - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== place.current) return;
    gridKeys(event, {
      count: rows.length,
      at,
      page: pageRows,
      tag: rows[at],
      move,
      open,
      check: (index) => check(index, false),
      menu: menuAtRow,
      connection,
      repository,
      tool,
      t,
    });
  };
  return (
    <>
      <div
        ref={place}
        role="grid"
        aria-label={t('tags.title')}
        aria-rowcount={rows.length + 1}
        aria-multiselectable="true"
        className={styles['grid']}
        tabIndex={0}
        aria-activedescendant={rows.length > 0 ? `tag-row-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <Header rows={rows} checked={checked} />
        <div role="rowgroup" style={{ height: virtual.getTotalSize() - HEADER }}>
          {items.map(({ index, start }) => {
            const tag = rows[index];
            if (tag === undefined) return null;
            const detail = table.details.get(tag);
            const digest = digestOf(detail);
            return (
              <TagRow
                key={tag}
                tag={tag}
                detail={detail}
                index={index}
                top={start}
                selected={tag === opened}
                checked={checked.has(tag)}
                active={index === at}
                kin={digest !== undefined && digest === kinDigest}
                onOpen={open}
                onCheck={check}
                onHover={setHovered}
                onMenu={openMenu}
              />
            );
          })}
        </div>
      </div>
      {menu && (
        <TagMenu
          place={menu}
          connection={connection}
          repository={repository}
          detail={table.details.get(menu.tag)}
          onClose={() => {
            setMenu(undefined);
            place.current?.focus();
          }}
        />
      )}
    </>
  );
}
