import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { storageFailure } from '../../shared/errors.ts';
import { DatabaseSync } from '../sqlite.ts';

/** The process that uses a data folder, and its socket, which only this person can reach. */
const holderSchema = z.object({
  host: z.enum(['browser', 'electron', 'command']),
  pid: z.number().int(),
  /** ISO 8601. */
  started: z.string(),
  endpoint: z.string(),
});

export type Holder = z.infer<typeof holderSchema>;

const LOCK = 'longshore.lock';
const HOLDER = 'running.json';
/** SQLITE_BUSY (https://sqlite.org/rescode.html#busy). */
const BUSY = 5;
/** SQLite's primary result codes of a folder that cannot be written (https://sqlite.org/rescode.html), by the system's codes that mean the same. */
const SYSTEM_CODES = new Map([
  [3, 'EACCES'],
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
]);

/** An error of SQLite with the system's code in place of Node's one code for all errors of SQLite. */
function withSystemCode(error: unknown): unknown {
  const code = SYSTEM_CODES.get(Number((error as { errcode?: number }).errcode) & 0xff);
  return code ? Object.assign(new Error(code), { code }) : error;
}

/**
 * One process a data folder, for as long as that process lives. The lock is the operating system's own, taken through SQLite, and ends with the
 * process however it ends: there is no stale lock to judge by its age.
 */
export class FolderLock {
  private readonly folder: string;
  private readonly database: DatabaseSync;

  private constructor(folder: string, database: DatabaseSync) {
    this.folder = folder;
    this.database = database;
  }

  /** Takes the lock; undefined where another process has it. @throws Failure STORAGE. */
  static take(folder: string): FolderLock | undefined {
    const path = join(folder, LOCK);
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path);
      database.exec('BEGIN EXCLUSIVE');
      return new FolderLock(folder, database);
    } catch (error) {
      database?.close();
      if ((error as { errcode?: number }).errcode === BUSY) return undefined;
      throw storageFailure(path, withSystemCode(error));
    }
  }

  /** Writes down who holds the folder, for a second start to find. @throws Failure STORAGE. */
  announce(holder: Holder): void {
    const path = join(this.folder, HOLDER);
    const temporary = `${path}.${randomUUID()}`;
    try {
      writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600 });
      renameSync(temporary, path);
    } catch (error) {
      throw storageFailure(path, error);
    }
  }

  release(): void {
    rmSync(join(this.folder, HOLDER), { force: true });
    this.database.close();
  }
}

/** The process that holds the folder, if it is recorded. The record of a killed process remains until the next start. */
export function readHolder(folder: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(join(folder, HOLDER), 'utf8')));
  } catch {
    return undefined;
  }
}
