import { assertNever } from '../../../shared/assert-never.ts';
import type { Descriptor } from '../../../shared/oci/manifest.ts';
import { readStargzToc, STARGZ_DIGEST, stargzFooter, stargzTail } from './estargz.ts';
import { MAX_TOC, type Toc, TocRefusal } from './toc.ts';
import { CHUNKED_FOOTER, type ChunkedPosition, chunkedFooter, chunkedPosition, readChunkedToc } from './zstd-chunked.ts';
import { readZtoc } from './ztoc.ts';

/** A table of contents as it was read, still packed: unpacking and checking it takes long, and is done in a thread of its own. */
export type PackedToc =
  | { readonly kind: 'zstd-chunked'; readonly bytes: Uint8Array; readonly position: ChunkedPosition }
  | { readonly kind: 'estargz'; readonly bytes: Uint8Array; readonly offset: number; readonly digest: string }
  | { readonly kind: 'soci'; readonly bytes: Uint8Array; readonly layerSize: number };

/** How parts of the layer are read. */
export type TocSource = {
  /** The bytes `from` up to `to` of the layer. */
  part(from: number, to: number): Promise<Buffer>;
  /** The zTOC that SOCI has of the layer, checked against its digest. */
  ztoc(): Promise<Buffer | undefined>;
};

type LayerFacts = Pick<Descriptor, 'size' | 'mediaType' | 'annotations'>;

/** Layers below this size are read whole as quickly as their end. */
const WORTH_ASKING = 1024 * 1024;

async function chunkedToc(position: ChunkedPosition, source: TocSource): Promise<PackedToc> {
  return { kind: 'zstd-chunked', bytes: await source.part(position.offset, position.offset + position.length), position };
}

async function stargzToc(size: number, digest: string, source: TocSource): Promise<PackedToc> {
  const start = size - stargzTail(size);
  const tail = await source.part(start, size);
  const footer = stargzFooter(tail, size);
  const end = tail.subarray(Math.max(0, footer.offset - start), tail.length - footer.size);
  const bytes = footer.offset >= start ? end : Buffer.concat([await source.part(footer.offset, start), end]);
  return { kind: 'estargz', bytes, offset: footer.offset, digest };
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
  if (ztoc && ztoc.length > MAX_TOC) throw new TocRefusal('too-large');
  if (ztoc) return { kind: 'soci', bytes: ztoc, layerSize: size };
  if (!mediaType.includes('zstd') || size < WORTH_ASKING) return undefined;
  const footer = chunkedFooter(await source.part(size - CHUNKED_FOOTER, size), size);
  return footer && chunkedToc(footer, source);
}

/** Unpacks and checks a table of contents. @throws TocRefusal. */
export function parseToc(packed: PackedToc): Toc {
  switch (packed.kind) {
    case 'zstd-chunked':
      return readChunkedToc(packed.bytes, packed.position);
    case 'estargz':
      return readStargzToc(packed.bytes, packed.offset, packed.digest);
    case 'soci':
      return readZtoc(Buffer.from(packed.bytes.buffer, packed.bytes.byteOffset, packed.bytes.byteLength), packed.layerSize);
    default:
      return assertNever(packed);
  }
}
