import type { BlobReader } from '../blob-content.ts';
import type { Graph } from '../graph.ts';

/** One image of an archive. `name` is what the archive calls it, which may be nothing. */
export type FileImage = {
  readonly name: string;
  readonly graph: Graph;
  readonly read: BlobReader;
  /** Reads its layers and holds them against its config, before anything of it is sent. @throws Failure ARCHIVE; the signal's reason. */
  readonly check: (signal: AbortSignal) => Promise<void>;
};

/** An image that an archive names and does not hold: its first part that is missing. */
export type IncompleteImage = { readonly name: string; readonly part: string };

/** What an archive holds, and what it only names. */
export type FileContent = { readonly images: readonly FileImage[]; readonly incomplete: readonly IncompleteImage[] };
