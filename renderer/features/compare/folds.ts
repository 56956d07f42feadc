import type { Mark } from '../../../shared/compare/pairs.ts';

/** A row as it is shown, or equal rows that are folded, by the place of the first of them. */
export type Shown<T> =
  | { readonly kind: 'row'; readonly row: T; readonly at: number }
  | { readonly kind: 'fold'; readonly rows: readonly T[]; readonly at: number };

/** Rows in their order, with equal ones that follow each other folded. A single one takes no more room than its fold, and is shown. Pure. */
export function foldEqual<T extends { readonly mark: Mark }>(rows: readonly T[]): readonly Shown<T>[] {
  const shown: Shown<T>[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (rows[end]?.mark === 'same') end++;
    if (end - at > 1) shown.push({ kind: 'fold', rows: rows.slice(at, end), at });
    else shown.push({ kind: 'row', row: rows[at] as T, at });
    at = Math.max(end, at + 1);
  }
  return shown;
}

/** What differs, and what is equal after it. Pure. */
export function equalLast<T extends { readonly mark: Mark }>(
  rows: readonly T[],
): { readonly differing: readonly T[]; readonly equal: readonly T[] } {
  return { differing: rows.filter(({ mark }) => mark !== 'same'), equal: rows.filter(({ mark }) => mark === 'same') };
}
