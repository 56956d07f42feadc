import { hash } from 'node:crypto';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Descriptor } from '../../../shared/oci/manifest.ts';
import { readStargzToc, STARGZ_DIGEST, stargzFooter, stargzTail } from './estargz.ts';
import { type Toc, TocRefusal } from './toc.ts';
import { CHUNKED_FOOTER, type ChunkedPosition, chunkedFooter, chunkedPosition, readChunkedToc } from './zstd-chunked.ts';
import { readZtoc } from './ztoc.ts';

type Parts = readonly Uint8Array<ArrayBuffer>[];

/**
 * A table of contents as it was read, still packed, in parts that follow each other: joining, unpacking and checking it takes long, and is done in a
 * thread of its own.
 */
export type PackedToc =
  | { readonly kind: 'zstd-chunked'; readonly parts: Parts; readonly position: ChunkedPosition }
  | { readonly kind: 'estargz'; readonly parts: Parts; readonly offset: number; readonly digest: string }
  | { readonly kind: 'soci'; readonly parts: Parts; readonly layerSize: number; readonly digest: string };

/** A zTOC, which is not yet held against its digest. */
export type PackedZtoc = { readonly bytes: Uint8Array<ArrayBuffer>; readonly digest: string };

/** How parts of the layer are read. */
export type TocSource = {
  /** The bytes `from` up to `to` of the layer. */
  part(from: number, to: number): Promise<Buffer<ArrayBuffer>>;
  /** The zTOC that SOCI has of the layer. */
  ztoc(): Promise<PackedZtoc | undefined>;
};

type LayerFacts = Pick<Descriptor, 'size' | 'mediaType' | 'annotations'>;

/** Layers below this size are read whole as quickly as their end. */
const WORTH_ASKING = 1024 * 1024;

async function chunkedToc(position: ChunkedPosition, source: TocSource): Promise<PackedToc> {
  return { kind: 'zstd-chunked', parts: [await source.part(position.offset, position.offset + position.length)], position };
}

async function stargzToc(size: number, digest: string, source: TocSource): Promise<PackedToc> {
  const start = size - stargzTail(size);
  const tail = await source.part(start, size);
  const footer = stargzFooter(tail, size);
  const end = tail.subarray(Math.max(0, footer.offset - start), tail.length - footer.size);
  const parts = footer.offset >= start ? [end] : [await source.part(footer.offset, start), end];
  return { kind: 'estargz', parts, offset: footer.offset, digest };
}

/** Bytes of a layer that listing its files takes, as far as its manifest says: of its table of contents, else all. Pure. */
export function bytesToList({ size, annotations }: LayerFacts): number {
  const said = new Map(annotations);
  try {
    return chunkedPosition(said, size)?.length ?? (said.has(STARGZ_DIGEST) ? stargzTail(size) : size);
  } catch {
    return size;
  }
}

/**
 * Reads the table of contents that a layer has, by one or two requests; undefined where it has none. In the order of what costs least: the
 * annotations of zstd:chunked and eStargz say where it is, a zTOC is a document of its own, and the end of a layer may still tell.
 * @throws TocRefusal; Failure of the registry.
 */
export async function fetchToc({ size, mediaType, annotations }: LayerFacts, source: TocSource): Promise<PackedToc | undefined> {
  const said = new Map(annotations);
  const position = chunkedPosition(said, size);
  if (position) return chunkedToc(position, source);
  const digest = said.get(STARGZ_DIGEST);
  if (digest !== undefined) return stargzToc(size, digest, source);
  const ztoc = await source.ztoc();
  if (ztoc) return { kind: 'soci', parts: [ztoc.bytes], layerSize: size, digest: ztoc.digest };
  if (!mediaType.includes('zstd') || size < WORTH_ASKING) return undefined;
  const footer = chunkedFooter(await source.part(size - CHUNKED_FOOTER, size), size);
  return footer && chunkedToc(footer, source);
}

/** Unpacks and checks a table of contents. @throws TocRefusal. */
export function parseToc(packed: PackedToc): Toc {
  const [first = new Uint8Array()] = packed.parts;
  const bytes = packed.parts.length > 1 ? Buffer.concat(packed.parts) : Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  switch (packed.kind) {
    case 'zstd-chunked':
      return readChunkedToc(bytes, packed.position);
    case 'estargz':
      return readStargzToc(bytes, packed.offset, packed.digest);
    case 'soci':
      if (`sha256:${hash('sha256', bytes)}` !== packed.digest) throw new TocRefusal('digest');
      return readZtoc(bytes, packed.layerSize);
    default:
      return assertNever(packed);
  }
}
