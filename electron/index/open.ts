import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { IndexTrouble } from '../../shared/contract/local-index.ts';
import { DatabaseSync } from '../sqlite.ts';
import { IMAGES } from './migrations/0001-images.ts';
import { LABELS } from './migrations/0002-labels.ts';
import { NAMES } from './migrations/0003-names.ts';
import { BLOB_SIZE } from './migrations/0004-blob-size.ts';
import { TOLD } from './migrations/0005-told.ts';
import { SCANS } from './migrations/0006-scans.ts';
import { SEARCH } from './migrations/0007-search.ts';
import { ORDER } from './migrations/0008-order.ts';
import { VISITS } from './migrations/0009-visits.ts';
import { LAYER_TREES } from './migrations/0010-layer-trees.ts';
import { LAYER_FACTS } from './migrations/0011-layer-facts.ts';

/** In their order; a file's `user_version` is how many it has. */
const MIGRATIONS = [IMAGES, LABELS, NAMES, BLOB_SIZE, TOLD, SCANS, SEARCH, ORDER, VISITS, LAYER_TREES, LAYER_FACTS];

/** ms that one thread waits while the other has the file locked, as whichever opens it first does to restore what a crash left. */
const LOCKED_MS = 5_000;

export type OpenIndex = { readonly database: DatabaseSync; readonly trouble?: IndexTrouble };

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) of a file that is no index, or no longer one. */
const DAMAGED = [11, 26];

/** Whether SQLite failed, and not what called it (https://nodejs.org/api/errors.html#err_sqlite_error). */
export function isOfSqlite(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR';
}

/** Whether what SQLite says means that the file is damaged. */
export function isDamage(error: unknown): boolean {
  return DAMAGED.includes(Number((error as { errcode?: unknown }).errcode) & 0xff);
}

/** Whether a row did not fit the others: the mistake is ours, and the file is whole. */
export function isConstraint(error: unknown): boolean {
  return (Number((error as { errcode?: unknown }).errcode) & 0xff) === 19;
}

class NewerIndex extends Error {}

function migrate(database: DatabaseSync): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > MIGRATIONS.length) throw new NewerIndex(`version ${version}`);
  for (const [at, migration] of MIGRATIONS.entries()) {
    if (at < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${migration} PRAGMA user_version = ${at + 1}; COMMIT;`);
  }
}

function openAt(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: LOCKED_MS });
  try {
    // A cache: what the last seconds before a power cut added may be lost.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens a file that another thread writes. @throws Error where it is not, or not yet, what this version reads. */
export function openForReading(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: LOCKED_MS });
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === MIGRATIONS.length) return database;
  database.close();
  throw new Error(`version ${version}`);
}

/** Moves the file out of the way, over what was moved before; what belongs to it goes. */
function setAside(path: string): void {
  renameSync(path, `${path}.aside`);
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

/** The index in memory alone, lost with the process. */
export function openInMemory(): OpenIndex {
  return { database: openAt(':memory:'), trouble: 'memory-only' };
}

/** Sets the file aside and makes a new one. Never fails. */
export function beginAnew(path: string, trouble: IndexTrouble): OpenIndex {
  try {
    setAside(path);
    return { database: openAt(path), trouble };
  } catch {
    return openInMemory();
  }
}

/**
 * Opens the index, and makes it where there is none. One that is damaged or of a newer Longshore is set aside as `<path>.aside`; where nothing
 * can be written, the index is in memory. Never fails.
 */
export function openIndex(path: string): OpenIndex {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite gives the files beside it the same mode.
    closeSync(openSync(path, 'a', 0o600));
    return { database: openAt(path) };
  } catch (error) {
    const trouble = error instanceof NewerIndex ? 'newer' : isDamage(error) ? 'damaged' : undefined;
    return trouble === undefined ? openInMemory() : beginAnew(path, trouble);
  }
}
