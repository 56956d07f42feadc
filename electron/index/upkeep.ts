import type { DatabaseSync } from 'node:sqlite';
import type { IndexStats } from '../../shared/contract/local-index.ts';

const ORPHANS = `
DELETE FROM manifest WHERE id NOT IN (SELECT manifest FROM held) AND id NOT IN (SELECT manifest FROM tag) AND id NOT IN (
  WITH RECURSIVE below (id) AS (SELECT c.manifest FROM child c JOIN held h ON h.manifest = c.parent UNION SELECT c.manifest FROM child c JOIN below b ON b.id = c.parent)
  SELECT id FROM below
);
DELETE FROM blob WHERE id NOT IN (SELECT blob FROM part);
DELETE FROM pair WHERE id NOT IN (SELECT pair FROM labelled);
DELETE FROM shape WHERE id NOT IN (SELECT shape FROM manifest WHERE shape IS NOT NULL);
`;

/** Deletes what no repository has any more, and gives the room back to the disk. */
function sweep(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${ORPHANS} COMMIT; PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);`);
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
    const sql =
      'DELETE FROM repository WHERE id IN (SELECT id FROM repository ORDER BY opened LIMIT (SELECT count(*) / 10 + 1 FROM repository))';
    if (database.prepare(sql).run().changes === 0) return;
    sweep(database);
  }
}

/** How much is kept. */
export function statsOf(database: DatabaseSync): IndexStats {
  const count = (what: string): number => (database.prepare(`SELECT count(*) AS n FROM ${what}`).get() as { n: number }).n;
  return {
    bytes: sizeOf(database),
    repositories: count('repository'),
    tags: count('tag'),
    images: count('manifest WHERE shape IS NOT NULL'),
  };
}

/** Deletes everything. */
export function clear(database: DatabaseSync): void {
  database.exec('DELETE FROM connection');
  sweep(database);
}
