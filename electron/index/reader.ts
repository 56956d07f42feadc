import { parentPort, workerData } from 'node:worker_threads';
import { collectAtRest } from '../memory.ts';
import { LongAnswers } from './long-answers.ts';
import { isLong } from './long-questions.ts';
import type { Asked, Part, Said } from './messages.ts';
import { Snapshots } from './snapshots.ts';

// A second thread of the index, for questions that take long. It has the file open to read: neither does it wait for what is written, nor that for it.

const { path } = workerData as { readonly path: string };
const say = (said: Said): void => parentPort?.postMessage(said);

const snapshots = new Snapshots(path);
const long = new LongAnswers<Part>({
  onPart: (id, part) => say({ kind: 'part', id, part }),
  onEnd: (id, error) => say({ kind: 'end', id, ...(error === undefined ? {} : { error: String(error) }) }),
  onFailure: close,
});

function close(): void {
  long.endAll(new Error('the index was replaced'));
  snapshots.close();
}

function work({ id, question }: Asked): void {
  if (isLong(question)) {
    if (snapshots.isOther()) close();
    return long.begin(id, snapshots.answer(question));
  }
  if (question.kind === 'stop') long.stop(question.asked);
  if (question.kind === 'close') {
    close();
    parentPort?.close();
  }
  say({ kind: 'end', id });
}

collectAtRest();
parentPort?.on('message', (asked: Asked) => {
  try {
    work(asked);
  } catch (error) {
    say({ kind: 'end', id: asked.id, error: String(error) });
  }
});
