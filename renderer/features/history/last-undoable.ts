import type { Change } from '../../../shared/contract/history.ts';
import { client } from '../../lib/client.ts';
import { nextRedo, nextUndo, type Undoable } from './next-undo.ts';

/** Entries of a page, of which the first nearly always has what is looked for. */
const PAGE = 50;

/** Reads the history, newest first, until `find` finds something, and one page more: a run may have made many changes. */
async function search(find: (changes: readonly Change[]) => Undoable | undefined): Promise<Undoable | undefined> {
  const changes: Change[] = [];
  let isFound = false;
  for (let before: string | null | undefined; before !== null; ) {
    const page = await client.history.list({ limit: PAGE, ...(before === undefined ? {} : { before }) });
    changes.push(...page.entries.flatMap((entry) => (entry.kind === 'change' ? [entry.change] : [])));
    if (isFound) break;
    isFound = find(changes) !== undefined;
    before = page.next;
  }
  return find(changes);
}

/** What `Ctrl Z` undoes on this registry. */
export const lastUndoable = (connectionId: string | null): Promise<Undoable | undefined> =>
  search((changes) => nextUndo(changes, connectionId));

/** What `Ctrl Shift Z` does again. */
export const lastRedoable = (connectionId: string | null): Promise<Undoable | undefined> =>
  search((changes) => nextRedo(changes, connectionId));
