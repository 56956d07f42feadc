import type { SetYield } from '../../../shared/contract/clean-up.ts';
import type { Action, PlannedRow } from './clean-up-rows.ts';

type Shown = 'all' | Action;
export type SortColumn = 'tag' | 'created' | 'size' | 'reason';

/** How a dry run is shown. Without a column, images with something to delete come first. */
export type DryRunView = {
  readonly shown: Shown;
  readonly filter: string;
  /** Of several repositories the one that is shown; null for all. */
  readonly repository: string | null;
  readonly sort: { readonly column: SortColumn; readonly descending: boolean } | null;
  /** Tags of one image stay together. */
  readonly isGrouped: boolean;
};

export const firstView: DryRunView = { shown: 'all', filter: '', repository: null, sort: null, isGrouped: true };

/** The next order after a click on a column: one way, the other, then as at first. What is large is what a person looks for. */
export function nextSort(sort: DryRunView['sort'], column: SortColumn): DryRunView['sort'] {
  const first = column === 'size';
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : null;
}

/** How many repositories a dry run has read, the one that it reads in part. */
export function repositoriesRead({ read, total, done, of }: { read: number; total: number; done: number; of: number }): number {
  return Math.min(of, done + (total > 0 ? read / total : 0));
}

/** The repositories of a dry run with the sum of their images' sizes, each image once, the largest first. Pure. */
export function repositorySizes(rows: readonly PlannedRow[]): readonly { readonly repository: string; readonly size: number }[] {
  const sizes = new Map<string, Map<string, number>>();
  for (const { repository, digest, size = 0 } of rows) {
    const images = sizes.get(repository) ?? new Map<string, number>();
    sizes.set(repository, images.set(digest, size));
  }
  return [...sizes]
    .map(([repository, images]) => ({ repository, size: [...images.values()].reduce((sum, size) => sum + size, 0) }))
    .sort((a, b) => b.size - a.size || (a.repository < b.repository ? -1 : 1));
}

/** What the box over all shown rows says, and what it does: the first click keeps what would be deleted. */
export function decisionOfAll(rows: readonly PlannedRow[]): { readonly state: 'all' | 'some' | 'none'; readonly next: Action } {
  const deleted = rows.filter(({ action }) => action === 'delete').length;
  if (deleted === 0) return { state: 'none', next: 'delete' };
  return { state: deleted === rows.length ? 'all' : 'some', next: 'keep' };
}

const imageOf = ({ repository, digest }: PlannedRow): string => `${repository} ${digest}`;

/** What the rules said, before the person's edits: an edit moves no row. */
const wasDeleted = ({ action, edited }: PlannedRow): boolean => (action === 'delete') !== edited;

/** Compares two rows by a column; unknown values come last in both directions. */
function compare(a: PlannedRow, b: PlannedRow, column: SortColumn, factor: number): number {
  if (column === 'size' || column === 'created') {
    const x = a[column];
    const y = b[column];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
    return (x < y ? -1 : x > y ? 1 : 0) * factor;
  }
  const [x, y] = column === 'tag' ? [a.tag, b.tag] : [`${a.reason} ${a.rule}`, `${b.reason} ${b.rule}`];
  return x.localeCompare(y, undefined, { numeric: true }) * factor;
}

function groupsOf(rows: readonly PlannedRow[], isGrouped: boolean): PlannedRow[][] {
  const groups = new Map<string, PlannedRow[]>();
  for (const row of rows) {
    const key = isGrouped ? imageOf(row) : row.key;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** The rows that are shown, in their order. Rows that were edited stay, so that none disappears under the pointer. Pure. */
export function rowsShown(rows: readonly PlannedRow[], { shown, filter, repository: only, sort, isGrouped }: DryRunView): PlannedRow[] {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const isMatch = ({ repository, tag, digest }: PlannedRow): boolean => {
    const text = `${repository}:${tag} ${digest}`.toLowerCase();
    return (only === null || repository === only) && words.every((word) => text.includes(word));
  };
  const visible = rows.filter((row) => (shown === 'all' || row.action === shown || row.edited) && isMatch(row));
  const groups = groupsOf(visible, isGrouped);
  if (!sort) return [...groups.filter((group) => group.some(wasDeleted)), ...groups.filter((group) => !group.some(wasDeleted))].flat();
  const factor = sort.descending ? -1 : 1;
  const sorted = groups.map((group) => group.toSorted((a, b) => compare(a, b, sort.column, factor)));
  return sorted
    .sort((a, b) => {
      const [x] = a;
      const [y] = b;
      return x && y ? compare(x, y, sort.column, factor) : 0;
    })
    .flat();
}

/** The sets of rules that would free more than `freed` bytes, the greatest first. */
export const greaterYields = (yields: readonly SetYield[], freed: number): SetYield[] =>
  yields.filter(({ bytesFreed }) => bytesFreed > freed).sort((a, b) => b.bytesFreed - a.bytesFreed);

/** The rows that would be deleted and that people would miss: floating tags and the newest release. */
export const missedIn = (rows: readonly PlannedRow[]): PlannedRow[] =>
  rows.filter(({ action, role }) => action === 'delete' && role !== undefined);
