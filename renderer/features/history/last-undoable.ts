import { isWaiting } from '../../../shared/change.ts';
import type { Change } from '../../../shared/contract/history.ts';
import { client } from '../../lib/client.ts';

/** Entries of a page, of which the first nearly always has what is looked for. */
const PAGE = 50;

const isUndoable = (change: Change, connectionId: string | null): boolean =>
  (change.connection.id === connectionId || change.copy?.connectionId === connectionId) &&
  (isWaiting(change) || change.state === 'done' || change.state === 'partly');

/** The last change on this registry, or from it to another, that can be undone. */
export async function lastUndoable(connectionId: string | null): Promise<Change | undefined> {
  for (let before: string | null | undefined; before !== null; ) {
    const page = await client.history.list({ limit: PAGE, ...(before === undefined ? {} : { before }) });
    for (const entry of page.entries) if (entry.kind === 'change' && isUndoable(entry.change, connectionId)) return entry.change;
    before = page.next;
  }
  return undefined;
}
