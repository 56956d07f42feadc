import type { TFunction } from 'i18next';
import type { WatchFound } from '../../../shared/contract/watch.ts';
import { isInBrowser } from '../../lib/client.ts';
import { notifyPermission } from '../../lib/notifications.ts';
import type { Format } from '../../lib/text/format.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { foundText, namesText } from './watch-text.ts';

/** Tells outside of the page what was found, where nobody sees the page. In Electron the application does this. */
export function tellFound(t: TFunction, format: Format, found: WatchFound): void {
  const isSeen = !document.hidden && document.hasFocus();
  if (!isInBrowser || isSeen || !useUi.getState().settings.notifyRunEnd || notifyPermission() !== 'granted') return;
  // Every tab of the window tells the same: one replaces the other.
  const tag = `watch ${found.changes[0]?.at ?? 0}`;
  const told = new Notification(foundText(t, format, found), { body: namesText(format, found), tag });
  told.onclick = () => {
    window.focus();
    openDialog({ kind: 'watch' });
    told.close();
  };
}
