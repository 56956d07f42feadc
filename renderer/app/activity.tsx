import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import { hasEnded, type Run } from '../../shared/contract/runs.ts';
import { ActivityPanel } from '../features/runs/activity-panel.tsx';
import type { RunActions } from '../features/runs/run-item.tsx';
import { hasDoneAll } from '../features/runs/run-state.ts';
import { useRunEnds } from '../features/runs/use-run-ends.ts';
import { showActivityFor, useActivity } from '../lib/activity.ts';
import { goTo } from '../lib/places.ts';
import { type OpenDialog, openDialog, useUi } from '../lib/ui-state.ts';
import { useFormat } from '../lib/use-format.ts';
import { refreshAfterRun, tellEnd } from './after-run.tsx';

/** The dialog that a run was begun in, opened for it again; undefined for those that are not opened again. */
function dialogOf({ about }: Run): OpenDialog | undefined {
  switch (about.kind) {
    case 'copy': {
      const { connectionId, repository } = about.from;
      return { kind: 'copy', connectionId, repository, tags: about.images.map(({ reference }) => reference), about };
    }
    case 'save': {
      const { connectionId, repository } = about.from;
      return { kind: 'save', connectionId, repository, tags: about.tags, about };
    }
    case 'load':
      return { kind: 'load', connectionId: about.to.connectionId, repository: about.to.repository, about };
    case 'undo':
      return about.how === 'undo' ? { kind: 'undo', id: about.changeId, others: about.others } : undefined;
    case 'delete':
    case 'clean-up':
      return { kind: 'delete', connectionId: about.connectionId, targets: [], untagOnly: false, purpose: about.kind, about };
    default:
      return assertNever(about);
  }
}

/** Where a run has put an image. */
function placeOf({ about, state }: Run): (() => void) | undefined {
  if (state !== 'done' || (about.kind !== 'copy' && about.kind !== 'load')) return undefined;
  const { connectionId, repository, tag } = about.to;
  const isMany = about.kind === 'copy' && about.images.length > 1;
  return () => goTo({ connectionId, repository, ...(isMany ? {} : { reference: { tag } }) });
}

function actionsOf(run: Run): RunActions {
  const dialog = hasEnded(run) && hasDoneAll(run) ? undefined : dialogOf(run);
  return { show: dialog && (() => openDialog(dialog, run.id)), open: placeOf(run) };
}

/** The runs of the application, and what happens on the page when one ends. */
export function Activity() {
  const { t } = useTranslation();
  const format = useFormat();
  const onEnd = useCallback(
    (run: Run) => {
      refreshAfterRun(run);
      if (!hasDoneAll(run)) {
        // What should be read stands in its dialog, where that is open, or in the panel.
        if (run.id === useUi.getState().runId) return;
        showActivityFor(run.id);
        if (useActivity.getState().isOpen !== false) return;
      }
      tellEnd(t, format, run);
    },
    [t, format],
  );
  useRunEnds(onEnd);
  return <ActivityPanel actionsOf={actionsOf} />;
}
