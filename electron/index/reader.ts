import { parentPort } from 'node:worker_threads';
import { collectAtRest } from '../memory.ts';
import { isLong } from './is-long.ts';
import { LongAnswers } from './long-answers.ts';
import type { Asked, Opening, Part, Said } from './messages.ts';
import { Snapshots } from './snapshots.ts';

// A second thread of the index, for questions that take long. It has the file open to read: neither does it wait for what is written, nor that for it.

const say = (said: Said): void => parentPort?.postMessage(said);

/** Told before anything is asked. */
let snapshots: Snapshots;
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
parentPort?.on('message', (message: Opening | Asked) => {
  if ('path' in message) {
    snapshots = new Snapshots(message.path);
    return;
  }
  const asked = message;
  try {
    work(asked);
  } catch (error) {
    say({ kind: 'end', id: asked.id, error: String(error) });
  }
});
