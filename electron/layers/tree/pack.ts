import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { FileEntry, FileKind } from '../../../shared/files/file-entry.ts';
import { layerFactsSchema } from '../../../shared/files/layer-facts.ts';
import type { LayerTree } from '../layer-tree.ts';
import { layerLimits } from '../limits.ts';

/** Packed by another version, a tree is read again. */
const VERSION = 1;
/** Bytes that one may unpack to: twice the names, and 200 bytes of each entry. */
const MOST_BYTES = 2 * layerLimits.names + 200 * layerLimits.entries;

const KINDS = ['file', 'folder', 'symlink', 'hardlink', 'character-device', 'block-device', 'fifo'] as const satisfies readonly FileKind[];

const column = z.array(z.number());
const packedSchema = z.object({
  version: z.literal(VERSION),
  facts: layerFactsSchema.omit({ files: true }),
  /** What the entries have, each in the order of the entries; texts that many share by their places in `texts`. */
  paths: z.array(z.string()),
  kinds: column,
  sizes: column,
  modes: column,
  uids: column,
  gids: column,
  times: z.array(z.number().nullable()),
  texts: z.array(z.string()),
  users: column,
  groups: column,
  targets: z.array(z.string().nullable()),
  /** Hex; empty without one. */
  digests: z.array(z.string()),
  offsets: column.optional(),
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

/** A tree as bytes that are kept: by columns, which compress to a third of what rows do. */
export function packTree({ entries, offsets, points: _, places: __, ...facts }: LayerTree): Uint8Array {
  const texts = new Texts();
  const of = <T>(pick: (entry: FileEntry) => T): T[] => entries.map(pick);
  const packed: z.infer<typeof packedSchema> = {
    version: VERSION,
    facts,
    paths: of(({ path }) => path),
    kinds: of(({ kind }) => KINDS.indexOf(kind)),
    sizes: of(({ size }) => size),
    modes: of(({ mode }) => mode),
    uids: of(({ uid }) => uid),
    gids: of(({ gid }) => gid),
    times: of(({ modified = null }) => modified),
    users: of(({ user }) => texts.place(user)),
    groups: of(({ group }) => texts.place(group)),
    texts: texts.list,
    targets: of(({ target = null }) => target),
    digests: of(({ digest = '' }) => digest.slice('sha256:'.length)),
    ...(offsets ? { offsets: [...offsets] } : {}),
  };
  return zstdCompressSync(JSON.stringify(packed));
}

function entryAt(packed: z.infer<typeof packedSchema>, i: number): FileEntry {
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
    const { facts, paths, offsets } = parsed.data;
    return { ...facts, entries: paths.map((_, i) => entryAt(parsed.data, i)), ...(offsets ? { offsets } : {}) };
  } catch {
    return undefined;
  }
}
