import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DocumentAnswer, DocumentTask } from './messages.ts';

/** Beside the bundle it is a script; in the sources it is what Node reads as it is. */
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './document-worker.js', import.meta.url);

/** MiB. 32 MiB of JSON take about ten times that as objects; a document that wants more ends its thread, not the application. */
const MEMORY = 1_024;

/** Large bytes are handed over, because copying 32 MiB takes as long as a frame. Small ones may share their memory with others. */
function movable({ layer: { bytes } }: DocumentTask): ArrayBuffer[] {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? [buffer] : [];
}

/** The answers of a thread of its own, which takes the bytes of the layer with it, and ends with the last, or when nobody wants them any more. @throws Error where the thread fails. */
export async function* answersOf(
  task: DocumentTask,
  signal: AbortSignal | undefined,
): AsyncGenerator<Exclude<DocumentAnswer, { kind: 'end' }>> {
  signal?.throwIfAborted();
  const thread = new Worker(SCRIPT, { workerData: task, transferList: movable(task), resourceLimits: { maxOldGenerationSizeMb: MEMORY } });
  // One that runs out of memory while it is being ended would otherwise end the application.
  thread.on('error', () => {});
  try {
    for (;;) {
      thread.postMessage('next');
      const [answer] = (await once(thread, 'message', { signal })) as [DocumentAnswer];
      if (answer.kind === 'end') return;
      yield answer;
    }
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    await thread.terminate();
  }
}
