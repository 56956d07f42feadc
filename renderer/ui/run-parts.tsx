import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isAborted } from '../lib/failure.ts';
import type { RunState } from '../lib/use-run.ts';
import { DialogFooter } from './dialog-parts.tsx';
import { FailureNote } from './failure-panel.tsx';
import { Note } from './note.tsx';

/** How a run ended that did not end well: stopped by the person, or failed. */
export function RunEnd({ run, stopped }: { readonly run: Pick<RunState, 'running' | 'failure' | 'stopped'>; readonly stopped: string }) {
  if (run.running || run.failure === undefined) return null;
  // Only what was really stopped is: any other end says what it is.
  return run.stopped && isAborted(run.failure) ? (
    <Note tone="warn" role="alert">
      {stopped}
    </Note>
  ) : (
    <FailureNote error={run.failure} handlers={{}} />
  );
}

/** The buttons of a dialog with a run: begin and cancel; stop while it is under way. */
export function RunFooter({
  run,
  ready,
  apply,
  footnote,
  onClose,
}: {
  readonly run: RunState;
  readonly ready: boolean;
  readonly apply: string;
  readonly footnote: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <DialogFooter start={run.running ? undefined : footnote}>
      {run.running ? (
        <Button variant="default" disabled={run.stopped} onClick={run.stop}>
          {t(run.stopped ? 'many.stopping' : 'copyTo.stop')}
        </Button>
      ) : (
        <Button variant="subtle" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
      )}
      <Button type="submit" disabled={!ready && !run.running} loading={run.running}>
        {apply}
      </Button>
    </DialogFooter>
  );
}
