import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { InRepository } from './messages.ts';

/** The rows that everything in the index stands on, over one open database. */
export class Rows {
  private readonly database: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** The statement, prepared once. */
  sql(text: string): StatementSync {
    let statement = this.prepared.get(text);
    if (!statement) {
      statement = this.database.prepare(text);
      this.prepared.set(text, statement);
    }
    return statement;
  }

  /** All of it or nothing. */
  write(work: () => void): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** `listed`: when all its tags were read last, in ms since 1970. */
  repository({ connectionId, repository }: InRepository): { readonly id: number; readonly listed: number | null } | undefined {
    const text = 'SELECT r.id, r.listed FROM repository r JOIN connection c ON c.id = r.connection WHERE c.name = ? AND r.name = ?';
    return this.sql(text).get(connectionId, repository) as { id: number; listed: number | null } | undefined;
  }

  /** The id of a connection; undefined where nothing is known of it. */
  connection(connectionId: string): number | undefined {
    return (this.sql('SELECT id FROM connection WHERE name = ?').get(connectionId) as { id: number } | undefined)?.id;
  }

  /** The largest id there is. */
  mostId(table: 'manifest' | 'blob'): number {
    return (this.sql(`SELECT coalesce(max(id), 0) AS id FROM ${table}`).get() as { id: number }).id;
  }

  /** The id of a repository, added where it is new. */
  repositoryFor(place: InRepository): number {
    const found = this.repository(place);
    if (found) return found.id;
    const text = 'INSERT INTO repository (connection, name) VALUES (?, ?)';
    return Number(this.sql(text).run(this.connectionFor(place.connectionId), place.repository).lastInsertRowid);
  }

  /** The id of a connection, added where it is new. */
  connectionFor(connectionId: string): number {
    this.sql('INSERT OR IGNORE INTO connection (name) VALUES (?)').run(connectionId);
    return (this.sql('SELECT id FROM connection WHERE name = ?').get(connectionId) as { id: number }).id;
  }

  /** The id of a manifest, added without what it says where it is new. */
  manifestFor(digest: Uint8Array): number {
    const found = this.sql('SELECT id FROM manifest WHERE digest = ?').get(digest) as { id: number } | undefined;
    return found?.id ?? Number(this.sql('INSERT INTO manifest (digest) VALUES (?)').run(digest).lastInsertRowid);
  }
}
