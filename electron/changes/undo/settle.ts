import { hasMovedTags, isWaiting } from '../../../shared/change.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import type { Change, CopySource, EndState, HistoryProgress, SettleWay, UndoMove, UndoPlan } from '../../../shared/contract/history.ts';
import type { RunProgress } from '../../../shared/contract/runs.ts';
import { Failure, isFailure } from '../../../shared/errors.ts';
import type { ChangePorts } from '../core/ports.ts';
import { continued, recorded, writableClient } from '../core/recorded.ts';
import type { RunControl } from '../core/runs.ts';
import type { StepLog } from '../core/step-log.ts';
import { type Removal, removeAll, wayToRemove } from '../delete/remove-tag.ts';
import { applyCopy } from '../transfer/copy/apply.ts';
import { planMoves, planUndo, restore, type UndoQuestion } from './undo.ts';

type Emit = (progress: HistoryProgress) => void;

/** The work on one change: where it ends early, and where it says how far it has come. */
type Work = { readonly run: RunControl; readonly emit: Emit };

/** Moves between two reports: a page draws them. */
const EVERY = 25;

function questionOf(ports: ChangePorts, { connection, repository }: Change, signal?: AbortSignal): UndoQuestion {
  return { client: ports.clients.of(connection.id), repository, trash: ports.trash, signal };
}

const reporter =
  (emit: Emit, phase: HistoryProgress['phase']) =>
  (done: number, total: number): void => {
    if (done % EVERY === 0 || done === total) emit({ kind: 'progress', phase, done, total });
  };

/** Counts what is dealt with, of `total`. */
function counter(emit: Emit, total: number): (more: number) => void {
  let done = 0;
  return (more) => {
    done += more;
    emit({ kind: 'progress', phase: 'work', done: Math.min(done, total), total });
  };
}

/** What undoing would do now. @throws Failure; the signal's reason. */
export async function planOf(ports: ChangePorts, change: Change, signal: AbortSignal | undefined, emit: Emit): Promise<UndoPlan> {
  const connection = ports.clients.find(change.connection.id);
  if (!connection) return { moves: [], referrers: [], missing: [], obstacle: 'registry-removed' };
  const mayRemove = async (): Promise<boolean> => {
    const place = { connectionId: connection.id, repository: change.repository };
    return !connection.readOnly && (await wayToRemove(ports, place, signal)) !== undefined;
  };
  const made = await planUndo(questionOf(ports, change, signal), change, mayRemove, reporter(emit, 'read'));
  // A change that never got to a tag has nothing to take back: what is there now is of a later one.
  if (!hasMovedTags(change)) return { ...made, obstacle: 'nothing-left' };
  return connection.readOnly ? { ...made, obstacle: 'read-only' } : made;
}

/** What went along with an image is extra: what cannot be restored keeps nothing else from it. */
function passOver(error: unknown): void {
  if (!(error instanceof Failure) || (isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown')) throw error;
}

/** Tags that are to be removed, by the image that they point to, in the order of the change. */
function removalsOf(tags: readonly { readonly tag: string; readonly digest: string }[], images: ReadonlySet<string>): Removal[] {
  const by = new Map<string, string[]>([...images].map((digest) => [digest, []]));
  for (const { tag, digest } of tags) by.set(digest, [...(by.get(digest) ?? []), tag]);
  return [...by].map(([digest, own]) => ({ digest, tags: own, isImage: images.has(digest) }));
}

/** Whether it came to its end, and the tags that were dealt with. */
type TakenBack = { readonly ended: boolean; readonly restored: number; readonly removed: number };

/** A tag that does not come back: somebody moved it, its content is gone, or it cannot be removed. */
const isLeftOut = ({ action }: UndoMove): boolean => action === 'moved' || action === 'lost' || action === 'stays';

/** Restores every tag that is still where the change left it. */
async function takeBack(
  ports: ChangePorts,
  change: Change,
  { moves, referrers }: UndoPlan,
  stepLog: StepLog,
  { run, emit }: Work,
): Promise<TakenBack> {
  const question = questionOf(ports, change);
  const open = moves.filter(({ action }) => action === 'restore' || action === 'remove');
  const count = counter(emit, open.length);
  let restored = 0;
  let removed = 0;
  // What is restored is there before anything is removed: else a refusal would leave an image without any tag.
  for (const { tag, action, before, now } of open) {
    if (action !== 'restore' || !before) continue;
    if (run.signal.aborted) return { ended: false, restored, removed };
    await restore(question, tag, { digest: before, seen: now }, stepLog);
    restored++;
    count(1);
  }
  for (const { reference, digest } of referrers) {
    if (run.signal.aborted) return { ended: false, restored, removed };
    await restore(question, reference, { digest, seen: null }, stepLog).catch(passOver);
  }
  const removals = removalsOf(
    open.flatMap(({ tag, action, now }) => (action === 'remove' && now ? [{ tag, digest: now }] : [])),
    new Set(),
  );
  const onDone = (items: readonly DeleteItem[]): void => {
    removed += items.filter(({ state }) => state === 'gone').length;
    count(items.length);
  };
  await removeAll(ports, {
    connectionId: change.connection.id,
    repository: change.repository,
    removals,
    referrers: [],
    stepLog,
    run,
    onDone,
  });
  return { ended: !run.signal.aborted, restored, removed };
}

/** `restored`: tags that point again to what they did; `removed`: tags that were new and are removed. */
export type Settled = { readonly change: Change; readonly stopped: boolean; readonly restored: number; readonly removed: number };

/** What restored nothing. */
const settledAs = (change: Change, stopped = false): Settled => ({ change, stopped, restored: 0, removed: 0 });

/** A change that ended, but for what was left out of it. */
const endOf = (moves: readonly UndoMove[], whole: 'done' | 'put-back'): EndState => (moves.some(isLeftOut) ? 'partly' : whole);

/** Undoes a change that has ended; that is a change of its own. @throws Failure where nothing can be undone. */
export async function undo(ports: ChangePorts, change: Change, work: Work): Promise<Settled> {
  if (isWaiting(change)) return settle(ports, change, 'put-back', work);
  writableClient(ports, change.connection.id);
  const plan = await planOf(ports, change, work.run.signal, work.emit);
  if (plan.obstacle) throw new Failure('UNSUPPORTED', { feature: 'put-back', why: plan.obstacle });
  const open = plan.moves.filter(({ action }) => action === 'restore' || action === 'remove');
  const { connection, repository, tag } = change;
  const moves = open.map((move) => ({ tag: move.tag, before: move.now, after: move.before }));
  const begin = { connectionId: connection.id, repository, what: 'undo', tag, moves } as const;
  const done = recorded(ports, begin, async (stepLog) => {
    const back = await takeBack(ports, change, plan, stepLog, work);
    return { result: back, state: back.ended ? endOf(plan.moves, 'done') : back.restored + back.removed > 0 ? 'partly' : 'failed' };
  });
  const { change: own, result } = await done;
  return { change: own, stopped: !result.ended, restored: result.restored, removed: result.removed };
}

/** A copy is done again: what has arrived is there already, and is not sent twice. */
async function finishCopy(ports: ChangePorts, change: Change, source: CopySource, { run, emit }: Work): Promise<Change> {
  const { connection, repository, tag, moves } = change;
  const target = { connectionId: connection.id, repository, tag };
  const digest = moves.at(-1)?.after ?? '';
  const now = (await ports.clients.of(connection.id).head(repository, tag, run.signal))?.digest ?? null;
  const expected = now === digest ? digest : (moves.at(-1)?.before ?? null);
  const progress = ({ done, total }: RunProgress): void => emit({ kind: 'progress', phase: 'bytes', done, total });
  await applyCopy(ports, { source, target, digest, expected }, { control: run, report: { progress, blobs: () => {} } }, change);
  return (await ports.history.get(change.id)) ?? change;
}

/** Digests that the change deletes with their tags; the first version wrote none down. */
const imagesOf = ({ what, images, moves }: Change): ReadonlySet<string> =>
  new Set(images.length === 0 && what === 'delete-image' ? moves.flatMap(({ before }) => before ?? []).slice(0, 1) : images);

/** Does what of a change has not happened yet, in the ordinary way and with all its proofs. Whether it came to its end. */
async function doRest(
  ports: ChangePorts,
  change: Change,
  moves: readonly UndoMove[],
  stepLog: StepLog,
  { run, emit }: Work,
): Promise<boolean> {
  const question = questionOf(ports, change);
  const todo = moves.filter(({ now, after, action }) => now !== after && action !== 'moved');
  const count = counter(emit, todo.length);
  for (const { tag, after, now } of todo) {
    if (!after) continue;
    if (run.signal.aborted) return false;
    await restore(question, tag, { digest: after, seen: now }, stepLog);
    count(1);
  }
  // A move takes the old tag away only where every new one is there; somebody may have moved one meanwhile.
  const isMissed = moves.some(({ after, action }) => after !== null && action === 'moved');
  const going = change.what === 'retag' && isMissed ? [] : todo.filter(({ before, after }) => !after && before);
  for (const { tag, before, now } of going) {
    if (run.signal.aborted) return false;
    // One that was left on the empty image is first what it was, then removed as any other.
    if (now !== before && before) await restore(question, tag, { digest: before, seen: now }, stepLog);
  }
  const removals = removalsOf(
    going.flatMap(({ tag, before }) => (before ? [{ tag, digest: before }] : [])),
    imagesOf(change),
  );
  const { connection, repository, referrers } = change;
  await removeAll(ports, {
    connectionId: connection.id,
    repository,
    removals,
    referrers,
    stepLog,
    run,
    onDone: (items) => count(items.length),
  });
  return !run.signal.aborted;
}

/** What becomes of a change that waits, once the work on it was stopped. */
const waiting = ({ state }: Change): 'unknown' | 'interrupted' => (state === 'unknown' ? 'unknown' : 'interrupted');

async function finish(ports: ChangePorts, change: Change, work: Work): Promise<Settled> {
  writableClient(ports, change.connection.id);
  if (change.what === 'load') throw new Failure('UNSUPPORTED', { feature: 'put-back', why: 'load-again' });
  if (change.copy) return settledAs(await finishCopy(ports, change, change.copy, work));
  const question = questionOf(ports, change, work.run.signal);
  const moves = await planMoves(question, change, reporter(work.emit, 'read'));
  const done = continued(ports, change, async (stepLog) => {
    const ended = await doRest(ports, change, moves, stepLog, work);
    return { result: !ended, state: ended ? endOf(moves, 'done') : waiting(change) };
  });
  const ended = await done;
  return settledAs(ended.change, ended.result);
}

async function takeBackOpen(ports: ChangePorts, change: Change, work: Work): Promise<Settled> {
  const plan = await planOf(ports, change, work.run.signal, work.emit);
  if (plan.obstacle === 'nothing-left') {
    const end = hasMovedTags(change) ? endOf(plan.moves, 'put-back') : 'put-back';
    return settledAs(await ports.history.end(change.id, end));
  }
  writableClient(ports, change.connection.id);
  if (plan.obstacle) throw new Failure('UNSUPPORTED', { feature: 'put-back', why: plan.obstacle });
  const done = continued(ports, change, async (stepLog) => {
    const back = await takeBack(ports, change, plan, stepLog, work);
    return { result: back, state: back.ended ? endOf(plan.moves, 'put-back') : waiting(change) };
  });
  const { change: own, result } = await done;
  return { change: own, stopped: !result.ended, restored: result.restored, removed: result.removed };
}

/** Asks what became of a change: it ends where all of it was done or none, and goes on waiting where it was done in part. Changes nothing there. */
async function askAgain(ports: ChangePorts, change: Change, { run, emit }: Work): Promise<Change> {
  const question = questionOf(ports, change, run.signal);
  const moves = await planMoves(question, change, reporter(emit, 'read'));
  const found: boolean[] = [];
  for (const digest of imagesOf(change)) found.push((await question.client.head(change.repository, digest, run.signal)) !== undefined);
  if (moves.every(({ now, after }) => now === after) && !found.includes(true)) return ports.history.end(change.id, 'done');
  const isBefore = moves.every(({ now, before, action }) => now === before && action === 'none');
  return isBefore && !found.includes(false) ? ports.history.end(change.id, 'failed') : change;
}

/** Asks again about the changes that wait for a decision on this tag: it has been restored by itself. */
export async function askAboutTag(ports: ChangePorts, connectionId: string, repository: string, tag: string): Promise<void> {
  for (const change of await ports.history.list()) {
    const isOfTag =
      change.connection.id === connectionId && change.repository === repository && change.moves.some((move) => move.tag === tag);
    if (!isWaiting(change) || !isOfTag) continue;
    const ask = (): Promise<Change> => ports.runs.under(change.id, (run) => askAgain(ports, change, { run, emit: () => {} }));
    // What is decided about it at this moment tells by itself.
    await ports.runs.alone(change.id, ask).catch(() => {});
  }
}

/** Does what the person decided about a change that waits. @throws Failure: then it goes on waiting. */
export async function settle(ports: ChangePorts, change: Change, how: SettleWay, work: Work): Promise<Settled> {
  switch (how) {
    case 'leave':
      return settledAs(await ports.history.end(change.id, 'left'));
    case 'ask':
      return settledAs(await askAgain(ports, change, work));
    case 'finish':
      return finish(ports, change, work);
    case 'put-back':
      return takeBackOpen(ports, change, work);
  }
}
