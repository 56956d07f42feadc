import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import { hasEnded, isDeletion, type Run } from '../../shared/contract/runs.ts';
import { restOf } from '../features/delete/rest.ts';
import { InterruptedRuns } from '../features/history/interrupted-runs.tsx';
import { interruptedQuery } from '../features/history/queries.ts';
import { ActivityPanel } from '../features/runs/activity-panel.tsx';
import type { RunActions } from '../features/runs/run-item.tsx';
import { runPlace } from '../features/runs/run-place.ts';
import { hasDoneAll, needsNewPlan } from '../features/runs/run-state.ts';
import { runTitle } from '../features/runs/run-text.ts';
import { useRunEnds } from '../features/runs/use-run-ends.ts';
import { useRunPauses } from '../features/runs/use-run-pauses.ts';
import { useTellFound } from '../features/watch/use-tell-found.tsx';
import { runBegun, showActivityFor, useActivity } from '../lib/activity.ts';
import { notice } from '../lib/notice.ts';
import { goTo } from '../lib/places.ts';
import { queryClient } from '../lib/query-client.ts';
import { reasonText } from '../lib/run-words.ts';
import { itemsOf, retryRun } from '../lib/runs.ts';
import type { Format } from '../lib/text/format.ts';
import { type OpenDialog, openDialog, useUi } from '../lib/ui-state.ts';
import { useFormat } from '../lib/use-format.ts';
import { refreshAfterRun, tellEnd } from './after-run.tsx';
import { notifyEnd } from './notify-end.ts';

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
    case 'save-content': {
      const { connectionId, repository } = about.from;
      return { kind: 'save-content', connectionId, repository, content: about.content, about };
    }
    case 'load':
      return { kind: 'load', connectionId: about.to.connectionId, repository: about.to.repository, about };
    case 'undo':
      return about.how === 'undo' ? { kind: 'undo', id: about.changeId, others: about.others } : undefined;
    case 'retag': {
      const tags = [...new Set(about.targets.map(({ from }) => from))];
      return { kind: 'retag', connectionId: about.at.connectionId, repository: about.at.repository, tags, about };
    }
    case 'delete':
    case 'clean-up':
      return { kind: 'delete', connectionId: about.connectionId, targets: [], untagOnly: false, purpose: about.kind, about };
    case 'scan':
      return { kind: 'scan', connectionId: about.connectionId };
    case 'check':
      return { kind: 'check', connectionId: about.connectionId, repository: about.repository };
    default:
      return assertNever(about);
  }
}

/** Where a run has put an image. */
function placeOf(run: Run): (() => void) | undefined {
  const { about, state } = run;
  if (state !== 'done' || (about.kind !== 'copy' && about.kind !== 'load')) return undefined;
  return () => goTo(runPlace(run));
}

/** Opens the deletion of what a run has not tried. */
async function deleteRest({ id, about }: Run): Promise<void> {
  const dialog = restOf(about, await itemsOf(id));
  if (dialog) openDialog(dialog);
}

/** How a run that has ended early is taken up again: at once, or, where tags are deleted, after a person has confirmed what is left. */
function retryOf(t: TFunction, format: Format, run: Run): RunActions['retry'] {
  if (!hasEnded(run) || hasDoneAll(run)) return undefined;
  const failed = (error: unknown): void => notice(t('runs.failed', { what: runTitle(t, run.about) }), reasonText(t, error));
  if (isDeletion(run.result) && run.result.notTried > 0) {
    const count = run.result.notTried;
    const label = t('runs.retryRest', { count, shown: format.number(count) });
    return { label, run: () => void deleteRest(run).catch(failed) };
  }
  const dialog = needsNewPlan(run) ? dialogOf(run) : undefined;
  if (dialog) return { label: t('runs.planAgain'), run: () => openDialog(dialog) };
  return run.canRetry ? { label: t('runs.retry'), run: () => void retryRun(run.id).then(runBegun).catch(failed) } : undefined;
}

function actionsOf(t: TFunction, format: Format, run: Run): RunActions {
  const dialog = hasEnded(run) && hasDoneAll(run) ? undefined : dialogOf(run);
  return { show: dialog && (() => openDialog(dialog, run.id)), retry: retryOf(t, format, run), open: placeOf(run) };
}

/** Whether what a run has changed waits for a decision: that is asked at the top of the window, where the panel would lie over it. */
async function isWaiting({ changeIds }: Run): Promise<boolean> {
  if (changeIds.length === 0) return false;
  const waiting = await queryClient.fetchQuery(interruptedQuery).catch(() => undefined);
  return waiting?.changes.some(({ id }) => changeIds.includes(id)) === true;
}

/** The runs of the application, and what happens on the page when one ends. */
export function Activity() {
  const { t } = useTranslation();
  const format = useFormat();
  const onEnd = useCallback(
    (run: Run) => {
      refreshAfterRun(run);
      notifyEnd(t, format, run);
      if (!hasDoneAll(run)) {
        // What should be read stands in its dialog, where that is open, or in the panel.
        if (run.id === useUi.getState().runId) return;
        void isWaiting(run).then((waits) => {
          if (waits) return;
          showActivityFor(run.id);
          if (useActivity.getState().isOpen === false) tellEnd(t, format, run);
        });
        return;
      }
      tellEnd(t, format, run);
    },
    [t, format],
  );
  useRunEnds(onEnd);
  useRunPauses(refreshAfterRun);
  useTellFound();
  return <ActivityPanel actionsOf={(run) => actionsOf(t, format, run)} interrupted={<InterruptedRuns />} />;
}
