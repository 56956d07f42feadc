import type { BlobReader } from '../blob-content.ts';
import type { Graph } from '../graph.ts';

/** One image of a file. `names` are what the file calls it; there may be none. */
export type FileImage = {
  readonly names: readonly string[];
  readonly graph: Graph;
  readonly read: BlobReader;
  /** Reads its layers and verifies them against its config, before anything of it is sent. @throws Failure IMAGE_FILE; the signal's reason. */
  readonly check: (signal: AbortSignal) => Promise<void>;
};

/** An image that a file names and does not have in full, and the first part that is missing. */
export type IncompleteImage = { readonly name: string; readonly part: string };

/** The images that a file has, and those that it only names. */
export type FileContent = { readonly images: readonly FileImage[]; readonly incomplete: readonly IncompleteImage[] };
