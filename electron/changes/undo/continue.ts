import type { Run } from '../../../shared/contract/runs.ts';
import type { ChangePorts } from '../core/ports.ts';
import { startWorkOn } from './settle.ts';

/** Changes of runs that a later start can go on with: copies, and those that are being completed. Scans go on by themselves. */
export const continuable = (runs: readonly Run[]): readonly string[] =>
  runs.flatMap(({ about, changeIds, state }) => {
    const canBe = about.kind === 'copy' || (about.kind === 'undo' && about.how === 'complete');
    return canBe && state !== 'done' ? changeIds : [];
  });

/** Goes on with changes that a person has left to this start. One that no longer waits is passed over. */
export async function continueChanges(ports: ChangePorts, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const waiting = new Set((await ports.history.open()).flatMap(({ id, state }) => (state === 'interrupted' ? [id] : [])));
  for (const id of ids) if (waiting.has(id)) await startWorkOn(ports, id, 'complete');
}
