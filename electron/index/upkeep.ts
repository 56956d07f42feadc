import type { DatabaseSync } from 'node:sqlite';
import type { IndexStats } from '../../shared/contract/local-index.ts';

const ORPHANS = `
DELETE FROM manifest WHERE id NOT IN (SELECT manifest FROM held) AND id NOT IN (SELECT manifest FROM tag) AND id NOT IN (
  WITH RECURSIVE below (id) AS (SELECT c.manifest FROM child c JOIN held h ON h.manifest = c.parent UNION SELECT c.manifest FROM child c JOIN below b ON b.id = c.parent)
  SELECT id FROM below
);
DELETE FROM tag_name WHERE name NOT IN (SELECT name FROM tag);
DELETE FROM blob WHERE id NOT IN (SELECT blob FROM part);
DELETE FROM pair WHERE id NOT IN (SELECT pair FROM labelled);
DELETE FROM shape WHERE id NOT IN (SELECT shape FROM manifest WHERE shape IS NOT NULL);
DELETE FROM layer_tree WHERE digest NOT IN (SELECT digest FROM blob);
DELETE FROM file_name WHERE id NOT IN (SELECT name FROM layer_file);
`;

/** Deletes what no repository has any more, and gives the room back to the disk: later, where a long answer still sees what was before. */
function sweep(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${ORPHANS} COMMIT; PRAGMA incremental_vacuum;`);
  const { timeout } = database.prepare('PRAGMA busy_timeout').get() as { timeout: number };
  database.exec(`PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = ${timeout};`);
}

/** Repositories of which more is known than their names, which take next to no room. */
const READ =
  'repository r WHERE EXISTS (SELECT 1 FROM held h WHERE h.repository = r.id) OR EXISTS (SELECT 1 FROM tag t WHERE t.repository = r.id)';

/** Forgets all but the name of a tenth of the repositories, least recently opened first; how many that were. */
function dropOldest(database: DatabaseSync): number {
  const oldest = database.prepare(`SELECT id FROM ${READ} ORDER BY opened LIMIT (SELECT count(*) / 10 + 1 FROM ${READ})`).all();
  for (const { id } of oldest as { id: number }[]) {
    for (const table of ['held', 'tag', 'visit_tag']) database.prepare(`DELETE FROM ${table} WHERE repository = ?`).run(id);
    // Not read any more, as coverage counts it, and never visited: all of its tags would be new.
    database.prepare('UPDATE repository SET listed = NULL, ordered = NULL, visited = NULL, compared = NULL WHERE id = ?').run(id);
  }
  return oldest.length;
}

/** Bytes of the file that are in use. */
function sizeOf(database: DatabaseSync): number {
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
  const { freelist_count: free } = database.prepare('PRAGMA freelist_count').get() as { freelist_count: number };
  const { page_size: size } = database.prepare('PRAGMA page_size').get() as { page_size: number };
  return (pages - free) * size;
}

/** Deletes what is known of a connection and of no other. */
export function forget(database: DatabaseSync, connectionId: string): void {
  if (database.prepare('DELETE FROM connection WHERE name = ?').run(connectionId).changes > 0) sweep(database);
}

/** Deletes what is of none of these connections, and, a tenth of the repositories at a time, least recently opened first, what exceeds `maxBytes`. */
export function prune(database: DatabaseSync, connectionIds: readonly string[], maxBytes: number): void {
  const { changes } = database
    .prepare('DELETE FROM connection WHERE name NOT IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(connectionIds));
  if (changes > 0) sweep(database);
  while (sizeOf(database) > maxBytes) {
    if (dropOldest(database) === 0) return;
    sweep(database);
  }
}

/** How much is kept. */
export function statsOf(database: DatabaseSync): IndexStats {
  const count = (what: string): number => (database.prepare(`SELECT count(*) AS n FROM ${what}`).get() as { n: number }).n;
  return {
    bytes: sizeOf(database),
    repositories: count(READ),
    tags: count('tag'),
    images: count('manifest WHERE shape IS NOT NULL'),
  };
}

/** Deletes everything. */
export function clear(database: DatabaseSync): void {
  database.exec('DELETE FROM connection');
  sweep(database);
}
