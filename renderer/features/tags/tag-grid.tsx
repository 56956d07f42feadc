import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { shownTag } from '../../lib/places.ts';
import { useUi } from '../../lib/ui-state.ts';
import { gridAction } from './grid-keys.ts';
import type { TagTable } from './queries.ts';
import { digestOf } from './rows.ts';
import { TagGridHeader } from './tag-grid-header.tsx';
import { type MenuTarget, TagMenu } from './tag-menu.tsx';
import { TagRow, type TagRowProps } from './tag-row.tsx';
import styles from './tags.module.css';
import { useReadOrder } from './use-read-order.ts';
import { useTagAction } from './use-tag-action.ts';
import { useTagCursor } from './use-tag-cursor.ts';

/** px */
const ROW = 34;
const HEADER = 31;

export type TagGridProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable;
  readonly rows: readonly string[];
};

/** Scrolls to a tag that is opened from elsewhere, once; rows that move while they are read do not scroll. */
function useScrollToOpened(rows: readonly string[], opened: string | null, scrollTo: (index: number) => void): void {
  const shown = useRef<string>(null);
  useEffect(() => {
    const index = opened === null || opened === shown.current ? -1 : rows.indexOf(opened);
    if (opened === null) shown.current = null;
    if (index < 0) return;
    shown.current = opened;
    scrollTo(index);
  }, [opened, rows, scrollTo]);
}

type RowsProps = Pick<TagGridProps, 'table' | 'rows'> &
  Pick<TagRowProps, 'onOpen' | 'onCheck' | 'onHover' | 'onMenu'> & {
    readonly items: readonly VirtualItem[];
    readonly at: number;
    /** The digest under the pointer: tags that point to it are marked, else those that share the opened image. */
    readonly hovered: string | undefined;
  };

function Rows({ table, rows, items, at, hovered, ...handlers }: RowsProps) {
  const opened = useUi(shownTag);
  const checked = useUi((ui) => ui.checkedTags);
  const kin = hovered ?? (opened === null ? undefined : digestOf(table.details.get(opened)));
  return items.map(({ index, start }) => {
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
        kin={digest !== undefined && digest === kin}
        {...handlers}
      />
    );
  });
}

/** Every tag of the repository in one list without pages. Only the rows on screen are in the document. */
export function TagGrid({ connection, repository, table, rows }: TagGridProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const opened = useUi(shownTag);
  const checked = useUi((ui) => ui.checkedTags);
  const runTagAction = useTagAction(connection, repository, table.details);
  const [hovered, setHovered] = useState<string>();
  const [menu, setMenu] = useState<MenuTarget>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => element.current,
    estimateSize: () => ROW,
    overscan: 10,
    paddingStart: HEADER,
    scrollPaddingStart: HEADER,
  });
  const { at, place, open, check, move } = useTagCursor(rows, (index) => virtual.scrollToIndex(index));
  const items = virtual.getVirtualItems();
  const onScreen = rows.slice(items[0]?.index ?? 0, (items.at(-1)?.index ?? 0) + 1);
  useReadOrder(table, opened === null ? onScreen : [opened, ...onScreen]);
  const reveal = useCallback(
    (index: number): void => {
      place(index);
      virtual.scrollToIndex(index);
    },
    [place, virtual],
  );
  useScrollToOpened(rows, opened, reveal);
  const openMenu = useCallback(
    (index: number, point: Omit<MenuTarget, 'tag'>): void => {
      place(index);
      const tag = rows[index];
      if (tag !== undefined) setMenu({ tag, ...point });
    },
    [rows, place],
  );
  const closeMenu = (): void => {
    setMenu(undefined);
    element.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== element.current) return;
    const box = document.getElementById(`tag-row-${at}`)?.getBoundingClientRect();
    const page = Math.max(1, Math.floor(((element.current?.clientHeight ?? 340) - HEADER) / ROW) - 1);
    const action = gridAction(event, { at, count: rows.length, page });
    const tag = rows[at];
    if (!action || tag === undefined) return;
    event.preventDefault();
    switch (action.kind) {
      case 'move':
        return move(action.index, action.extend);
      case 'open':
        return open(at);
      case 'check':
        return check(at, false);
      case 'menu':
        return openMenu(at, { x: (box?.left ?? 0) + 80, y: box?.bottom ?? 0 });
      default:
        return runTagAction(action.kind, tag);
    }
  };
  return (
    <>
      <div
        ref={element}
        role="grid"
        aria-label={t('tags.title')}
        aria-rowcount={rows.length + 1}
        aria-multiselectable="true"
        className={styles['grid']}
        tabIndex={0}
        aria-activedescendant={rows.length > 0 ? `tag-row-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <TagGridHeader rows={rows} checked={checked} />
        <div role="rowgroup" style={{ height: virtual.getTotalSize() - HEADER }}>
          <Rows
            table={table}
            rows={rows}
            items={items}
            at={at}
            hovered={hovered}
            onOpen={open}
            onCheck={check}
            onHover={setHovered}
            onMenu={openMenu}
          />
        </div>
      </div>
      {menu && (
        <TagMenu target={menu} connection={connection} repository={repository} detail={table.details.get(menu.tag)} onClose={closeMenu} />
      )}
    </>
  );
}
