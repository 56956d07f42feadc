import { bytesOf, digestOfBytes } from './digest-bytes.ts';
import type { Rows } from './rows.ts';

/** Bytes of all trees together: some thousand layers. Those that were not needed for longest are forgotten first. */
const MOST_BYTES = 500_000_000;

export type KeptTree = { readonly digest: string; readonly packed: Uint8Array; readonly names: readonly string[] };

/** The tree of a layer, which was needed now (ms since 1970); undefined where it is not kept. */
export function treeOf(rows: Rows, digest: string, now: number): Uint8Array | undefined {
  const found = rows.sql('SELECT id, packed FROM layer_tree WHERE digest = ?').get(bytesOf(digest)) as
    | { id: number; packed: Uint8Array }
    | undefined;
  if (found) rows.sql('UPDATE layer_tree SET used = ? WHERE id = ?').run(now, found.id);
  return found?.packed;
}

/** Which of these layers have a tree. */
export function treesKnown(rows: Rows, digests: readonly string[]): string[] {
  const text = 'SELECT digest FROM layer_tree WHERE digest IN (SELECT unhex(value) FROM json_each(?))';
  const hex = JSON.stringify(digests.map((digest) => bytesOf(digest).toString('hex')));
  return (rows.sql(text).all(hex) as { digest: Uint8Array }[]).map(({ digest }) => digestOfBytes(digest));
}

/** Keeps a tree, in place of the one that there is. */
export function keepTree(rows: Rows, { digest, packed, names }: KeptTree, now: number, mostBytes = MOST_BYTES): void {
  rows.write(() => {
    rows.sql('DELETE FROM layer_tree WHERE digest = ?').run(bytesOf(digest));
    const { lastInsertRowid: layer } = rows
      .sql('INSERT INTO layer_tree (digest, packed, used) VALUES (?, ?, ?)')
      .run(bytesOf(digest), packed, now);
    const list = JSON.stringify(names);
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
