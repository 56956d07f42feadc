import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { isSame } from '../../../lib/use-same.ts';
import { digestOf, holdsReferrers, isTag } from '../rows.ts';

/** The rows of the table, and the tags that each stands for: one, or all that point to its image. */
export type TagGroups = {
  /** The first tag of each, in the order of the table; and the line that folds. */
  readonly rows: readonly string[];
  /** The tags of the rows that stand for several, by the row. */
  readonly several: ReadonlyMap<string, readonly string[]>;
  /** Tags of the same image that the filter hides, by the row. */
  readonly hidden: ReadonlyMap<string, readonly string[]>;
  /** The row of each tag that is not a row itself. */
  readonly rowOf: ReadonlyMap<string, string>;
};

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** A row a tag. */
export const ungrouped = (rows: readonly string[]): TagGroups => ({ rows, several: NONE, hidden: NONE, rowOf: NONE });

const add = (lists: Map<string, string[]>, row: string, ...tags: readonly string[]): void => {
  const list = lists.get(row);
  if (list) list.push(...tags);
  else lists.set(row, [...tags]);
};

/**
 * A row an image: the tags in `found`, which are in the order of the table, by their digest. A row is where the first of its tags was. Tags whose
 * digest is not known are rows of their own, and so are those that hold referrers. `names` has all tags, found or not. Linear in `names`.
 */
export function groupByImage(found: readonly string[], names: readonly string[], details: ReadonlyMap<string, TagDetail>): TagGroups {
  const digestIn = (tag: string): string | undefined => (holdsReferrers(tag) ? undefined : digestOf(details.get(tag)));
  const rows: string[] = [];
  const rowOfDigest = new Map<string, string>();
  const rowOf = new Map<string, string>();
  const several = new Map<string, string[]>();
  for (const tag of found) {
    const digest = isTag(tag) ? digestIn(tag) : undefined;
    const row = digest === undefined ? undefined : rowOfDigest.get(digest);
    if (row === undefined) {
      rows.push(tag);
      if (digest !== undefined) rowOfDigest.set(digest, tag);
    } else {
      if (several.has(row)) add(several, row, tag);
      else add(several, row, row, tag);
      rowOf.set(tag, row);
    }
  }
  const hidden = new Map<string, string[]>();
  const isFound = (tag: string, row: string): boolean => tag === row || rowOf.has(tag);
  for (const tag of found.length < names.length ? names : []) {
    const digest = digestIn(tag);
    const row = digest === undefined ? undefined : rowOfDigest.get(digest);
    if (row !== undefined && !isFound(tag, row)) add(hidden, row, tag);
  }
  return { rows, several, hidden, rowOf };
}

const isSameMap = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, isSameValue: (a: T, b: T | undefined) => boolean): boolean =>
  a === b || (a.size === b.size && [...a].every(([key, value]) => isSameValue(value, b.get(key))));

/** Whether the same tags are in the same rows. */
export function isSameGroups(a: TagGroups, b: TagGroups): boolean {
  const isSameList = (one: readonly string[], other: readonly string[] | undefined): boolean => other !== undefined && isSame(one, other);
  return isSame(a.rows, b.rows) && isSameMap(a.several, b.several, isSameList) && isSameMap(a.hidden, b.hidden, isSameList);
}

/** The tags of a row; none of the line that folds. */
export const tagsOfRow = ({ several }: TagGroups, row: string): readonly string[] => several.get(row) ?? (isTag(row) ? [row] : []);

/** The row in which a tag is. */
export const rowOfTag = ({ rowOf }: TagGroups, tag: string): string => rowOf.get(tag) ?? tag;

/** How many of the tags of a row are checked. */
export function checkedOf(tags: readonly string[], checked: ReadonlySet<string>): 'none' | 'some' | 'all' {
  if (checked.size === 0) return 'none';
  const count = tags.filter((tag) => checked.has(tag)).length;
  return count === 0 ? 'none' : count === tags.length ? 'all' : 'some';
}
