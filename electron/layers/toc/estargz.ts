import { gunzipSync } from 'node:zlib';
import { digestOf } from '../../registry/digest.ts';
import { type Fields, numberOf, type PlaceOf, readJsonToc, type TocChunk, type TocItem } from './json-toc.ts';
import { checkPlaces, joined } from './places.ts';
import { type FilePlace, MAX_TOC, type PlacePart, type Toc, TocRefusal } from './toc.ts';

const KiB = 1024;
const MiB = KiB * KiB;
/** The digest of the table of contents, as an annotation of the layer: without it nothing proves the table. */
export const STARGZ_DIGEST = 'containerd.io/snapshot/stargz/toc.digest';
/** The name of the table in its own tar. */
const TOC_NAME = 'stargz.index.json';
/** Files that tell a snapshotter what to read first, and no files of the image. */
const LANDMARKS = new Set(['.prefetch.landmark', '.no.prefetch.landmark', TOC_NAME]);
/** Whether a file of an eStargz layer belongs to the format, and not to the image. */
export const isStargzOwn = (path: string): boolean => LANDMARKS.has(path);

/** Bytes at the end of the layer that are read first: the footer, and for most layers the whole table. */
export function stargzTail(layerSize: number): number {
  const share = Math.min(Math.ceil(layerSize / 200), Math.max(MiB, Math.ceil(layerSize / 400)), 4 * MiB);
  return Math.min(layerSize, Math.max(64 * KiB, share));
}

type Footer = { readonly offset: number; readonly size: number };

const FOOTER_SIZE = 51;
const LEGACY_SIZE = 47;
const EXTRA = /^([0-9a-f]{16})STARGZ$/;

/**
 * Where the table begins, by an empty gzip member whose extra field says it (`estargz/estargz.go` of stargz-snapshotter). @throws TocRefusal, also
 * for a table that is in another image.
 */
export function stargzFooter(tail: Buffer, layerSize: number): Footer {
  for (const [size, at, xlen] of [
    [FOOTER_SIZE, 16, 26],
    [LEGACY_SIZE, 12, 22],
  ] as const) {
    const start = tail.length - size;
    if (start < 0 || tail.readUInt32BE(start) !== 0x1f8b0804 || tail.readUInt16LE(start + 10) !== xlen) continue;
    if (size === FOOTER_SIZE && tail.toString('latin1', start + 12, start + 16) !== 'SG\x16\0') continue;
    const digits = EXTRA.exec(tail.toString('latin1', start + at, start + at + 22))?.[1];
    if (digits === undefined) continue;
    const offset = Number(`0x${digits}`);
    if (!Number.isSafeInteger(offset) || offset >= layerSize - size) throw new TocRefusal('not-in-the-layer');
    if (layerSize - size - offset > MAX_TOC) throw new TocRefusal('too-large');
    return { offset, size };
  }
  throw new TocRefusal('not-in-the-layer');
}

/** The JSON in the tar in the gzip member of the table. */
function unpackedToc(packed: Uint8Array): Buffer {
  let tar: Buffer;
  try {
    tar = gunzipSync(packed, { maxOutputLength: MAX_TOC + 10 * KiB, chunkSize: MiB / 4 });
  } catch (error) {
    throw new TocRefusal(error instanceof RangeError ? 'too-large' : 'unreadable');
  }
  const name = tar.toString('latin1', 0, 100).split('\0')[0];
  const size = /^[0-7]{1,11}$/.exec(tar.toString('latin1', 124, 135))?.[0];
  if (name !== TOC_NAME || size === undefined || 512 + Number.parseInt(size, 8) > tar.length) throw new TocRefusal('unreadable');
  return tar.subarray(512, 512 + Number.parseInt(size, 8));
}

/** Where the first of these, which are sorted, is greater. */
function firstAfter(offsets: Float64Array, offset: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next offset of any piece: where the bytes of one end. */
function endsOf(values: readonly unknown[], end: number): (offset: number) => number {
  const all = new Float64Array(values.length);
  let count = 0;
  for (const value of values) {
    const { type, size, offset } = (value ?? {}) as Fields;
    if (type === 'chunk' || (type === 'reg' && numberOf(size) > 0)) all[count++] = numberOf(offset);
  }
  const offsets = all.subarray(0, count).sort();
  let last = 0;
  return (offset) => {
    // Nearly always the piece after the one that was asked about before.
    if (offsets[last] !== offset) last = firstAfter(offsets, offset);
    while (last < offsets.length && (offsets[last] as number) <= offset) last++;
    return offsets[last] ?? end;
  };
}

const partOf = ({ offset: from, innerOffset: skip, size, digest }: TocChunk, to: number): PlacePart =>
  digest === undefined ? { from, to, skip, size } : { from, to, skip, size, digest };

function placeOf({ entry, chunks }: TocItem, endOf: (offset: number) => number): FilePlace {
  const parts = chunks.map((chunk) => partOf(chunk, endOf(chunk.offset)));
  const { size, digest } = entry;
  const all = parts.length > 1 ? joined(parts) : parts;
  return digest === undefined ? { packing: 'gzip', size, parts: all } : { packing: 'gzip', size, digest, parts: all };
}

/** How files are placed in a layer whose table is at `offset`. */
export const placing =
  (offset: number) =>
  (values: readonly unknown[]): PlaceOf => {
    const endOf = endsOf(values, offset);
    return (item) => placeOf(item, endOf);
  };

/** Unpacks and checks a table of contents: `packed` is the layer from the footer's offset up to the footer. @throws TocRefusal. */
export function readStargzToc(packed: Uint8Array, offset: number, digest: string): Toc {
  const json = unpackedToc(packed);
  if (digestOf(json) !== digest) throw new TocRefusal('digest');
  const { entries, places } = readJsonToc(json.toString('utf8'), placing(offset));
  checkPlaces(places, offset);
  for (const own of LANDMARKS) places.delete(own);
  return { format: 'estargz', entries: entries.filter(({ path }) => !isStargzOwn(path)), places };
}
