import { isWaiting } from '../../../shared/change.ts';
import type { Change, SettleWay } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import type { ChangePorts, ChangeRecord } from '../core/ports.ts';
import { continued, writableClient } from '../core/recorded.ts';
import { RunControl, type RunWork } from '../core/run-work.ts';
import { restoreMoves, undo } from './apply.ts';
import { complete, imagesOf } from './complete.ts';
import { isElsewhere, planMoves, planOf, questionOf } from './plan.ts';
import { endOf, reading, type Settled, settledAs, type Work, waitingState } from './work.ts';

/** Work on a recorded change: an undo, or a decision that is carried out. */
type ChangeWork = SettleWay | 'undo';

/** Restores what a change that waits for a decision has moved. */
async function restoreWaiting(ports: ChangePorts, change: ChangeRecord, work: Work): Promise<Settled> {
  const plan = await planOf(ports, change, work.run.signal, reading(work));
  if (plan.obstacle === 'nothing-left') {
    const end = change.movedTags ? endOf(plan.moves, 'restored') : 'restored';
    return settledAs(await ports.history.end(change.id, end));
  }
  writableClient(ports, change.connection.id);
  if (plan.obstacle) throw new Failure('UNSUPPORTED', { feature: 'undo', why: plan.obstacle });
  const undone = await continued(ports, change, async (stepLog) => {
    const result = await restoreMoves(ports, change, plan, stepLog, work);
    return { result, state: result.ended ? endOf(plan.moves, 'restored') : waitingState(change) };
  });
  const { ended, restored, removed } = undone.result;
  return { change: undone.change, stopped: !ended, restored, removed };
}

/** Asks the registry for the outcome of a change. The change ends where all of it was done, or nothing. Where a part was done, it still waits. */
async function askAgain(ports: ChangePorts, change: ChangeRecord, work: Work): Promise<Change> {
  const question = questionOf(ports, change, work.run.signal);
  const moves = await planMoves(question, change, reading(work));
  const found: boolean[] = [];
  for (const digest of imagesOf(change)) found.push((await question.client.head(change.repository, digest, work.run.signal)) !== undefined);
  if (moves.every(({ now, after }) => now === after) && !found.includes(true)) return ports.history.end(change.id, 'done');
  const isBefore = moves.every(({ now, before, action }) => now === before && action === 'none');
  return isBefore && !found.includes(false) ? ports.history.end(change.id, 'failed') : change;
}

/** Work whose progress is not shown. */
const UNTOLD: Work['report'] = { progress: () => {}, change: () => {} };

/** Checks again the changes that wait for a decision on this tag, after it was restored on its own. */
export async function askAboutTag(ports: ChangePorts, connectionId: string, repository: string, tag: string): Promise<void> {
  for (const { id, connection, ...summary } of await ports.history.open()) {
    if (!isWaiting(summary) || connection.id !== connectionId || summary.repository !== repository) continue;
    const change = await ports.history.get(id);
    if (!change?.moves.some((move) => move.tag === tag) || isElsewhere(ports, change)) continue;
    const ask = (): Promise<Change> => askAgain(ports, change, { run: new RunControl(), report: UNTOLD });
    // A decision that is being carried out now reports its own outcome.
    await ports.runs.alone(change.id, ask).catch(() => {});
  }
}

/** Does what the person decided about a change that waits. @throws Failure: then it still waits. */
async function settle(ports: ChangePorts, change: ChangeRecord, how: SettleWay, work: Work): Promise<Settled> {
  switch (how) {
    case 'leave':
      return settledAs(await ports.history.end(change.id, 'left'));
    case 'ask':
      return settledAs(await askAgain(ports, change, work));
    case 'complete':
      return complete(ports, change, work);
    case 'restore':
      return restoreWaiting(ports, change, work);
  }
}

/** @throws Failure NOT_FOUND. */
export async function changeOf(ports: ChangePorts, id: string): Promise<ChangeRecord> {
  const change = await ports.history.get(id);
  if (!change) throw new Failure('NOT_FOUND', { what: 'change' });
  return change;
}

/** Undoes or settles a change. Other work on it is refused until that has ended. @throws Failure. */
export function workOn(ports: ChangePorts, id: string, how: ChangeWork, work: Work, group?: string): Promise<Settled> {
  return ports.runs.alone(id, async () => {
    const change = await changeOf(ports, id);
    if (change.state === 'running') throw new Failure('CONFLICT', { what: 'change-running', subject: id });
    if (how !== 'leave' && isElsewhere(ports, change)) throw new Failure('UNSUPPORTED', { feature: 'undo', why: 'other-address' });
    if (!isWaiting(change)) {
      if (how === 'undo') return undo(ports, change, work, group);
      throw new Failure('CONFLICT', { what: 'change-settled', subject: change.tag });
    }
    work.report.change(id);
    return settle(ports, change, how === 'undo' ? 'restore' : how, work);
  });
}

/** Begins a run that undoes or settles a change; its id. @throws Failure NOT_FOUND. */
export async function startWorkOn(ports: ChangePorts, id: string, how: ChangeWork): Promise<string> {
  const { connection, repository, tag, tags, untagged, what } = await changeOf(ports, id);
  const at = { connectionId: connection.id, connection: connection.name, repository, tag };
  const work: RunWork<'undo'> = async (run, report) => {
    const { change, stopped, restored, removed } = await workOn(ports, id, how, { run, report });
    return { result: { kind: 'undo', state: change.state, restored, removed }, stopped };
  };
  // A change that waits is decided anew where it is shown.
  const again = how === 'undo' ? () => startWorkOn(ports, id, how) : undefined;
  return ports.runs.start(
    {
      ...{ kind: 'undo', changeId: id, how, at, count: tags },
      ...(untagged === undefined ? {} : { untagged }),
      ...(how === 'undo' && what === 'undo' ? { redoes: true } : {}),
    },
    work,
    again,
  );
}
