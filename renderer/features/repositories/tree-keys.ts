import type { KeyboardEvent } from 'react';
import type { TreeRow } from './tree.ts';

type Tree = {
  readonly rows: readonly TreeRow[];
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly toggle: (path: string) => void;
  readonly open: (row: TreeRow) => void;
};

const PAGE = 15;

function parentOf(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let i = index - 1; i >= 0; i--) if ((rows[i]?.level ?? 0) < level) return i;
  return index;
}

/** The keys of a tree (WAI-ARIA tree view pattern). */
export function treeKeys({ rows, active, setActive, toggle, open }: Tree): (event: KeyboardEvent) => void {
  const last = rows.length - 1;
  const row = rows[active];
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setActive(Math.min(last, active + 1)),
    ArrowUp: () => setActive(Math.max(0, active - 1)),
    PageDown: () => setActive(Math.min(last, active + PAGE)),
    PageUp: () => setActive(Math.max(0, active - PAGE)),
    Home: () => setActive(0),
    End: () => setActive(last),
    ArrowRight: () => {
      if (row?.expanded === false) toggle(row.node.path);
      else if (row?.expanded) setActive(Math.min(last, active + 1));
    },
    ArrowLeft: () => {
      if (row?.expanded) toggle(row.node.path);
      else setActive(parentOf(rows, active));
    },
    Enter: () => row && open(row),
    ' ': () => row && open(row),
  };
  return (event) => {
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (!move || last < 0) return;
    event.preventDefault();
    move();
  };
}
