import type { SortColumn } from '../../../shared/contract/settings.ts';
import type { ReadTag, TagDetail } from '../../../shared/contract/tags.ts';
import { platformName } from '../../../shared/oci/manifest.ts';

export type Sort = { readonly column: SortColumn; readonly descending: boolean };

type Value = string | number | undefined;

/** What a digest can contain. Looking up 100,000 digests costs more than comparing the names. */
const DIGEST_PART = /^[0-9a-fsh:]+$/;

function cellValue(detail: ReadTag, column: Exclude<SortColumn, 'tag'>): Value {
  switch (column) {
    case 'digest':
      return detail.digest;
    case 'kind':
      return detail.artifactType ?? detail.kind;
    case 'platforms':
      return detail.platforms.map(platformName).join(' ');
    case 'size':
      return detail.size;
    case 'created':
      return detail.created;
  }
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The rows of the table: names that contain what was typed, in the order asked for. Sorting by a column covers what has been read; the rest, and
 * what is unknown, comes last in either direction.
 */
export function arrangeRows(
  names: readonly string[],
  details: ReadonlyMap<string, TagDetail>,
  filter: string,
  { column, descending }: Sort,
): readonly string[] {
  const needle = filter.trim().toLowerCase();
  const mayBeDigest = DIGEST_PART.test(needle);
  const matches = (name: string): boolean =>
    name.toLowerCase().includes(needle) || (mayBeDigest && digestOf(details.get(name))?.includes(needle) === true);
  const shown = needle === '' ? names : names.filter(matches);
  if (column === 'tag') return descending ? shown.toReversed() : shown;
  const keyed = shown.map((name, order) => {
    const detail = details.get(name);
    return { name, order, value: detail?.state === 'read' ? cellValue(detail, column) : undefined };
  });
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined) return a.value === b.value ? a.order - b.order : a.value === undefined ? 1 : -1;
    return (descending ? compare(b.value, a.value) : compare(a.value, b.value)) || a.order - b.order;
  });
  return keyed.map((entry) => entry.name);
}

/** The digest of a row, once it is read. */
export function digestOf(detail: TagDetail | undefined): string | undefined {
  return detail?.state === 'read' ? detail.digest : undefined;
}

/** Every tag known to point to this digest. */
export function tagsOnDigest(details: ReadonlyMap<string, TagDetail>, digest: string): string[] {
  return [...details.values()].filter((detail) => digestOf(detail) === digest).map((detail) => detail.tag);
}

/** The keyboard cursor: a tag, with the index it had when the cursor came to it. */
export type Cursor = { readonly index: number; readonly tag: string | undefined };

/** The row of the cursor. It stays on its tag: rows move while they are read. */
export function cursorIndex(rows: readonly string[], { index, tag }: Cursor): number {
  const found = tag === undefined || rows[index] === tag ? index : rows.indexOf(tag);
  return Math.max(0, Math.min(found === -1 ? index : found, rows.length - 1));
}

/** The rows from one index to another, both included, in either direction. */
export const between = (rows: readonly string[], a: number, b: number): readonly string[] => rows.slice(Math.min(a, b), Math.max(a, b) + 1);
