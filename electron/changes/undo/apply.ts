import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { Failure, isFailure } from '../../../shared/errors.ts';
import type { ChangePorts, ChangeRecord } from '../core/ports.ts';
import { recorded, writableClient } from '../core/recorded.ts';
import type { StepLog } from '../core/step-log.ts';
import { removeAll } from '../delete/within-change.ts';
import { planOf, questionOf, type UndoPlan } from './plan.ts';
import { restore } from './restore.ts';
import { counter, endOf, reading, removalsOf, type Settled, type Work } from './work.ts';

/** A referrer that cannot be restored does not stop the tags from being restored. */
function passOver(error: unknown): void {
  if (!(error instanceof Failure) || (isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown')) throw error;
}

/** Whether the work was completed, and how many tags were restored and removed. */
export type Undone = { readonly ended: boolean; readonly restored: number; readonly removed: number };

/** Restores every tag that still points to where the change left it, then the referrers, then removes the tags that were new. */
export async function restoreMoves(
  ports: ChangePorts,
  change: ChangeRecord,
  { moves, referrers }: UndoPlan,
  stepLog: StepLog,
  work: Work,
): Promise<Undone> {
  const { run } = work;
  const question = questionOf(ports, change);
  const open = moves.filter(({ action }) => action === 'restore' || action === 'remove');
  const count = counter(work, open.length);
  let restored = 0;
  let removed = 0;
  // Tags are restored before any is removed: otherwise a refusal could leave an image without a tag.
  for (const { tag, action, before, now } of open) {
    if (action !== 'restore' || !before) continue;
    await run.turn();
    if (run.signal.aborted) return { ended: false, restored, removed };
    await restore(question, tag, { digest: before, seen: now }, stepLog);
    restored++;
    count(1);
  }
  for (const { reference, digest } of referrers) {
    await run.turn();
    if (run.signal.aborted) return { ended: false, restored, removed };
    await restore(question, reference, { digest, seen: null }, stepLog).catch(passOver);
  }
  const removals = removalsOf(
    open.flatMap(({ tag, action, now }) => (action === 'remove' && now ? [{ tag, digest: now }] : [])),
    new Set(),
  );
  const onDone = (items: readonly DeleteItem[]): void => {
    removed += items.filter(({ state }) => state === 'deleted').length;
    count(items.length);
  };
  await removeAll(ports, {
    connectionId: change.connection.id,
    repository: change.repository,
    removals,
    referrers: [],
    isTakenBack: true,
    stepLog,
    run,
    onDone,
  });
  return { ended: !run.signal.aborted, restored, removed };
}

/** Undoes a change that has ended, as a change of its own; `group` is that of the other changes that are undone with it. @throws Failure where nothing can be undone. */
export async function undo(ports: ChangePorts, change: ChangeRecord, work: Work, group: string | undefined): Promise<Settled> {
  writableClient(ports, change.connection.id);
  const plan = await planOf(ports, change, work.run.signal, reading(work));
  if (plan.obstacle) throw new Failure('UNSUPPORTED', { feature: 'undo', why: plan.obstacle });
  const open = plan.moves.filter(({ action }) => action === 'restore' || action === 'remove');
  const { connection, repository, tag } = change;
  const moves = open.map((move) => ({ tag: move.tag, before: move.now, after: move.before }));
  const of = { undoes: change.id, ...(change.what === 'undo' ? { redoes: true } : {}), ...(group === undefined ? {} : { group }) };
  const begin = { connectionId: connection.id, repository, what: 'undo', tag, moves, ...of } as const;
  const restoring = async (stepLog: StepLog) => {
    const result = await restoreMoves(ports, change, plan, stepLog, work);
    const state = result.ended ? endOf(plan.moves, 'done') : result.restored + result.removed > 0 ? 'partly' : 'failed';
    return { result, state } as const;
  };
  const undone = await recorded(ports, begin, restoring, work.report.change);
  const { ended, restored, removed } = undone.result;
  return { change: undone.change, stopped: !ended, restored, removed };
}
