import type { SortColumn } from '../../../shared/contract/settings.ts';
import type { ReadTag, TagDetail } from '../../../shared/contract/tags.ts';
import { platformName } from '../../../shared/oci/manifest.ts';

export type Sort = { readonly column: SortColumn; readonly descending: boolean };

type Value = string | number | undefined;

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
 * The rows of the table: names that contain what was typed, in the order asked for. Sorting by a column covers what has been read; what has
 * not, and what is unknown, comes last in either direction. Pure.
 */
export function arrangeRows(
  names: readonly string[],
  details: ReadonlyMap<string, TagDetail>,
  filter: string,
  { column, descending }: Sort,
): readonly string[] {
  const needle = filter.trim().toLowerCase();
  const shown =
    needle === '' ? names : names.filter((name) => name.toLowerCase().includes(needle) || digestOf(details.get(name))?.includes(needle));
  if (column === 'tag') return descending ? shown.toReversed() : shown;
  const keyed = shown.map((name, place) => {
    const detail = details.get(name);
    return { name, place, value: detail?.state === 'read' ? cellValue(detail, column) : undefined };
  });
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined) return a.value === b.value ? a.place - b.place : a.value === undefined ? 1 : -1;
    return (descending ? compare(b.value, a.value) : compare(a.value, b.value)) || a.place - b.place;
  });
  return keyed.map((entry) => entry.name);
}

/** The digest of a row, once it is read. */
export function digestOf(detail: TagDetail | undefined): string | undefined {
  return detail?.state === 'read' ? detail.digest : undefined;
}

/** Every tag that was read to be on this digest. */
export function tagsOnDigest(details: ReadonlyMap<string, TagDetail>, digest: string): string[] {
  return [...details.values()].filter((detail) => digestOf(detail) === digest).map((detail) => detail.tag);
}
