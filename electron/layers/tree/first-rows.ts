/** Rows of one answer, and characters of their texts: they go through the main thread, and names may have 4 KiB each. */
const MOST_ROWS = 5_000;
const MOST_TEXT = 2_000_000;

/** The rows that are told, from the first on. Pure. */
export function firstRows<T extends { readonly path: string; readonly target?: string | undefined }>(rows: readonly T[]): T[] {
  let text = 0;
  const end = rows.findIndex(({ path, target = '' }, n) => {
    text += path.length + target.length;
    return n >= MOST_ROWS || text > MOST_TEXT;
  });
  return rows.slice(0, end < 0 ? rows.length : Math.max(1, end));
}
