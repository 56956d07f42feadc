import { deflateRawSync, inflateRawSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { FileEntry, FileKind } from '../../../shared/files/file-entry.ts';
import { layerFactsSchema } from '../../../shared/files/layer-facts.ts';
import type { LayerTree } from '../layer-tree.ts';
import { layerLimits } from '../limits.ts';
import type { RestartPoint } from '../toc/toc.ts';
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

/** A tree as bytes that are kept: by columns, which compress to a third of what rows do. */
export function packTree({ entries, offsets, points = [], places, toc, ...facts }: LayerTree): Uint8Array {
  const texts = new Texts();
  const of = <T>(pick: (entry: FileEntry) => T): T[] => entries.map(pick);
  const columns: Columns = {
    paths: of(({ path }) => path),
    kinds: of(({ kind }) => KINDS.indexOf(kind)),
    sizes: of(({ size }) => size),
    modes: of(({ mode }) => mode),
    uids: of(({ uid }) => uid),
    gids: of(({ gid }) => gid),
    times: of(({ modified = null }) => modified),
    users: of(({ user }) => texts.place(user)),
    groups: of(({ group }) => texts.place(group)),
    targets: of(({ target = null }) => target),
    digests: of(({ digest = '' }) => digest.slice('sha256:'.length)),
    texts: texts.list,
    ...(offsets ? { offsets } : {}),
  };
  // Places have points of their own; without all of them they are found by the points of the layer, or not at all.
  const placed = places && packPlaces(entries, places);
  const isPlaced = placed !== undefined && placed.points.length <= MOST_POINTS && (placed.points.length === 0 || points.length === 0);
  const kept = isPlaced && placed.points.length > 0 ? placed.points : points;
  const packed: z.infer<typeof packedSchema> = {
    version: VERSION,
    facts,
    columns,
    ...(toc === undefined ? {} : { toc }),
    ...(isPlaced ? { places: placed.places } : {}),
    ...(kept.length > 0 ? { points: kept.slice(0, MOST_POINTS).map(packPoint) } : {}),
  };
  return zstdCompressSync(JSON.stringify(packed));
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
