import type { Extent, SparseMap } from './sparse.ts';

/** sha256 of nothing. */
export const EMPTY_DIGEST = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Takes the content of one file. */
export type ContentSink = {
  write(bytes: Uint8Array): void;
  /** So many zeros, of a sparse file. */
  hole(length: number): void;
  /** All of it came. */
  end(): void;
};

/** The content of one entry on its way to a sink: bytes of a sparse file are put where they belong. */
export class Content {
  private readonly sink: ContentSink | undefined;
  private readonly map: SparseMap | undefined;
  private next = 0;
  private at = 0;

  constructor(sink: ContentSink | undefined, map: SparseMap | undefined) {
    this.sink = sink;
    this.map = map;
  }

  write(part: Buffer): void {
    if (!this.sink) return;
    if (!this.map) return this.sink.write(part);
    for (let from = 0; from < part.byteLength; ) {
      const extent = this.extent();
      // More bytes than the map names.
      if (!extent) return;
      this.fill(extent.offset);
      const piece = part.subarray(from, from + extent.offset + extent.length - this.at);
      this.sink.write(piece);
      from += piece.byteLength;
      this.at += piece.byteLength;
    }
  }

  /** The tar has no more of it. False where its map names more bytes than there are. */
  end(): boolean {
    // Nobody looked at it.
    if (!this.sink) return true;
    if (this.map && this.extent()) return false;
    if (this.map) this.fill(this.map.size);
    this.sink.end();
    return true;
  }

  private fill(end: number): void {
    if (end <= this.at) return;
    this.sink?.hole(end - this.at);
    this.at = end;
  }

  /** The extent that the next byte belongs to. */
  private extent(): Extent | undefined {
    const { extents } = this.map as SparseMap;
    for (; this.next < extents.length; this.next++) {
      const extent = extents[this.next] as Extent;
      if (extent.length > 0 && this.at < extent.offset + extent.length) return extent;
    }
    return undefined;
  }
}
