import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LineDiff } from './line-diff.ts';

/** Beside the bundle it is a script; in the sources it is what Node reads as it is. */
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './diff-worker.js', import.meta.url);
/** MiB of the thread's heap: two texts of 1 MiB need about 100. */
const MEMORY = 512;

/** What two texts differ in, found out in a thread of its own, which ends when nobody wants it any more. @throws Error where the thread fails; the signal's reason. */
export async function diffInThread(before: string, after: string, signal: AbortSignal): Promise<LineDiff> {
  signal.throwIfAborted();
  const thread = new Worker(SCRIPT, { workerData: [before, after], resourceLimits: { maxOldGenerationSizeMb: MEMORY } });
  // One that runs out of memory while it is being ended would otherwise end the application.
  thread.on('error', () => {});
  try {
    const [diff] = (await once(thread, 'message', { signal })) as [LineDiff];
    return diff;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    await thread.terminate();
  }
}
