import { type KeyboardEvent, useRef } from 'react';
import { isMac } from '../../../lib/platform.ts';
import { isTypedAhead, isTyping, nothingTyped, typeAhead } from '../../../lib/type-ahead.ts';
import { checkTags, useUi } from '../../../lib/ui-state.ts';
import { actsOn } from '../acts-on.ts';
import { toggleGroups } from '../groups/group-toggle.tsx';
import { type TagGroups, tagsOfRow } from '../groups/tag-groups.ts';
import { isTag } from '../rows.ts';
import { type GridAction, gridAction, type TagAction } from './grid-keys.ts';
import { rowTypedAhead } from './type-ahead.ts';
import type { useTagCursor } from './use-tag-cursor.ts';

type Grid = {
  /** Any key of the table, or of something in it. */
  readonly onKey: () => void;
  readonly groups: TagGroups;
  /** What Select all checks. */
  readonly all: () => readonly string[];
  readonly cursor: ReturnType<typeof useTagCursor>;
  /** How many rows a page has. */
  readonly page: () => number;
  readonly openMenu: (index: number) => void;
  readonly toggleFold: () => void;
  /** After a tag was opened: moves the focus to its detail. */
  readonly enterDetail: () => void;
  readonly run: (action: TagAction, tags: readonly string[]) => void;
};

/** Text that a person marked is what Ctrl C copies. */
const hasMarkedText = (): boolean => window.getSelection()?.isCollapsed === false;

function perform(action: GridAction, { groups, all, cursor, openMenu, toggleFold, enterDetail, run }: Grid): void {
  const { at, isLost } = cursor;
  const tag = isLost ? undefined : groups.rows[at];
  switch (action.kind) {
    case 'move':
      return cursor.move(action.index, action.extend);
    case 'check-all':
      return checkTags(new Set(all()));
    case 'group':
      return toggleGroups();
    case 'clear':
      return checkTags(new Set());
    case 'open':
    case 'check':
      if (tag === undefined) return;
      if (!isTag(tag)) return toggleFold();
      if (action.kind === 'check') return cursor.check(at, 'toggle');
      cursor.open(at);
      return enterDetail();
    case 'menu':
      if (tag !== undefined && isTag(tag)) openMenu(at);
      return;
    default: {
      const tags = actsOn(useUi.getState().checkedTags, tag === undefined ? [] : tagsOfRow(groups, tag));
      if (tags.length > 0) run(action.kind, tags);
    }
  }
}

/** The keys of the tag table: those of `gridAction`, and otherwise the beginning of a name, which moves to it. */
export function useGridKeys(grid: Grid): (event: KeyboardEvent) => void {
  const typed = useRef(nothingTyped);
  return (event) => {
    grid.onKey();
    if (event.target !== event.currentTarget) return;
    const { groups, cursor } = grid;
    const isCharacter = isTypedAhead(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
    const action =
      isCharacter && isTyping(typed.current, event.timeStamp)
        ? undefined
        : gridAction(event, { at: cursor.at, count: groups.rows.length, page: grid.page(), isLost: cursor.isLost }, isMac);
    if (action?.kind === 'copy-references' && hasMarkedText()) return;
    if (action?.kind === 'clear' && useUi.getState().checkedTags.size === 0) return;
    if (action) {
      event.preventDefault();
      typed.current = nothingTyped;
      return perform(action, grid);
    }
    if (!isCharacter) return;
    event.preventDefault();
    typed.current = typeAhead(typed.current, event.key, event.timeStamp);
    const index = rowTypedAhead(groups, cursor.at, typed.current);
    if (index !== undefined) cursor.move(index, false);
  };
}
