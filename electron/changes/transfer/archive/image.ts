import type { BlobReader } from '../copy/content.ts';
import type { Graph } from '../copy/graph.ts';

/** One image of an archive. `name` is what the archive calls it, which may be nothing. */
export type ArchivedImage = {
  readonly name: string;
  readonly graph: Graph;
  readonly read: BlobReader;
  /** Reads its layers and holds them against its config, before anything of it is sent. @throws Failure ARCHIVE; the signal's reason. */
  readonly check: (signal: AbortSignal) => Promise<void>;
};

/** An image that an archive names and does not hold: its first part that is missing. */
export type IncompleteImage = { readonly name: string; readonly part: string };

/** What an archive holds, and what it only names. */
export type ArchiveContent = { readonly images: readonly ArchivedImage[]; readonly incomplete: readonly IncompleteImage[] };
