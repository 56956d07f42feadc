/** What of a key event decides what it does. */
export type PressedKey = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/** Where the cursor is: at which of how many rows, and how many rows a page has. */
export type GridPosition = { readonly at: number; readonly count: number; readonly page: number };

export type GridAction =
  | { readonly kind: 'move'; readonly index: number; readonly extend: boolean }
  | { readonly kind: 'open' | 'check' | 'menu' | 'retag' | 'copy-pull-command' | 'delete' };

const ACTIONS: Readonly<Record<string, GridAction>> = {
  Enter: { kind: 'open' },
  ' ': { kind: 'check' },
  ContextMenu: { kind: 'menu' },
  r: { kind: 'retag' },
  c: { kind: 'copy-pull-command' },
  Delete: { kind: 'delete' },
};

/** What a key does in the tag table; undefined for a key that is not the table's. */
export function gridAction(
  { key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey,
  { at, count, page }: GridPosition,
): GridAction | undefined {
  if (ctrlKey || metaKey || altKey || count === 0) return undefined;
  if (key === 'F10' && shiftKey) return { kind: 'menu' };
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const index = moves[key];
  if (index !== undefined) return { kind: 'move', index: Math.max(0, Math.min(count - 1, index)), extend: shiftKey };
  return ACTIONS[key.length === 1 ? key.toLowerCase() : key];
}
