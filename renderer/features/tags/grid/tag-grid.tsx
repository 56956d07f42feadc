import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { shownTag } from '../../../lib/places.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { cellsOf } from '../../../ui/cells-of.ts';
import { checkable } from '../acts-on.ts';
import { PlatformRoom, TagRoom, useRooms } from '../columns/room.ts';
import { ShownColumns } from '../columns/shown-columns.ts';
import { TagGridHeader } from '../columns/tag-grid-header.tsx';
import { useShownColumns } from '../columns/use-shown-columns.ts';
import { rowOfTag, type TagGroups, tagsOfRow } from '../groups/tag-groups.ts';
import { showsPlatforms } from '../rows.ts';
import { type MenuTarget, TagMenu } from '../tag-menu.tsx';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';
import { useReferrers } from '../use-referrers.ts';
import { useTagAction } from '../use-tag-action.ts';
import { TagRows } from './tag-rows.tsx';
import { useGridKeys } from './use-grid-keys.ts';
import { useAnchoredScroll, useScrollToOpened } from './use-grid-scroll.ts';
import { useReadOrder } from './use-read-order.ts';
import { useTagCursor } from './use-tag-cursor.ts';
import { HEADER, ROW, useTagVirtual } from './use-tag-virtual.ts';

/** What the filter does with the table. */
export type GridHandle = {
  /** Moves the focus into the table, to this tag. */
  readonly enterAt: (tag: string) => void;
};

export type TagGridProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable;
  /** All that is found, and the rows in which it is shown. */
  readonly found: readonly string[];
  readonly groups: TagGroups;
  /** What is filtered by: other rows begin at the top. */
  readonly filtered: string;
  /** Words that are marked in the names, with spaces between them. */
  readonly hit: string;
  readonly enterDetail: () => void;
  /** Whether the pointer is on the table. */
  readonly onPoint: (isPointed: boolean) => void;
  readonly ref: Ref<GridHandle>;
};

/** Every tag of the repository in one list without pages. Only the rows on screen, and that of the cursor, are in the document. */
export function TagGrid({ connection, repository, table, found, groups, filtered, hit, enterDetail, onPoint, ref }: TagGridProps) {
  const { t } = useTranslation();
  const { rows } = groups;
  const element = useRef<HTMLDivElement>(null);
  const opened = useUi(shownTag);
  const checked = useUi((ui) => ui.checkedTags);
  const sort = useUi((ui) => ui.settings.sort);
  const run = useTagAction(connection, repository, table.details);
  const { toggle: toggleFold } = useReferrers();
  const { headers, rooms } = useRooms();
  const { ids, style, isOwn } = useShownColumns(table.details);
  const hasPlatforms = useMemo(() => showsPlatforms(table.details.values()), [table]);
  const [hovered, setHovered] = useState<string>();
  const [menu, setMenu] = useState<MenuTarget>();
  const cursor = useTagCursor(table, groups, (index) => virtual.scrollToIndex(index));
  const { at, isLost, place, placeAt, open, check } = cursor;
  const { virtual, near } = useTagVirtual(element, rows.length, at);
  const onScreen = rows.slice(...near);
  useReadOrder(table, opened === null ? onScreen : [opened, ...onScreen]);
  useAnchoredScroll(element, rows, `${filtered} ${sort.column} ${sort.descending}`, ROW);
  const reveal = useCallback(
    (index: number): void => {
      place(index);
      virtual.scrollToIndex(index);
    },
    [place, virtual],
  );
  useScrollToOpened(rows, opened === null ? null : rowOfTag(groups, opened), reveal);
  // A table that is replaced under the pointer is not left by it.
  useEffect(() => () => onPoint(false), [onPoint]);
  useImperativeHandle(ref, () => ({
    enterAt: (tag) => {
      element.current?.focus();
      placeAt(tag);
      virtual.scrollToIndex(Math.max(0, rows.indexOf(rowOfTag(groups, tag))));
    },
  }));
  const openMenu = useCallback(
    (index: number, point: Omit<MenuTarget, 'tag' | 'cells'>): void => {
      place(index);
      const tag = rows[index];
      if (tag !== undefined) setMenu({ tag, cells: cellsOf(document.getElementById(`tag-row-${index}`)), ...point });
    },
    [rows, place],
  );
  const openMenuByKey = (index: number): void => {
    const box = document.getElementById(`tag-row-${index}`)?.getBoundingClientRect();
    openMenu(index, { x: (box?.left ?? 0) + 48, y: box?.bottom ?? 0, at: 'point', from: 'keys' });
  };
  const page = (): number => Math.max(1, Math.floor(((element.current?.clientHeight ?? 340) - HEADER) / ROW) - 1);
  const onKeyDown = useGridKeys({
    // Who uses the keys wants to see what they do, wherever the pointer was left.
    onKey: () => onPoint(false),
    groups,
    all: () => checkable(found, table.details),
    cursor,
    page,
    openMenu: openMenuByKey,
    toggleFold,
    enterDetail,
    run,
  });
  return (
    <>
      <div
        ref={element}
        role="grid"
        aria-label={t('tags.title')}
        aria-rowcount={rows.length + 1}
        aria-multiselectable="true"
        data-platforms={isOwn ? 'own' : hasPlatforms}
        style={style}
        className={styles['grid']}
        tabIndex={0}
        aria-activedescendant={rows.length > 0 && !isLost ? `tag-row-${at}` : undefined}
        onKeyDown={onKeyDown}
        // A pointer that rests enters the table again when a dialog over it closes.
        onPointerMove={({ movementX, movementY }) => (movementX !== 0 || movementY !== 0) && onPoint(true)}
        onPointerLeave={() => onPoint(false)}
        // The menu key is a key of the table, and opens no menu of the browser.
        onContextMenu={(event) => event.preventDefault()}
        // From now on the cursor stays on this tag, wherever its row moves.
        onFocus={(event) => event.target === event.currentTarget && !isLost && place(at)}
      >
        <ShownColumns value={ids}>
          <TagGridHeader rows={found} details={table.details} checked={checked} measured={headers} />
          <div role="rowgroup" style={{ height: virtual.getTotalSize() - HEADER }}>
            <PlatformRoom value={rooms.platforms}>
              <TagRoom value={rooms.tag}>
                <TagRows
                  table={table}
                  groups={groups}
                  items={virtual.getVirtualItems()}
                  at={isLost ? undefined : at}
                  hit={hit}
                  hovered={hovered}
                  onOpen={open}
                  onEnter={enterDetail}
                  onCheck={check}
                  onHover={setHovered}
                  onMenu={openMenu}
                />
              </TagRoom>
            </PlatformRoom>
          </div>
        </ShownColumns>
      </div>
      {menu && (
        <TagMenu
          target={menu}
          row={tagsOfRow(groups, menu.tag)}
          connection={connection}
          repository={repository}
          table={table}
          onClose={() => {
            setMenu(undefined);
            element.current?.focus();
          }}
        />
      )}
    </>
  );
}
