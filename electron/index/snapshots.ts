import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Steps } from './long-answers.ts';
import { stepsOf } from './long-questions.ts';
import type { LongQuestion, Part } from './messages.ts';
import { openForReading } from './open.ts';
import { Rows } from './rows.ts';

/** A connection to the file that only reads it. A transaction belongs to one, so each question under way has its own. */
type Reader = { readonly database: DatabaseSync; readonly rows: Rows };

/** Connections that are kept for the next questions. */
const MOST_IDLE = 2;

/**
 * ms after which a question goes on with the file as it is then: while one sees what was before, everything that is written meanwhile makes the log
 * longer (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files).
 */
const MOST_MS = 10_000;

/** Answers questions from the file that another thread writes: each from the file as it was when its answer began. */
export class Snapshots {
  private readonly path: string;
  private readonly mostMs: number;
  /** Which file the connections are to. */
  private inode: number | undefined;
  private idle: Reader[] = [];

  constructor(path: string, mostMs = MOST_MS) {
    this.path = path;
    this.mostMs = mostMs;
  }

  /** Whether the file is no longer the one that the answers under way are read from: it was deleted or set aside. */
  isOther(): boolean {
    return this.inode !== undefined && statSync(this.path, { throwIfNoEntry: false })?.ino !== this.inode;
  }

  /** The steps of an answer, to be ended by `return` where it is not wanted any more. @throws Error where there is no file to be read. */
  answer(question: LongQuestion): Steps<Part> {
    if (this.idle.length === 0) this.idle.push(this.open());
    return this.steps(question);
  }

  /** Closes what no answer is being read from. */
  close(): void {
    for (const { database } of this.idle) database.close();
    this.idle = [];
    this.inode = undefined;
  }

  private open(): Reader {
    const inode = statSync(this.path).ino;
    const database = openForReading(this.path);
    this.inode = inode;
    return { database, rows: new Rows(database) };
  }

  private *steps(question: LongQuestion): Steps<Part> {
    const reader = this.idle.pop() ?? this.open();
    const { database, rows } = reader;
    try {
      let until = this.begin(database);
      for (const step of stepsOf(rows, question)) {
        yield step;
        if (performance.now() < until) continue;
        database.exec('COMMIT');
        until = this.begin(database);
      }
    } catch (error) {
      database.close();
      throw error;
    } finally {
      if (database.isOpen) this.giveBack(reader);
    }
  }

  /** Sees the file, from the next question to SQLite on, as it is then; until when. */
  private begin(database: DatabaseSync): number {
    database.exec('BEGIN');
    return performance.now() + this.mostMs;
  }

  private giveBack(reader: Reader): void {
    reader.database.exec('COMMIT');
    if (this.idle.length < MOST_IDLE) this.idle.push(reader);
    else reader.database.close();
  }
}
