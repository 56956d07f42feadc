import { soughtBy, type TypedAhead } from '../../../lib/type-ahead.ts';

/** The row that is meant by what was typed: the next from the cursor on, and then from the top, that begins with it; a leading `v` is no difference. */
export function rowTypedAhead(rows: readonly string[], at: number, typed: TypedAhead): number | undefined {
  const { text, fromNext } = soughtBy(typed);
  const begins = (row: string): boolean => row.startsWith(text) || row.startsWith(`v${text}`);
  for (let i = 0; i < rows.length; i++) {
    const index = (at + (fromNext ? 1 : 0) + i) % rows.length;
    if (begins(rows[index]?.toLowerCase() ?? '')) return index;
  }
  return undefined;
}
