import type { TFunction } from 'i18next';
import { hasProblems, type Run } from '../../shared/contract/runs.ts';
import { runStateText, runTitle } from '../features/runs/run-text.ts';
import { showActivity } from '../lib/activity.ts';
import { isInBrowser } from '../lib/client.ts';
import { notifyPermission } from '../lib/notifications.ts';
import type { Format } from '../lib/text/format.ts';
import { useUi } from '../lib/ui-state.ts';

/** Tells outside of the page how a run ended, where nobody sees the page. A person who has stopped it knows. In Electron the application does this. */
export function notifyEnd(t: TFunction, format: Format, run: Run): void {
  const isSeen = !document.hidden && document.hasFocus();
  if (!isInBrowser || isSeen || run.state === 'stopped' || run.state === 'running') return;
  if (!useUi.getState().settings.notifyRunEnd || notifyPermission() !== 'granted') return;
  const what = runTitle(t, run.about);
  const title = run.state === 'failed' ? t('runs.failed', { what }) : hasProblems(run.result) ? what : t('runs.done', { what });
  // Every tab of the window tells the same: one replaces the other.
  const notice = new Notification(title, { body: runStateText(t, format, run), tag: run.id });
  notice.onclick = () => {
    window.focus();
    showActivity();
    notice.close();
  };
}
