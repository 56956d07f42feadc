import { type KeyboardEvent, useRef } from 'react';
import { isTypedAhead, lineTyped, nothingTyped, typeAhead } from '../lib/type-ahead.ts';
import { isMenuKey } from './menu-keys.ts';

/** A line of a tree: its level from 1 on, and whether it is open where it can be. */
type TreeLine = { readonly level: number; readonly expanded: boolean | undefined };

type Tree = {
  readonly rows: readonly TreeLine[];
  readonly active: number;
  /** Moves the cursor to a line, and scrolls to it. */
  readonly goTo: (index: number) => void;
  /** Opens or closes a line that can be. */
  readonly toggle: (index: number) => void;
  readonly open: (index: number) => void;
  readonly menu: (index: number) => void;
  /** Whether the name of a line begins with this text, which is in lower case. */
  readonly begins: (index: number, text: string) => boolean;
};

/** How many lines of a list are in view, but one: that is where the next page goes on from. */
function pageOf(list: Element): number {
  const line = list.querySelector('[role="treeitem"], [role="row"]')?.clientHeight ?? 0;
  return line === 0 ? 1 : Math.max(1, Math.floor(list.clientHeight / line) - 1);
}

function parentOf(rows: readonly TreeLine[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let i = index - 1; i >= 0; i--) if ((rows[i]?.level ?? 0) < level) return i;
  return index;
}

/** What the keys of a tree do (WAI-ARIA tree view and treegrid patterns). */
function movesOf({ rows, active, goTo, toggle, open }: Tree, list: Element): Readonly<Record<string, () => void>> {
  const last = rows.length - 1;
  const row = rows[active];
  return {
    ArrowDown: () => goTo(Math.min(last, active + 1)),
    ArrowUp: () => goTo(Math.max(0, active - 1)),
    PageDown: () => goTo(Math.min(last, active + pageOf(list))),
    PageUp: () => goTo(Math.max(0, active - pageOf(list))),
    Home: () => goTo(0),
    End: () => goTo(last),
    ArrowRight: () => {
      if (row?.expanded === false) toggle(active);
      else if (row?.expanded) goTo(Math.min(last, active + 1));
    },
    ArrowLeft: () => {
      if (row?.expanded) toggle(active);
      else goTo(parentOf(rows, active));
    },
    Enter: () => row && open(active),
    ' ': () => row && open(active),
  };
}

/** The keys of a tree: moving, opening, and typing the beginning of a name. */
export function useTreeKeys(tree: Tree): (event: KeyboardEvent) => void {
  const typed = useRef(nothingTyped);
  return (event) => {
    const { rows, active, goTo, menu, begins } = tree;
    if (event.ctrlKey || event.metaKey || event.altKey || rows.length === 0) return;
    if (rows[active] && isMenuKey(event)) {
      event.preventDefault();
      return menu(active);
    }
    const move = movesOf(tree, event.currentTarget)[event.key];
    if (move) {
      event.preventDefault();
      move();
    } else if (isTypedAhead(event.key)) {
      typed.current = typeAhead(typed.current, event.key, event.timeStamp);
      const found = lineTyped(typed.current, active, rows.length, begins);
      if (found !== undefined) goTo(found);
    }
  };
}
