import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { LongAnswers } from './long-answers.ts';
import { isLong, stepsOf } from './long-questions.ts';
import type { Asked, Part, Said } from './messages.ts';
import { openForReading } from './open.ts';
import { Rows } from './rows.ts';

// A second thread of the index, for questions that take long. It has the file open to read: neither does it wait for what is written, nor that for it.

const { path } = workerData as { readonly path: string };
const say = (said: Said): void => parentPort?.postMessage(said);

type Open = { readonly database: DatabaseSync; readonly rows: Rows; readonly inode: number };
let open: Open | undefined;

const long = new LongAnswers<Part>({
  onPart: (id, part) => say({ kind: 'part', id, part }),
  onEnd: (id, error) => say({ kind: 'end', id, ...(error === undefined ? {} : { error: String(error) }) }),
  onFailure: close,
});

function close(): void {
  long.endAll(new Error('the index was replaced'));
  open?.database.close();
  open = undefined;
}

/** The rows of the file as it is now: one that was deleted or set aside is opened again. @throws Error where there is none to be read. */
function current(): Rows {
  const inode = statSync(path).ino;
  if (open?.inode !== inode) {
    close();
    const database = openForReading(path);
    open = { database, rows: new Rows(database), inode };
  }
  return open.rows;
}

function work({ id, question }: Asked): void {
  if (isLong(question)) return long.begin(id, stepsOf(current(), question));
  if (question.kind === 'stop') long.stop(question.asked);
  if (question.kind === 'close') {
    close();
    parentPort?.close();
  }
  say({ kind: 'end', id });
}

parentPort?.on('message', (asked: Asked) => {
  try {
    work(asked);
  } catch (error) {
    say({ kind: 'end', id: asked.id, error: String(error) });
  }
});
