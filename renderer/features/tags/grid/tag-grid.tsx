import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { observeSize } from '../../../lib/observe-size.ts';
import { shownTag } from '../../../lib/places.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { PlatformRoom, usePlatformRoom } from '../columns/platform-room.ts';
import { ShownColumns } from '../columns/shown-columns.ts';
import { TagGridHeader } from '../columns/tag-grid-header.tsx';
import { useShownColumns } from '../columns/use-shown-columns.ts';
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

/** px */
const ROW = 34;
const HEADER = 31;
/** The height of the table when it was last drawn, in px: with it the first rows are drawn before it is measured. */
let lastHeight = Math.max(0, window.innerHeight - 190);
/** Rows outside the view that are drawn, too: few, because a table that is scrolled far draws all of them anew for each frame. */
const OVERSCAN = 3;
/** Rows outside the view that are read before others. */
const READ_AHEAD = 10;

/** What the filter does with the table. */
export type GridHandle = {
  /** Moves the focus into the table, to this tag. */
  readonly enterAt: (tag: string) => void;
};

export type TagGridProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable;
  readonly rows: readonly string[];
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
export function TagGrid({ connection, repository, table, rows, filtered, hit, enterDetail, onPoint, ref }: TagGridProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const opened = useUi(shownTag);
  const checked = useUi((ui) => ui.checkedTags);
  const sort = useUi((ui) => ui.settings.sort);
  const run = useTagAction(connection, repository, table.details);
  const { toggle: toggleFold } = useReferrers();
  const { ref: platforms, room } = usePlatformRoom();
  const { ids, style, isOwn } = useShownColumns(table.details);
  const hasPlatforms = useMemo(() => showsPlatforms(table.details.values()), [table]);
  const [hovered, setHovered] = useState<string>();
  const [menu, setMenu] = useState<MenuTarget>();
  const cursor = useTagCursor(table, rows, (index) => virtual.scrollToIndex(index));
  const { at, isLost, place, open, check } = cursor;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => element.current,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
    observeElementRect: observeSize,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), at])].sort((a, b) => a - b),
    paddingStart: HEADER,
    scrollPaddingStart: HEADER,
    initialRect: { width: 0, height: lastHeight },
  });
  useEffect(() => {
    if (virtual.scrollRect) lastHeight = virtual.scrollRect.height;
  });
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const onScreen = rows.slice(Math.max(0, startIndex - READ_AHEAD), endIndex + READ_AHEAD + 1);
  useReadOrder(table, opened === null ? onScreen : [opened, ...onScreen]);
  useAnchoredScroll(element, rows, `${filtered} ${sort.column} ${sort.descending}`, ROW);
  const reveal = useCallback(
    (index: number): void => {
      place(index);
      virtual.scrollToIndex(index);
    },
    [place, virtual],
  );
  useScrollToOpened(rows, opened, reveal);
  // A table that is replaced under the pointer is not left by it.
  useEffect(() => () => onPoint(false), [onPoint]);
  useImperativeHandle(ref, () => ({
    enterAt: (tag) => {
      element.current?.focus();
      reveal(Math.max(0, rows.indexOf(tag)));
    },
  }));
  const openMenu = useCallback(
    (index: number, point: Omit<MenuTarget, 'tag'>): void => {
      place(index);
      const tag = rows[index];
      if (tag !== undefined) setMenu({ tag, ...point });
    },
    [rows, place],
  );
  const openMenuByKey = (index: number): void => {
    const box = document.getElementById(`tag-row-${index}`)?.getBoundingClientRect();
    openMenu(index, { x: (box?.left ?? 0) + 48, y: box?.bottom ?? 0, at: 'point', from: 'keys' });
  };
  const page = (): number => Math.max(1, Math.floor(((element.current?.clientHeight ?? 340) - HEADER) / ROW) - 1);
  const onKeyDown = useGridKeys({ rows, details: table.details, cursor, page, openMenu: openMenuByKey, toggleFold, enterDetail, run });
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
        onPointerEnter={() => onPoint(true)}
        onPointerLeave={() => onPoint(false)}
        // The menu key is a key of the table, and opens no menu of the browser.
        onContextMenu={(event) => event.preventDefault()}
        // From now on the cursor stays on this tag, wherever its row moves.
        onFocus={(event) => event.target === event.currentTarget && !isLost && place(at)}
      >
        <ShownColumns value={ids}>
          <TagGridHeader rows={rows} details={table.details} checked={checked} platforms={platforms} />
          <div role="rowgroup" style={{ height: virtual.getTotalSize() - HEADER }}>
            <PlatformRoom value={room}>
              <TagRows
                table={table}
                rows={rows}
                items={virtual.getVirtualItems()}
                at={isLost ? undefined : at}
                hit={hit}
                hovered={hovered}
                onOpen={open}
                onCheck={check}
                onHover={setHovered}
                onMenu={openMenu}
              />
            </PlatformRoom>
          </div>
        </ShownColumns>
      </div>
      {menu && (
        <TagMenu
          target={menu}
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
