import type { TFunction } from 'i18next';
import { assertNever } from '../../shared/assert-never.ts';
import { isDeletion, isSettling, type Run, type RunAbout } from '../../shared/contract/runs.ts';
import { deleteNotice } from '../features/delete/delete-notice.tsx';
import { undoNotice } from '../features/history/settle-run.ts';
import { retagNotice } from '../features/retag/retag-notice.tsx';
import { runStateText, runTitle } from '../features/runs/run-text.ts';
import { refreshConnection, refreshTags } from '../features/tags/queries.ts';
import { transferNotice } from '../features/transfer/transfer-notice.tsx';
import { historyChanged } from '../lib/changes.ts';
import { api } from '../lib/client.ts';
import { notice } from '../lib/notice.ts';
import { closeDeleted } from '../lib/places.ts';
import { queryClient } from '../lib/query-client.ts';
import { itemsOf } from '../lib/runs.ts';
import type { Format } from '../lib/text/format.ts';
import { checkTags, useUi } from '../lib/ui-state.ts';
import { refreshPlace } from './dialogs.tsx';

/** Tags of the shown repository that a run has deleted are neither selected nor open any more. */
async function forgetDeleted({ id, about }: Run): Promise<void> {
  const { place } = useUi.getState();
  if (!isDeletion(about) || place?.repository === undefined || place.connectionId !== about.connectionId) return;
  const { connectionId, repository } = place;
  if (about.repository !== null && about.repository !== repository) return;
  const items = await itemsOf(id);
  const deleted = items.flatMap((item) => (item.repository === repository && item.state === 'deleted' ? [item.tag] : []));
  closeDeleted(connectionId, repository, deleted);
  const { checkedTags } = useUi.getState();
  const gone = new Set(deleted);
  if (deleted.some((tag) => checkedTags.has(tag))) checkTags(new Set([...checkedTags].filter((tag) => !gone.has(tag))));
}

/** What a run may have changed is asked for again. */
function refreshChanged(about: RunAbout): void {
  void historyChanged();
  switch (about.kind) {
    case 'copy':
    case 'load':
      return refreshPlace(about.to.connectionId, about.to.repository);
    case 'save':
    case 'save-content':
    case 'check':
      return;
    case 'delete':
    case 'clean-up':
      return void (about.repository === null ? refreshConnection(about.connectionId) : refreshTags(about.connectionId, about.repository));
    case 'retag':
    case 'undo':
      return void refreshTags(about.at.connectionId, about.at.repository);
    case 'scan':
      return void queryClient.invalidateQueries({ queryKey: api.localIndex.key() });
    default:
      return assertNever(about);
  }
}

/** After a run that began on any page: nothing on this page shows what was true before it. */
export const refreshAfterRun = (run: Run): void =>
  void forgetDeleted(run)
    .catch(() => {})
    .then(() => refreshChanged(run.about));

/** Tells in a notice how a run ended. */
export function tellEnd(t: TFunction, format: Format, run: Run): void {
  const { state, result, about } = run;
  const isTransfer = result?.kind === 'copy' || result?.kind === 'load' || result?.kind === 'save';
  const special = state === 'done' && isTransfer ? transferNotice(t, format, run, result) : undefined;
  if (special) return notice(special.title, special.message);
  const change = state === 'done' ? (deleteNotice(t, format, run) ?? retagNotice(t, format, run)) : undefined;
  if (change) return notice(change.title, change.message);
  if (about.kind === 'undo' && (state === 'done' || isSettling(about))) {
    const told = undoNotice(t, format, runTitle(t, about), run);
    return told && notice(told.title, told.message);
  }
  if (state === 'done' || state === 'failed' || state === 'stopped')
    notice(t(`runs.${state}`, { what: runTitle(t, about) }), state === 'done' && !result ? '' : runStateText(t, format, run));
}
