import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { isWaiting } from '../../shared/change.ts';
import { historyQuery } from '../features/history/queries.ts';
import { refreshTags } from '../features/tags/queries.ts';
import { queryClient } from '../lib/query-client.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** F5: what is on the screen is asked for again; it stays there until the answer is. */
function refresh(): void {
  const { connectionId, repository } = useUi.getState().settings;
  if (connectionId !== null && repository !== null) void refreshTags(connectionId, repository);
  else void queryClient.invalidateQueries();
}

/** The change that was made last on the registry on the screen, or from it to another. */
async function undoLast(): Promise<void> {
  const { connectionId } = useUi.getState().settings;
  const { changes } = await queryClient.fetchQuery(historyQuery);
  const last = changes.find(
    (change) =>
      (change.connection.id === connectionId || change.copy?.connectionId === connectionId) &&
      (isWaiting(change) || change.state === 'done' || change.state === 'partly'),
  );
  if (last) openDialog({ kind: 'undo', id: last.id });
}

function focusFilter(): boolean {
  const filter =
    document.querySelector<HTMLElement>('input[data-filter="tags"]') ?? document.querySelector<HTMLElement>('input[type="search"]');
  filter?.focus();
  return filter !== null;
}

function handle(event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey;
  // A dialog that is open, and perhaps at work, is not pushed aside.
  const free = useUi.getState().dialog === null;
  if (mod && event.key.toLowerCase() === 'k') {
    if (free) spotlight.open();
  } else if (mod && event.key === ',') {
    if (free) openDialog({ kind: 'settings' });
  } else if (event.key === 'F5' && !mod) refresh();
  else if (mod && event.key.toLowerCase() === 'z' && free && !isTyping(event.target)) void undoLast();
  else if (!free || isTyping(event.target) || mod || event.altKey) return false;
  else if (event.key === '/') return focusFilter();
  else if (event.key === '?') openDialog({ kind: 'shortcuts' });
  else return false;
  return true;
}

/** The shortcuts of the whole window. */
export function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (handle(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
