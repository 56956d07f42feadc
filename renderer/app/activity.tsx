import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import { isDeletion, isSettling, type Run, type RunAbout } from '../../shared/contract/runs.ts';

import { deleteNotice } from '../features/delete/delete-notice.tsx';
import { undoNotice } from '../features/history/settle-run.ts';

import { RunList } from '../features/runs/run-list.tsx';

import { runStateText, runTitle } from '../features/runs/run-text.ts';
import { useRunEnds } from '../features/runs/use-run-ends.ts';
import { refreshConnection, refreshTags } from '../features/tags/queries.ts';
import { transferNotice } from '../features/transfer/transfer-notice.tsx';
import { historyChanged } from '../lib/changes.ts';
import { notice } from '../lib/notice.ts';
import { dismissRun } from '../lib/runs.ts';
import type { Format } from '../lib/text/format.ts';
import { type OpenDialog, openDialog, useUi } from '../lib/ui-state.ts';
import { useFormat } from '../lib/use-format.ts';
import { refreshPlace } from './dialogs.tsx';

/** The dialog that a run was begun in, opened for it again; undefined for those that are not opened again. */
function dialogOf({ about }: Run): OpenDialog | undefined {
  switch (about.kind) {
    case 'copy':
    case 'save': {
      const { connectionId, repository, tag } = about.from;
      return about.kind === 'copy'
        ? { kind: 'copy', connectionId, repository, tags: [tag], about }
        : { kind: 'save', connectionId, repository, tags: [tag], about };
    }
    case 'load':
      return { kind: 'load', connectionId: about.to.connectionId, repository: about.to.repository, about };
    case 'undo':
      return about.how === 'undo' ? { kind: 'undo', id: about.changeId } : undefined;
    case 'delete':
    case 'clean-up':
      return { kind: 'delete', connectionId: about.connectionId, targets: [], untagOnly: false, purpose: about.kind, about };
    default:
      return assertNever(about);
  }
}

/** What a run may have changed is asked for again. */
function refreshAfterRun(about: RunAbout): void {
  void historyChanged();
  switch (about.kind) {
    case 'copy':
    case 'load':
      return refreshPlace(about.to.connectionId, about.to.repository);
    case 'save':
      return;
    case 'delete':
    case 'clean-up':
      return void (about.repository === null ? refreshConnection(about.connectionId) : refreshTags(about.connectionId, about.repository));
    case 'undo':
      return void refreshTags(about.at.connectionId, about.at.repository);
    default:
      return assertNever(about);
  }
}

/** Whether a run has ended with nothing left for a person to read. */
const hasDoneAll = ({ state, result }: Run): boolean => state === 'done' && !(isDeletion(result) && result.problems > 0);

function tellEnd(t: TFunction, format: Format, run: Run): void {
  const { state, result, about } = run;
  const isTransfer = result?.kind === 'copy' || result?.kind === 'load' || result?.kind === 'save';
  const special = state === 'done' && isTransfer ? transferNotice(t, format, run, result) : undefined;
  if (special) return notice(special.title, special.message);
  const deletion = state === 'done' ? deleteNotice(t, run) : undefined;
  if (deletion) return notice(deletion.title, deletion.message);
  if (about.kind === 'undo' && (state === 'done' || isSettling(about))) {
    const told = undoNotice(t, runTitle(t, about), run);
    return told && notice(told.title, told.message);
  }
  if (state === 'done' || state === 'failed' || state === 'stopped')
    notice(t(`runs.${state}`, { what: runTitle(t, about) }), state === 'done' && !result ? '' : runStateText(t, format, run));
}

/** The runs of the application, and what happens on the page when one ends. */
export function Activity() {
  const { t } = useTranslation();
  const format = useFormat();
  const hiddenId = useUi(({ runId }) => runId);
  const onEnd = useCallback(
    (run: Run) => {
      refreshAfterRun(run.about);
      // A run that is only partly done is reported in its dialog, where that is open.
      if (!hasDoneAll(run) && run.id === useUi.getState().runId) return;
      tellEnd(t, format, run);
      if (hasDoneAll(run)) dismissRun(run.id);
    },
    [t, format],
  );
  useRunEnds(onEnd);
  const showOf = (run: Run): (() => void) | undefined => {
    const dialog = hasDoneAll(run) ? undefined : dialogOf(run);
    return dialog && (() => openDialog(dialog, run.id));
  };
  return <RunList hiddenId={hiddenId} showOf={showOf} />;
}
