import { isWaiting } from '../../../shared/change.ts';
import type { Change } from '../../../shared/contract/history.ts';

/** A change to undo, with those of the same run in other repositories: they are undone together. */
export type Undoable = { readonly id: string; readonly others: readonly string[] };

/** Whether a change, as far as it went, was made on a registry, or from it to another. */
const isMadeOn = ({ connection, copy, state }: Change, connectionId: string | null): boolean =>
  (connection.id === connectionId || copy?.connectionId === connectionId) &&
  (isWaiting({ state }) || state === 'done' || state === 'partly');

/** All that is undone together with one change. */
function together(found: Change, live: readonly Change[]): Undoable {
  const others = found.group === undefined ? [] : live.filter(({ id, group }) => id !== found.id && group === found.group);
  return { id: found.id, others: others.map(({ id }) => id) };
}

/** Changes by what they are now: not yet undone, and undos that were not undone themselves. `changes` are newest first. */
function standing(changes: readonly Change[], connectionId: string | null): { readonly live: Change[]; readonly undos: Change[] } {
  const undone = new Set<string>();
  const live: Change[] = [];
  const undos: Change[] = [];
  for (const change of changes) {
    if (!isMadeOn(change, connectionId) || undone.has(change.id)) continue;
    if (change.what !== 'undo') live.push(change);
    else {
      if (change.undoes !== undefined) undone.add(change.undoes);
      // A redo is undone by an undo of the change itself.
      if (change.redoes !== true) undos.push(change);
    }
  }
  return { live, undos };
}

/** The newest change that is neither undone nor an undo: so that pressing the key again goes one step further back. Pure. */
export function nextUndo(changes: readonly Change[], connectionId: string | null): Undoable | undefined {
  const { live } = standing(changes, connectionId);
  return live[0] && together(live[0], live);
}

/** The last undo, where nothing was changed since. Pure. */
export function nextRedo(changes: readonly Change[], connectionId: string | null): Undoable | undefined {
  const { live, undos } = standing(changes, connectionId);
  const [last] = undos;
  if (!last) return undefined;
  // A change that was redone lies before its undo.
  const isOver = live[0] !== undefined && changes.indexOf(live[0]) < changes.indexOf(last);
  return isOver ? undefined : together(last, undos);
}

/**
 * Changes that a later one has undone, and that was not undone itself; a redo is undone with the change that it did again. `changes` are newest first.
 * Pure.
 */
export function undoneIn(changes: readonly Change[]): ReadonlySet<string> {
  const undone = new Set<string>();
  const undoesOf = new Map(changes.map(({ id, undoes }) => [id, undoes]));
  for (const { id, state, undoes, redoes } of changes) {
    if (state !== 'done' || undoes === undefined || undone.has(id)) continue;
    if (redoes && undone.has(undoesOf.get(undoes) ?? '')) undone.add(id);
    undone.add(undoes);
  }
  return undone;
}
