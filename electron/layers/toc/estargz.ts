import { gunzipSync } from 'node:zlib';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import { digestOf } from '../../registry/digest.ts';
import { readJsonToc, type TocChunk, type TocItem } from './json-toc.ts';
import { checkPlaces, joined } from './places.ts';
import { type FilePlace, MAX_TOC, type PlacePart, type Toc, TocRefusal } from './toc.ts';

const KiB = 1024;
/** The digest of the table of contents, as an annotation of the layer: without it nothing proves the table. */
export const STARGZ_DIGEST = 'containerd.io/snapshot/stargz/toc.digest';
/** The name of the table in its own tar. */
const TOC_NAME = 'stargz.index.json';
/** Files that tell a snapshotter what to read first, and no files of the image. */
const LANDMARKS = new Set(['.prefetch.landmark', '.no.prefetch.landmark', TOC_NAME]);
/** Whether a file of an eStargz layer belongs to the format, and not to the image. */
export const isStargzOwn = (path: string): boolean => LANDMARKS.has(path);

/** Bytes at the end of the layer that are read first: the footer, and for most layers the whole table. */
export const stargzTail = (layerSize: number): number =>
  Math.min(layerSize, Math.max(64 * KiB, Math.min(Math.ceil(layerSize / 200), KiB * KiB)));

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
    tar = gunzipSync(packed, { maxOutputLength: MAX_TOC + 10 * KiB, chunkSize: KiB * KiB });
  } catch (error) {
    throw new TocRefusal(error instanceof RangeError ? 'too-large' : 'unreadable');
  }
  const name = tar.toString('latin1', 0, 100).split('\0')[0];
  const size = /^[0-7]{1,11}$/.exec(tar.toString('latin1', 124, 135))?.[0];
  if (name !== TOC_NAME || size === undefined || 512 + Number.parseInt(size, 8) > tar.length) throw new TocRefusal('unreadable');
  return tar.subarray(512, 512 + Number.parseInt(size, 8));
}

/** The next offset of any piece: where the bytes of one end. */
function endsOf(items: readonly TocItem[], end: number): (offset: number) => number {
  const all: number[] = [];
  for (const { chunks } of items) for (const { offset } of chunks) all.push(offset);
  const offsets = Float64Array.from(all).sort();
  return (offset) => {
    let [low, high] = [0, offsets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((offsets[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return offsets[low] ?? end;
  };
}

function placeOf({ entry, chunks }: TocItem, endOf: (offset: number) => number): FilePlace {
  const part = ({ offset: from, innerOffset: skip, size, digest }: TocChunk): PlacePart =>
    digest === undefined ? { from, to: endOf(from), skip, size } : { from, to: endOf(from), skip, size, digest };
  const parts = joined(chunks.map(part));
  const { size, digest } = entry;
  return digest === undefined ? { packing: 'gzip', size, parts } : { packing: 'gzip', size, digest, parts };
}

/** Unpacks and checks a table of contents: `packed` is the layer from the footer's offset up to the footer. @throws TocRefusal. */
export function readStargzToc(packed: Uint8Array, offset: number, digest: string): Toc {
  const json = unpackedToc(packed);
  if (digestOf(json) !== digest) throw new TocRefusal('digest');
  const items = readJsonToc(json.toString('utf8'));
  const endOf = endsOf(items, offset);
  const entries: FileEntry[] = [];
  const places = new Map<string, FilePlace>();
  const all: FilePlace[] = [];
  for (const item of items) {
    const place = item.chunks.length > 0 ? placeOf(item, endOf) : undefined;
    if (place) all.push(place);
    if (isStargzOwn(item.entry.path)) continue;
    entries.push(item.entry);
    if (place) places.set(item.entry.path, place);
  }
  checkPlaces(all, offset);
  return { format: 'estargz', entries, places };
}
