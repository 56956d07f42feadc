import { isAborted } from '../../lib/failure.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import type { WorkState } from './use-work.ts';

/** How work ended that did not end well: stopped by the person, or failed. */
export function WorkEnd({
  work,
  stopped,
}: {
  readonly work: Pick<WorkState, 'running' | 'failure' | 'stopped'>;
  readonly stopped: string;
}) {
  if (work.running || work.failure === undefined) return null;
  // Only what was really stopped is: any other end says what it is.
  return work.stopped && isAborted(work.failure) ? (
    <Note tone="warn" role="alert">
      {stopped}
    </Note>
  ) : (
    <FailureNote error={work.failure} handlers={{}} />
  );
}
