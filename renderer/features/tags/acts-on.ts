import type { TagDetail } from '../../../shared/contract/tags.ts';
import { isTag } from './rows.ts';

/**
 * The rows that can be checked: the tags, but for those that were found deleted. "Changes only" lists deleted ones, and a tag may be deleted
 * while its repository is read.
 */
export const checkable = (rows: readonly string[], details: ReadonlyMap<string, TagDetail>): readonly string[] =>
  rows.filter((row) => isTag(row) && isThere(details, row));

/** Whether a tag was not found deleted. */
export const isThere = (details: ReadonlyMap<string, TagDetail>, tag: string): boolean => details.get(tag)?.state !== 'not-found';

/** Whether every row that can be checked is checked, of which there is one. Looks no further than to the first that is not. */
export function isAllChecked(rows: readonly string[], details: ReadonlyMap<string, TagDetail>, checked: ReadonlySet<string>): boolean {
  const isAll = checked.size > 0 && rows.every((row) => checked.has(row) || !isTag(row) || !isThere(details, row));
  return isAll && rows.some((row) => checked.has(row));
}

/** Whether these tags are ones that a person selected. */
export const isSelection = (checked: ReadonlySet<string>, tags: readonly string[]): boolean => tags.some((tag) => checked.has(tag));

/**
 * The one rule of what an action means. Keys and the toolbar mean the checked tags, or without any those of the row under the cursor (`row`). A
 * row (its menu) means the checked tags where one of its own is among them, else its own alone.
 */
export function actsOn(checked: ReadonlySet<string>, row: readonly string[], from: 'keys' | 'row' = 'keys'): readonly string[] {
  return (from === 'keys' ? checked.size > 0 : isSelection(checked, row)) ? [...checked] : row;
}

/** The checked tags without those that are not in the repository any more; the same set where all of them are. */
export function stillChecked(checked: ReadonlySet<string>, names: readonly string[]): ReadonlySet<string> {
  if (checked.size === 0) return checked;
  const left = new Set(names.filter((name) => checked.has(name)));
  return left.size === checked.size ? checked : left;
}

/** How many checked tags are not among the rows. */
export function hiddenOf(checked: ReadonlySet<string>, rows: readonly string[]): number {
  if (checked.size === 0) return 0;
  return checked.size - rows.filter((tag) => checked.has(tag)).length;
}
