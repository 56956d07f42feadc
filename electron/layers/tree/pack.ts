import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRawSync, zstdCompress, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { FileEntry, FileKind } from '../../../shared/files/file-entry.ts';
import { layerFactsSchema } from '../../../shared/files/layer-facts.ts';
import type { KeptTree } from '../kept-trees.ts';
import { factsOf, type LayerTree } from '../layer-tree.ts';
import { layerLimits } from '../limits.ts';
import type { RestartPoint } from '../toc/toc.ts';
import { fileNames } from './names.ts';
import { type KeptPlace, packPlaces, unpackPlaces } from './pack-places.ts';

/** Packed by another version, a tree is read again. */
const VERSION = 1;
/** Bytes that one may unpack to: twice the names, and 500 bytes of each entry. */
const MOST_BYTES = 2 * layerLimits.names + 500 * layerLimits.entries;

/** Places where unpacking can begin that are kept: those of the first 2 GiB. Each has a window of 32 KiB. */
const MOST_POINTS = 500;
const WINDOW = 32 * 1024;

const KINDS = ['file', 'folder', 'symlink', 'hardlink', 'character-device', 'block-device', 'fifo'] as const satisfies readonly FileKind[];

/** What the entries have, each in the order of the entries; texts that many share by their places in `texts`. */
type Columns = {
  readonly paths: string[];
  readonly kinds: number[];
  readonly sizes: number[];
  readonly modes: number[];
  readonly uids: number[];
  readonly gids: number[];
  readonly times: (number | null)[];
  readonly users: number[];
  readonly groups: number[];
  readonly targets: (string | null)[];
  /** Hex; empty without one. */
  readonly digests: string[];
  readonly texts: string[];
  readonly offsets?: readonly number[];
};

/** The columns are what {@link packTree} wrote: looking at each value would take longer than all the rest. */
const packedSchema = z.object({
  version: z.literal(VERSION),
  facts: layerFactsSchema.omit({ files: true }),
  /** Of a layer that a table of contents lists. */
  toc: z.string().optional(),
  columns: z.custom<Columns>((value) => Array.isArray((value as Columns).digests)),
  places: z.custom<readonly KeptPlace[]>((value) => Array.isArray(value)).optional(),
  /** The windows packed, as base64. */
  points: z.array(z.object({ from: z.number(), bits: z.number(), out: z.number(), window: z.string() })).optional(),
});

/** Texts that many entries share, each once. */
class Texts {
  readonly list: string[] = [];
  private readonly places = new Map<string, number>();

  place(text: string | undefined): number {
    if (text === undefined) return -1;
    const known = this.places.get(text);
    if (known !== undefined) return known;
    this.places.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

type PackedPoint = NonNullable<z.infer<typeof packedSchema>['points']>[number];

const packPoint = ({ window, ...place }: RestartPoint): PackedPoint => ({
  ...place,
  window: deflateRawSync(window, { level: 1 }).toString('base64'),
});

const unpackPoint = ({ window, ...place }: PackedPoint): RestartPoint => ({
  ...place,
  window: inflateRawSync(Buffer.from(window, 'base64'), { maxOutputLength: WINDOW }),
});

/** Values that are written before others have their turn, and points, each of which is a window to be packed. */
const AT_ONCE = 10_000;
const POINTS_AT_ONCE = 20;
const compressed = promisify(zstdCompress);

/** A list as JSON, in parts. */
function* listParts<T>(values: readonly T[], of: (value: T) => unknown = (value) => value, atOnce = AT_ONCE): Generator<string> {
  yield '[';
  for (let from = 0; from < values.length; from += atOnce)
    yield `${from > 0 ? ',' : ''}${JSON.stringify(values.slice(from, from + atOnce).map(of)).slice(1, -1)}`;
  yield ']';
}

/** What {@link packedSchema} reads, as JSON in parts. */
function* jsonParts({ entries, offsets, points = [], places, toc, ...facts }: LayerTree): Generator<string> {
  const texts = new Texts();
  const columns: { readonly [name in Exclude<keyof Columns, 'texts' | 'offsets'>]: (entry: FileEntry) => Columns[name][number] } = {
    paths: ({ path }) => path,
    kinds: ({ kind }) => KINDS.indexOf(kind),
    sizes: ({ size }) => size,
    modes: ({ mode }) => mode,
    uids: ({ uid }) => uid,
    gids: ({ gid }) => gid,
    times: ({ modified = null }) => modified,
    users: ({ user }) => texts.place(user),
    groups: ({ group }) => texts.place(group),
    targets: ({ target = null }) => target,
    digests: ({ digest = '' }) => digest.slice('sha256:'.length),
  };
  yield `{"version":${VERSION},"facts":${JSON.stringify(facts)},"columns":{`;
  for (const [name, pick] of Object.entries(columns)) {
    yield `"${name}":`;
    yield* listParts(entries, pick);
    yield ',';
  }
  if (offsets) {
    yield '"offsets":';
    yield* listParts(offsets);
    yield ',';
  }
  yield `"texts":${JSON.stringify(texts.list)}}`;
  if (toc !== undefined) yield `,"toc":${JSON.stringify(toc)}`;
  // Places have points of their own; without all of them they are found by the points of the layer, or not at all.
  const placed = places && packPlaces(entries, places);
  const isPlaced = placed !== undefined && placed.points.length <= MOST_POINTS && (placed.points.length === 0 || points.length === 0);
  const kept = isPlaced && placed.points.length > 0 ? placed.points : points;
  if (isPlaced) {
    yield ',"places":';
    yield* listParts(placed.places);
  }
  if (kept.length > 0) {
    yield ',"points":';
    yield* listParts(kept.slice(0, MOST_POINTS), packPoint, POINTS_AT_ONCE);
  }
  yield '}';
}

/**
 * A tree as bytes that are kept: by columns, which compress to a third of what rows do. Others have their turn meanwhile: this takes a fifth as long as
 * reading the layer.
 */
export async function packTree(tree: LayerTree): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for (const part of jsonParts(tree)) {
    parts.push(Buffer.from(part));
    if (part.length > AT_ONCE) await turn();
  }
  return compressed(Buffer.concat(parts));
}

/** Bytes that two threads can have. */
function sharedBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
}

/** A layer as it is kept, with the names that its files are found by. */
export async function keptTree(tree: LayerTree): Promise<KeptTree> {
  const packed = sharedBytes(await packTree(tree));
  await turn();
  const names = sharedBytes(Buffer.from(JSON.stringify(fileNames(tree))));
  const { digest, files, unpacked } = factsOf(tree);
  const toc = tree.basis === 'table-of-contents' && tree.toc !== undefined ? { toc: tree.toc } : {};
  return { digest, files, unpacked, packed, names, ...toc };
}

function entryAt(packed: Columns, i: number): FileEntry {
  const [user, group] = [packed.texts[packed.users[i] ?? -1], packed.texts[packed.groups[i] ?? -1]];
  const [modified, target, digest] = [packed.times[i], packed.targets[i], packed.digests[i]];
  return {
    path: packed.paths[i] ?? '',
    kind: KINDS[packed.kinds[i] ?? 0] ?? 'file',
    size: packed.sizes[i] ?? 0,
    mode: packed.modes[i] ?? 0,
    uid: packed.uids[i] ?? 0,
    gid: packed.gids[i] ?? 0,
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    ...(modified === undefined || modified === null ? {} : { modified }),
    ...(target === undefined || target === null ? {} : { target }),
    ...(digest ? { digest: `sha256:${digest}` } : {}),
  };
}

/** The tree that was packed; undefined where it is damaged or of another version. */
export function unpackTree(bytes: Uint8Array): LayerTree | undefined {
  try {
    const text = zstdDecompressSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8');
    const parsed = packedSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return undefined;
    const { facts, columns, toc, places } = parsed.data;
    const { offsets } = columns;
    const points = parsed.data.points?.map(unpackPoint);
    const entries = columns.paths.map((_, i) => entryAt(columns, i));
    return {
      ...facts,
      entries,
      ...(toc === undefined ? {} : { toc }),
      ...(offsets ? { offsets } : {}),
      ...(points ? { points } : {}),
      ...(places ? { places: unpackPlaces(entries, places, points ?? []) } : {}),
    };
  } catch {
    return undefined;
  }
}
