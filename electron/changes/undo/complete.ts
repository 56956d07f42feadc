import type { Change, CopySource, UndoMove } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import type { ChangePorts, ChangeRecord } from '../core/ports.ts';
import { continued, writableClient } from '../core/recorded.ts';
import type { StepLog } from '../core/step-log.ts';
import { removeAll } from '../delete/within-change.ts';
import { applyCopy } from '../transfer/copy/apply.ts';
import type { CopyImage } from '../transfer/ports.ts';
import { planMoves, questionOf } from './plan.ts';
import { restore } from './restore.ts';
import { counter, endOf, reading, removalsOf, type Settled, settledAs, type Work, waitingState } from './work.ts';

/** Repeats a copy. Blobs that are already present are not sent again. */
async function completeCopy(ports: ChangePorts, change: ChangeRecord, source: CopySource, { run, report }: Work): Promise<Change> {
  const { connection, repository, tag, moves } = change;
  const target = { connectionId: connection.id, repository };
  const images: CopyImage[] = [];
  for (const image of source.images ?? [{ tag, reference: source.reference }]) {
    const move = moves.find((one) => one.tag === image.tag);
    const digest = move?.after ?? '';
    const now = (await ports.clients.of(connection.id).head(repository, image.tag, run.signal))?.digest ?? null;
    images.push({ ...image, name: '', digest, expected: now === digest ? digest : (move?.before ?? null) });
  }
  const { progress } = report;
  await applyCopy(ports, { source, target, images }, { control: run, report: { progress, blobs: () => {} } }, change);
  return (await ports.history.get(change.id)) ?? change;
}

/** Digests that the change deletes with their tags; the first version did not record them. */
export const imagesOf = ({ what, images, moves }: ChangeRecord): ReadonlySet<string> =>
  new Set(images.length === 0 && what === 'delete-image' ? moves.flatMap(({ before }) => before ?? []).slice(0, 1) : images);

/** Does the remaining steps of a change, with the same proofs. Returns whether all were done. */
async function completeMoves(
  ports: ChangePorts,
  change: ChangeRecord,
  moves: readonly UndoMove[],
  stepLog: StepLog,
  work: Work,
): Promise<boolean> {
  const { run } = work;
  const question = questionOf(ports, change);
  const todo = moves.filter(({ now, after, action }) => now !== after && action !== 'moved');
  const count = counter(work, todo.length);
  for (const { tag, after, now } of todo) {
    if (!after) continue;
    await run.turn();
    if (run.signal.aborted) return false;
    await restore(question, tag, { digest: after, seen: now }, stepLog);
    count(1);
  }
  // A move deletes the old tag only if every new one is in place; someone may have moved one meanwhile.
  const isMissed = moves.some(({ after, action }) => after !== null && action === 'moved');
  const leaving = change.what === 'retag' && isMissed ? [] : todo.filter(({ before, after }) => !after && before);
  for (const { tag, before, now } of leaving) {
    await run.turn();
    if (run.signal.aborted) return false;
    // A tag that was left on the empty image is restored first, then removed like any other.
    if (now !== before && before) await restore(question, tag, { digest: before, seen: now }, stepLog);
  }
  const removals = removalsOf(
    leaving.flatMap(({ tag, before }) => (before ? [{ tag, digest: before }] : [])),
    imagesOf(change),
  );
  const { connection, repository, referrers } = change;
  await removeAll(ports, {
    connectionId: connection.id,
    repository,
    removals,
    referrers,
    isTakenBack: false,
    stepLog,
    run,
    onDone: (items) => count(items.length),
  });
  return !run.signal.aborted;
}

/** Completes a change that waits for a decision. @throws Failure: then it still waits. */
export async function complete(ports: ChangePorts, change: ChangeRecord, work: Work): Promise<Settled> {
  writableClient(ports, change.connection.id);
  if (change.what === 'load') throw new Failure('UNSUPPORTED', { feature: 'complete', why: 'load-again' });
  if (change.copy) return settledAs(await completeCopy(ports, change, change.copy, work));
  const question = questionOf(ports, change, work.run.signal);
  const moves = await planMoves(question, change, reading(work));
  const completed = await continued(ports, change, async (stepLog) => {
    const ended = await completeMoves(ports, change, moves, stepLog, work);
    return { result: ended, state: ended ? endOf(moves, 'done') : waitingState(change) };
  });
  return settledAs(completed.change, !completed.result);
}
