import { assertNever } from '../../../shared/assert-never.ts';
import type { FileMark } from '../../../shared/contract/files.ts';

/** What the files of an image are filtered by. */
export type FileFilter = {
  readonly text: string;
  readonly marks: readonly FileMark[];
  /** Bytes that a file has at least. */
  readonly minSize: number | undefined;
  /** Of the merged image: only what this layer added, changed or, where deleted files are shown, deleted. */
  readonly changedIn: number | undefined;
  /** Of the merged image: also what layers deleted. By itself it filters nothing. */
  readonly withDeleted: boolean;
  /** Only what was written for nothing, whatever else is asked for. */
  readonly isWasted: boolean;
};

export const NO_FILTER: FileFilter = {
  ...{ text: '', marks: [], minSize: undefined },
  ...{ changedIn: undefined, withDeleted: false, isWasted: false },
};

/** Sizes that are offered, in bytes. */
export const SIZES = [1_000_000, 10_000_000, 100_000_000] as const;

/** The marks that are offered. */
export const MARKS: readonly FileMark[] = ['on-path', 'set-uid', 'world-writable'];

/** A condition beside the text, as a button that removes it. */
export type Condition =
  | { readonly kind: 'mark'; readonly mark: FileMark }
  | { readonly kind: 'size'; readonly bytes: number }
  | { readonly kind: 'layer'; readonly number: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'wasted' };

export const isFiltering = ({ text, marks, minSize, changedIn, isWasted }: FileFilter): boolean =>
  isWasted || text.trim() !== '' || marks.length > 0 || minSize !== undefined || changedIn !== undefined;

/** A filter as it is for what is shown: what is about the merged image has no meaning in one layer, nor has what was wasted. Pure. */
export const filterIn = (filter: FileFilter, layer: number | undefined): FileFilter =>
  layer === undefined ? filter : { ...filter, changedIn: undefined, withDeleted: false, isWasted: false };

/** The conditions of a filter in the order of the menu. Pure. */
export function conditionsOf({ marks, minSize, changedIn, withDeleted, isWasted }: FileFilter): readonly Condition[] {
  if (isWasted) return [{ kind: 'wasted' }];
  return [
    ...MARKS.filter((mark) => marks.includes(mark)).map((mark) => ({ kind: 'mark', mark }) as const),
    ...(minSize === undefined ? [] : [{ kind: 'size', bytes: minSize } as const]),
    ...(changedIn === undefined ? [] : [{ kind: 'layer', number: changedIn } as const]),
    ...(withDeleted ? [{ kind: 'deleted' } as const] : []),
  ];
}

/** A filter with a mark more, or without it. Pure. */
export const withMark = (filter: FileFilter, mark: FileMark, isOn: boolean): FileFilter => ({
  ...filter,
  marks: isOn ? [...filter.marks.filter((one) => one !== mark), mark] : filter.marks.filter((one) => one !== mark),
});

/** A filter without a condition. Pure. */
export function withoutCondition(filter: FileFilter, condition: Condition): FileFilter {
  switch (condition.kind) {
    case 'mark':
      return withMark(filter, condition.mark, false);
    case 'size':
      return { ...filter, minSize: undefined };
    case 'layer':
      return { ...filter, changedIn: undefined };
    case 'deleted':
      return { ...filter, withDeleted: false };
    case 'wasted':
      return NO_FILTER;
    default:
      return assertNever(condition);
  }
}
