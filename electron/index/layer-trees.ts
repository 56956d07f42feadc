import { bytesOf } from './digest-bytes.ts';
import type { Rows } from './rows.ts';

/** Bytes of all trees together: some thousand layers. Those that were not needed for longest are forgotten first. */
const MOST_BYTES = 500_000_000;

/** `names`: the last parts of the paths of its files, as JSON; `files`: entries that are no folders; `unpacked`: bytes; `toc`: by which table of contents it is listed, where it was not read whole. */
export type KeptTree = {
  readonly digest: string;
  readonly packed: Uint8Array;
  readonly names: Uint8Array;
  readonly files: number;
  readonly unpacked: number;
  readonly toc?: string;
};

/** A layer, and the name of the table of contents that an image has it listed by. */
export type KnownLayer = { readonly digest: string; readonly toc: string };

/** The tree of a layer, which was needed now (ms since 1970); undefined where it is not kept, or rests on another table of contents. */
export function treeOf(rows: Rows, { digest, toc }: KnownLayer, now: number): Uint8Array | undefined {
  const text = 'SELECT id, packed FROM layer_tree WHERE digest = ? AND (toc IS NULL OR toc = ?)';
  const found = rows.sql(text).get(bytesOf(digest), toc) as { id: number; packed: Uint8Array } | undefined;
  if (found) rows.sql('UPDATE layer_tree SET used = ? WHERE id = ?').run(now, found.id);
  return found?.packed;
}

/** Which of these layers have a tree. */
export function treesKnown(rows: Rows, layers: readonly KnownLayer[]): string[] {
  const text = 'SELECT 1 FROM layer_tree WHERE digest = ? AND (toc IS NULL OR toc = ?)';
  return layers.filter(({ digest, toc }) => rows.sql(text).get(bytesOf(digest), toc) !== undefined).map(({ digest }) => digest);
}

/** Keeps a tree, in place of the one that there is. One that a table of contents lists never takes the place of one that was read whole. */
export function keepTree(rows: Rows, { digest, packed, names, files, unpacked, toc }: KeptTree, now: number, mostBytes = MOST_BYTES): void {
  const isRead = rows.sql('SELECT 1 FROM layer_tree WHERE digest = ? AND toc IS NULL').get(bytesOf(digest)) !== undefined;
  if (isRead && toc !== undefined) return;
  rows.write(() => {
    rows.sql('DELETE FROM layer_tree WHERE digest = ?').run(bytesOf(digest));
    const { lastInsertRowid: layer } = rows
      .sql('INSERT INTO layer_tree (digest, packed, used, files, unpacked, toc) VALUES (?, ?, ?, ?, ?, ?)')
      // SQLite takes no bytes that other threads have, too.
      .run(bytesOf(digest), Uint8Array.from(packed), now, files, unpacked, toc ?? null);
    const list = Buffer.from(names).toString('utf8');
    rows.sql('INSERT OR IGNORE INTO file_name (name) SELECT value FROM json_each(?)').run(list);
    rows
      .sql('INSERT OR IGNORE INTO layer_file (name, layer) SELECT n.id, ? FROM json_each(?) j JOIN file_name n ON n.name = j.value')
      .run(Number(layer), list);
    dropOldest(rows, mostBytes);
  });
}

function dropOldest(rows: Rows, mostBytes: number): void {
  const { bytes } = rows.sql('SELECT coalesce(sum(length(packed)), 0) AS bytes FROM layer_tree').get() as { bytes: number };
  let left = bytes - mostBytes;
  if (left <= 0) return;
  for (const { id, size } of rows.sql('SELECT id, length(packed) AS size FROM layer_tree ORDER BY used LIMIT 1000').iterate() as Iterable<{
    id: number;
    size: number;
  }>) {
    rows.sql('DELETE FROM layer_tree WHERE id = ?').run(id);
    left -= size;
    if (left <= 0) return;
  }
}
