import { deflateRawSync, inflateRawSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { FileEntry, FileKind } from '../../../shared/files/file-entry.ts';
import { layerFactsSchema } from '../../../shared/files/layer-facts.ts';
import type { LayerTree } from '../layer-tree.ts';
import { layerLimits } from '../limits.ts';
import type { RestartPoint } from '../toc/toc.ts';

/** Packed by another version, a tree is read again. */
const VERSION = 1;
/** Bytes that one may unpack to: twice the names, and 200 bytes of each entry. */
const MOST_BYTES = 2 * layerLimits.names + 200 * layerLimits.entries;

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
  columns: z.custom<Columns>((value) => Array.isArray((value as Columns).digests)),
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
export function packTree({ entries, offsets, points = [], places: _, ...facts }: LayerTree): Uint8Array {
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
  const packed: z.infer<typeof packedSchema> = {
    version: VERSION,
    facts,
    columns,
    ...(points.length > 0 ? { points: points.slice(0, MOST_POINTS).map(packPoint) } : {}),
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
    const { facts, columns, points } = parsed.data;
    const { offsets } = columns;
    const entries = columns.paths.map((_, i) => entryAt(columns, i));
    return { ...facts, entries, ...(offsets ? { offsets } : {}), ...(points ? { points: points.map(unpackPoint) } : {}) };
  } catch {
    return undefined;
  }
}
