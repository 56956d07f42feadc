import { type KeyboardEvent, useRef } from 'react';
import { isTypedAhead, nothingTyped, soughtBy, typeAhead } from '../../lib/type-ahead.ts';
import { isMenuKey } from '../../ui/menu-keys.ts';
import { findTyped, type TreeRow } from './tree.ts';

type Tree = {
  readonly rows: readonly TreeRow[];
  readonly active: number;
  /** Moves the cursor to a line, and scrolls to it. */
  readonly goTo: (index: number) => void;
  readonly toggle: (path: string) => void;
  readonly open: (row: TreeRow) => void;
  readonly menu: (row: TreeRow) => void;
};

const PAGE = 15;

function parentOf(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let i = index - 1; i >= 0; i--) if ((rows[i]?.level ?? 0) < level) return i;
  return index;
}

/** What the keys of a tree do (WAI-ARIA tree view pattern). */
function movesOf({ rows, active, goTo, toggle, open }: Tree): Readonly<Record<string, () => void>> {
  const last = rows.length - 1;
  const row = rows[active];
  return {
    ArrowDown: () => goTo(Math.min(last, active + 1)),
    ArrowUp: () => goTo(Math.max(0, active - 1)),
    PageDown: () => goTo(Math.min(last, active + PAGE)),
    PageUp: () => goTo(Math.max(0, active - PAGE)),
    Home: () => goTo(0),
    End: () => goTo(last),
    ArrowRight: () => {
      if (row?.expanded === false) toggle(row.node.path);
      else if (row?.expanded) goTo(Math.min(last, active + 1));
    },
    ArrowLeft: () => {
      if (row?.expanded) toggle(row.node.path);
      else goTo(parentOf(rows, active));
    },
    Enter: () => row && open(row),
    ' ': () => row && open(row),
  };
}

/** The keys of the tree: moving, opening, and typing the beginning of a name. */
export function useTreeKeys(tree: Tree): (event: KeyboardEvent) => void {
  const typed = useRef(nothingTyped);
  return (event) => {
    const { rows, active, goTo, menu } = tree;
    if (event.ctrlKey || event.metaKey || event.altKey || rows.length === 0) return;
    const row = rows[active];
    if (row && isMenuKey(event)) {
      event.preventDefault();
      return menu(row);
    }
    const move = movesOf(tree)[event.key];
    if (move) {
      event.preventDefault();
      move();
    } else if (isTypedAhead(event.key)) {
      typed.current = typeAhead(typed.current, event.key, event.timeStamp);
      const { text, fromNext } = soughtBy(typed.current);
      const found = findTyped(rows, fromNext ? active + 1 : active, text);
      if (found >= 0) goTo(found);
    }
  };
}
