/** What of a key event decides what it does. */
export type PressedKey = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/** Where the cursor is: at which of how many rows, how many rows a page has, and whether its tag was deleted. */
export type GridPosition = { readonly at: number; readonly count: number; readonly page: number; readonly isLost?: boolean };

/** What is done with the tags that a key acts on. */
export type TagAction = 'retag' | 'copy-pull-command' | 'copy-references' | 'compare' | 'delete';

export type GridAction =
  | { readonly kind: 'move'; readonly index: number; readonly extend: boolean }
  | { readonly kind: 'open' | 'check' | 'check-all' | 'clear' | 'menu' | 'group' | TagAction };

const ACTIONS: Readonly<Record<string, GridAction>> = {
  Enter: { kind: 'open' },
  ' ': { kind: 'check' },
  Escape: { kind: 'clear' },
  ContextMenu: { kind: 'menu' },
  r: { kind: 'retag' },
  c: { kind: 'copy-pull-command' },
  Delete: { kind: 'delete' },
};

const WITH_MOD: Readonly<Record<string, GridAction>> = {
  a: { kind: 'check-all' },
  c: { kind: 'copy-references' },
  d: { kind: 'compare' },
  g: { kind: 'group' },
};

const lower = (key: string): string => (key.length === 1 ? key.toLowerCase() : key);

/** What a key does in the tag table; undefined for a key that is not the table's. A Mac's keyboard has no Delete but Backspace. */
export function gridAction(
  { key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey,
  { at, count, page, isLost = false }: GridPosition,
  isMac = false,
): GridAction | undefined {
  if (altKey || count === 0) return undefined;
  if (ctrlKey || metaKey) return shiftKey || (ctrlKey && metaKey) ? undefined : WITH_MOD[lower(key)];
  if (key === 'F10' && shiftKey) return { kind: 'menu' };
  if (key === 'Backspace') return isMac ? { kind: 'delete' } : undefined;
  // The row below a deleted one now stands in its place.
  const next = isLost ? at : at + 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: next,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const index = moves[key];
  if (index !== undefined) return { kind: 'move', index: Math.max(0, Math.min(count - 1, index)), extend: shiftKey };
  return ACTIONS[lower(key)];
}
