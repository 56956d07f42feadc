import type { ReadTag, TagDetail } from '../../shared/contract/tags.ts';

/** Some of the rows that a repository had at `asOf` (ms since 1970). The first part names all tags, a line each, in the order in which they are shown. */
export type RememberedRows = { readonly asOf: number; readonly names: string; readonly rows: readonly ReadTag[] };

/** What is remembered of the tags of one repository; handed in, so that this folder knows no storage. Never fails. */
export type TagMemory = {
  /** Tells `onRows` of all rows in their order; of none where nothing is remembered. */
  recall(onRows: (rows: RememberedRows) => void): Promise<void>;
  /** Where tags point now. */
  saw(details: readonly TagDetail[]): void;
  /** All tags were read, or could not be: what is not among those that were seen is gone. */
  sawAll(): void;
};
