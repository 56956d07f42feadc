import type { RunDetail, RunItem } from '../../shared/contract/runs.ts';
import type { Context } from './context.ts';
import { exitOf, Refusal } from './exit-codes.ts';

export type EndedRun = { readonly run: RunDetail['run']; readonly items: readonly RunItem[] };

function progressOf({ run }: RunDetail): string {
  const { progress, waiting } = run;
  if (waiting) return `waiting: ${waiting.failure.code}, tried again at ${waiting.until.slice(11, 19)}`;
  return progress ? `${progress.done} of ${progress.total} ${progress.unit}` : '';
}

/**
 * Follows a run to its end. Ctrl-C stops it where it may be stopped, and its end is waited for, as the browser host does; a second one does not wait.
 * @throws Refusal `interrupted`, and what the run failed with.
 */
export async function followRun({ client, output, signal }: Context, runId: string): Promise<EndedRun> {
  const stop = (): void => {
    output.note('Stopping after what is under way. Press Ctrl-C again to leave now.');
    void client.runs.say({ id: runId, what: 'stop' }).catch(() => {});
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  const items: RunItem[] = [];
  let last: RunDetail | undefined;
  try {
    for await (const detail of await client.runs.follow({ id: runId })) {
      items.push(...detail.items);
      last = detail;
      output.progress(progressOf(detail));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    output.progress('');
  }
  if (!last) throw new Refusal('failed', 'The run is not kept any more. longshore history shows what was changed.');
  return { run: last.run, items };
}

/** Ends a command as its run has ended. @throws Refusal, and what the run failed with. */
export function endAs({ run }: EndedRun, isWhole: boolean): void {
  if (run.state === 'failed' && run.failure) throw Object.assign(new Error(run.failure.code), run.failure);
  if (run.state === 'stopped') throw new Refusal('interrupted', 'Stopped. What was done until then is in the history.');
  if (!isWhole) throw new Refusal('failed', 'Not all of it was done.');
}

/** How a failure that is carried as a value is told in a line. */
export const failureCode = (failure: { readonly code: string } | undefined): string =>
  failure === undefined ? '' : `${failure.code} (${exitOf(failure)})`;

/** The command that undoes the changes. */
export const undoHint = (ids: readonly string[]): string => `longshore undo ${ids.join(' ')}`;
