import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { TocReason } from '../../../shared/files/toc-reason.ts';

/** Where in a deflate stream unpacking can begin: a block boundary (zlib's `examples/zran.c`). */
export type RestartPoint = {
  /** Offset of the first byte of the layer that is needed. */
  readonly from: number;
  /** Bits of that byte that belong to the block before: 0 to 7. */
  readonly bits: number;
  /** Offset in the unpacked stream. */
  readonly out: number;
  /** The last unpacked bytes before, at most 32 KiB. */
  readonly window: Uint8Array;
};

/** Bytes `from` up to `to` of the layer unpack by themselves; the content is the `size` bytes after the first `skip` of them. */
export type PlacePart = {
  readonly from: number;
  readonly to: number;
  readonly skip: number;
  readonly size: number;
  /** sha256 of those bytes. */
  readonly digest?: string;
  /** Where they begin inside a deflate stream. */
  readonly point?: RestartPoint;
};

/** Bytes of the layer that have a digest of their own. */
export type PackedSpan = { readonly from: number; readonly to: number; readonly digest: string };

/** Where the content of one file is in its layer: parts in their order, each behind the one before. */
export type FilePlace = {
  readonly packing: 'none' | 'gzip' | 'zstd' | 'deflate';
  readonly size: number;
  /** sha256 of the content. */
  readonly digest?: string;
  readonly parts: readonly PlacePart[];
  /** What proves the bytes of the layer, where the content has no digest. */
  readonly spans?: readonly PackedSpan[];
};

/** A layer as its table of contents lists it. `places` has every file that is not empty, by its path. */
export type Toc = {
  readonly format: 'zstd-chunked' | 'estargz' | 'soci';
  readonly entries: readonly FileEntry[];
  readonly places: ReadonlyMap<string, FilePlace>;
};

const MiB = 1024 * 1024;
/** Bytes of a table of contents, packed and unpacked: that of 200,000 files has about 60 MiB. */
export const MAX_TOC = 64 * MiB;
export const MAX_TOC_ENTRIES = 1_000_000;

/** A table of contents that cannot be used; the layer itself may still be read. */
export class TocRefusal extends Error {
  readonly reason: TocReason;

  constructor(reason: TocReason) {
    super(reason);
    this.reason = reason;
  }
}
