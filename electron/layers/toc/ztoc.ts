import type { FileEntry } from '../../../shared/files/file-entry.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { placeAmong } from '../points/restart-points.ts';
import { EMPTY_DIGEST } from '../tar/content.ts';
import { textOf } from '../tar/entry-name.ts';
import { kindOfType, pathOfName } from './entry-path.ts';
import { FlatTable } from './flat-table.ts';
import { type FilePlace, MAX_TOC_ENTRIES, type PackedSpan, type RestartPoint, type Toc, TocRefusal } from './toc.ts';

// The fields of the tables, in the order of soci-snapshotter's `ztoc/fbs/ztoc.fbs`.
const ZTOC = { compressedSize: 2, unpackedSize: 3, toc: 4, compression: 5 } as const;
const COMPRESSION = { algorithm: 0, spanDigests: 2, checkpoints: 3 } as const;
const FILE = { name: 0, type: 1, offset: 2, size: 3, link: 4, mode: 5, uid: 6, gid: 7, user: 8, group: 9, modified: 10 } as const;
const GZIP = 1;
const UNCOMPRESSED = 2;

const WINDOW = 32 * 1024;
const HEADER = 12;
const CHECKPOINT = 17 + WINDOW;
/** The checkpoint that the first version leaves out: behind a gzip header without a name. */
const FIRST: RestartPoint = { from: 10, bits: 0, out: 0, window: new Uint8Array(0) };

function numberAt(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigInt64LE(at));
  if (!Number.isSafeInteger(value) || value < 0) throw new TocRefusal('number');
  return value;
}

/** One checkpoint: where it is in the layer and in what that unpacks to, the bits that are left of the byte before, and the window. */
function checkpointAt(bytes: Buffer, at: number): RestartPoint {
  const [next, out, left] = [numberAt(bytes, at), numberAt(bytes, at + 8), bytes.readUInt8(at + 16)];
  if (left > 7 || (left > 0 && next === 0)) throw new TocRefusal('position');
  const window = bytes.subarray(at + CHECKPOINT - Math.min(out, WINDOW), at + CHECKPOINT);
  return { from: left > 0 ? next - 1 : next, bits: left > 0 ? 8 - left : 0, out, window };
}

/** The checkpoints of a gzip layer (`ztoc/compression/gzip_zinfo.c`): their number, the size of a span, and each of them packed. */
function checkpointsOf(bytes: Buffer, compressedSize: number): RestartPoint[] {
  if (bytes.length < HEADER) throw new TocRefusal('unreadable');
  const count = bytes.readUInt32LE(0);
  const stored = (bytes.length - HEADER) / CHECKPOINT;
  if (!Number.isInteger(stored) || (stored !== count && stored !== count - 1)) throw new TocRefusal('unreadable');
  const points = stored === count ? [] : [FIRST];
  for (let n = 0; n < stored; n++) points.push(checkpointAt(bytes, HEADER + n * CHECKPOINT));
  for (const [n, { from, out }] of points.entries()) {
    const before = points[n - 1];
    if (from >= compressedSize || (before && (from <= before.from || out <= before.out))) throw new TocRefusal('position');
  }
  return points;
}

/** What each span of the layer is proven by. */
function spansOf(points: readonly RestartPoint[], digests: readonly string[], compressedSize: number): PackedSpan[] {
  if (digests.length !== points.length || !digests.every((digest) => isDigest(digest) && digest.startsWith('sha256:')))
    throw new TocRefusal('digest');
  return points.map(({ from }, n) => ({ from, to: points[n + 1]?.from ?? compressedSize, digest: digests[n] ?? '' }));
}

function entryOf(file: FlatTable): FileEntry {
  const kind = kindOfType(file.text(FILE.type));
  const size = kind === 'file' ? file.size(FILE.size) : 0;
  const [user, group] = [file.text(FILE.user), file.text(FILE.group)];
  const modified = Date.parse(file.text(FILE.modified));
  const link = file.octets(FILE.link);
  return {
    path: pathOfName(file.octets(FILE.name)),
    kind,
    size,
    mode: file.size(FILE.mode) & 0o7777,
    uid: file.u32(FILE.uid),
    gid: file.u32(FILE.gid),
    ...(user === '' ? {} : { user }),
    ...(group === '' ? {} : { group }),
    ...(Number.isNaN(modified) ? {} : { modified }),
    ...(kind === 'symlink' ? { target: textOf(link) } : kind === 'hardlink' ? { target: pathOfName(link) } : {}),
    ...(kind === 'file' && size === 0 ? { digest: EMPTY_DIGEST } : {}),
  };
}

type Layer = {
  readonly size: number;
  readonly unpacked: number;
  readonly points: readonly RestartPoint[];
  readonly spans: readonly PackedSpan[];
};

function placeOf({ size, points, spans }: Layer, out: number, length: number): FilePlace {
  if (points.length === 0) return { packing: 'none', size: length, parts: [{ from: out, to: out + length, skip: 0, size: length }] };
  const place = placeAmong(points, size, out, length);
  const part = place?.parts[0];
  if (!place || !part) throw new TocRefusal('position');
  return { ...place, spans: spans.filter(({ from, to }) => from >= part.from && from < part.to && to <= part.to) };
}

function layerOf(ztoc: FlatTable, layerSize: number): Layer {
  const compression = ztoc.child(ZTOC.compression);
  const size = ztoc.size(ZTOC.compressedSize);
  if (!compression || size !== layerSize) throw new TocRefusal('not-in-the-layer');
  const algorithm = compression.u8(COMPRESSION.algorithm, GZIP);
  if (algorithm !== GZIP && algorithm !== UNCOMPRESSED) throw new TocRefusal('kind');
  const points = algorithm === GZIP ? checkpointsOf(compression.octets(COMPRESSION.checkpoints), size) : [];
  if (algorithm === GZIP && points.length === 0) throw new TocRefusal('unreadable');
  const spans = points.length > 0 ? spansOf(points, compression.texts(COMPRESSION.spanDigests, MAX_TOC_ENTRIES), size) : [];
  return { size, unpacked: ztoc.size(ZTOC.unpackedSize), points, spans };
}

/**
 * Reads a zTOC of SOCI, whose bytes were checked against the digest in its index: the list of a gzip or plain layer, and where unpacking can begin.
 * @throws TocRefusal.
 */
export function readZtoc(document: Buffer, layerSize: number): Toc {
  const ztoc = FlatTable.root(document);
  const layer = layerOf(ztoc, layerSize);
  const entries: FileEntry[] = [];
  const places = new Map<string, FilePlace>();
  const seen = new Set<string>();
  let end = 0;
  for (const file of ztoc.child(ZTOC.toc)?.children(0, MAX_TOC_ENTRIES) ?? []) {
    const entry = entryOf(file);
    if (seen.has(entry.path)) throw new TocRefusal('name-twice');
    seen.add(entry.path);
    entries.push(entry);
    if (entry.size === 0) continue;
    const out = file.size(FILE.offset);
    // They are listed as they follow one another in the tar.
    if (out < end) throw new TocRefusal('overlap');
    end = out + entry.size;
    if (end > layer.unpacked) throw new TocRefusal('position');
    places.set(entry.path, placeOf(layer, out, entry.size));
  }
  return { format: 'soci', entries, places };
}
