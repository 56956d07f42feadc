import { zstdDecompressSync } from 'node:zlib';
import { digestOf } from '../../registry/digest.ts';
import { readJsonToc, type TocChunk, type TocItem } from './json-toc.ts';
import { checkPlaces } from './places.ts';
import { type FilePlace, MAX_TOC, type Toc, TocRefusal } from './toc.ts';

type Annotations = ReadonlyMap<string, string>;

/** Where the table of contents of a zstd:chunked layer is, in bytes, and what proves it. */
export type ChunkedPosition = {
  readonly offset: number;
  readonly length: number;
  readonly unpacked: number;
  /** sha256 of the packed table; undefined where the annotations were lost. */
  readonly checksum: string | undefined;
  /** sha256 of the table itself, which stargz-snapshotter adds. */
  readonly digest?: string;
};

const PREFIXES = ['io.github.containers.zstd-chunked.', 'io.containers.zstd-chunked.'] as const;
const STARGZ_DIGEST = 'containerd.io/snapshot/stargz/toc.digest';
const POSITION = /^(\d{1,16}):(\d{1,16}):(\d{1,16}):1$/;

function checked(position: ChunkedPosition, layerSize: number): ChunkedPosition {
  const { offset, length, unpacked } = position;
  if (length > MAX_TOC || unpacked > MAX_TOC) throw new TocRefusal('too-large');
  if (![offset, length, unpacked].every(Number.isSafeInteger) || length === 0 || offset + length > layerSize)
    throw new TocRefusal('not-in-the-layer');
  return position;
}

/**
 * Where the annotations of a layer say that its table of contents is (`pkg/chunked/internal/minimal/compression.go` of containers/storage; the older
 * prefix is what skopeo 1.9 writes). Undefined where they say nothing. @throws TocRefusal.
 */
export function chunkedPosition(annotations: Annotations, layerSize: number): ChunkedPosition | undefined {
  const prefix = PREFIXES.find((start) => annotations.has(`${start}manifest-position`));
  if (prefix === undefined) return undefined;
  const parts = POSITION.exec(annotations.get(`${prefix}manifest-position`) ?? '');
  if (!parts) throw new TocRefusal('unreadable');
  const [offset = 0, length = 0, unpacked = 0] = parts.slice(1).map(Number);
  const checksum = annotations.get(`${prefix}manifest-checksum`);
  if (checksum === undefined) throw new TocRefusal('digest');
  const digest = annotations.get(STARGZ_DIGEST);
  // containers refuses such a layer: two tables could be meant.
  if (digest !== undefined && prefix === PREFIXES[0]) throw new TocRefusal('two-digests');
  return checked({ offset, length, unpacked, checksum, ...(digest === undefined ? {} : { digest }) }, layerSize);
}

/** Bytes at the end of a layer that tell where the table is. */
export const CHUNKED_FOOTER = 72;
/** A skippable frame of zstd: its magic number and the size of what follows. */
const FRAME = 0x184d2a50;
const FOOTERS = [64, 40] as const;
const MAGIC = ['GNUlInUx', 'GnUlInUx'];

/** The same by the last {@link CHUNKED_FOOTER} bytes of the layer, for one that has lost its annotations. Undefined where they are something else. */
export function chunkedFooter(tail: Buffer, layerSize: number): ChunkedPosition | undefined {
  if (!MAGIC.includes(tail.toString('latin1', tail.length - 8))) return undefined;
  const size = FOOTERS.find((length) => {
    const frame = tail.length - length - 8;
    return frame >= 0 && tail.readUInt32LE(frame) === FRAME && tail.readUInt32LE(frame + 4) === length;
  });
  if (size === undefined) return undefined;
  const number = (n: number): number => Number(tail.readBigUInt64LE(tail.length - size + 8 * n));
  if (number(3) !== 1) throw new TocRefusal('unreadable');
  return checked({ offset: number(0), length: number(1), unpacked: number(2), checksum: undefined }, layerSize);
}

function placeOf({ entry, chunks }: TocItem): FilePlace {
  const [first] = chunks as readonly [TocChunk, ...TocChunk[]];
  // The pieces are frames that follow one another: together they are the file.
  const to = first.endOffset;
  if (to === undefined || chunks.some(({ offset }, n) => n > 0 && (offset < (chunks[n - 1]?.offset ?? 0) || offset > to)))
    throw new TocRefusal('position');
  const { size, digest } = entry;
  const parts = [{ from: first.offset, to, skip: 0, size }];
  return digest === undefined ? { packing: 'zstd', size, parts } : { packing: 'zstd', size, digest, parts };
}

/** Unpacks and checks a table of contents, as it was read from where `position` says. @throws TocRefusal. */
export function readChunkedToc(packed: Uint8Array, position: ChunkedPosition): Toc {
  if (position.checksum !== undefined && digestOf(packed) !== position.checksum) throw new TocRefusal('digest');
  let text: Buffer;
  try {
    text = zstdDecompressSync(packed, { maxOutputLength: position.unpacked });
  } catch {
    throw new TocRefusal('unreadable');
  }
  if (text.length !== position.unpacked) throw new TocRefusal('unreadable');
  if (position.digest !== undefined && digestOf(text) !== position.digest) throw new TocRefusal('digest');
  const { entries, places } = readJsonToc(text.toString('utf8'), () => placeOf);
  checkPlaces(places, position.offset);
  return { format: 'zstd-chunked', entries, places };
}
