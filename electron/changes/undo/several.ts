import { randomUUID } from 'node:crypto';
import type { UndoPlan as ShownPlan } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import type { ChangePorts, ChangeRecord } from '../core/ports.ts';
import type { RunControl, RunReport } from '../core/run-work.ts';
import { planOf, type UndoPlan } from './plan.ts';
import { changeOf, startWorkOn, workOn } from './settle.ts';
import { holdTyped, toType } from './to-type.ts';
import type { Settled, Work } from './work.ts';

/** Changes of one run in several repositories: their tags are named with the repository. */
const named = ({ repository }: ChangeRecord, plan: UndoPlan): UndoPlan => ({
  ...plan,
  moves: plan.moves.map((move) => ({ ...move, tag: `${repository}:${move.tag}` })),
});

/** What undoing several changes would do, and what has to be typed for it. It can be done where any of them can be undone. @throws Failure. */
export async function planSeveral(
  ports: ChangePorts,
  ids: readonly string[],
  signal: AbortSignal | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<{ readonly plan: UndoPlan; readonly toType: ShownPlan['toType'] }> {
  const changes: ChangeRecord[] = [];
  for (const id of ids) changes.push(await changeOf(ports, id));
  return { plan: await planAll(ports, changes, signal, onProgress), toType: toType(ports, changes) };
}

async function planAll(
  ports: ChangePorts,
  changes: readonly ChangeRecord[],
  signal: AbortSignal | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<UndoPlan> {
  const [first, ...others] = changes;
  if (first && others.length === 0) return planOf(ports, first, signal, onProgress);
  const total = changes.reduce((sum, { tags }) => sum + tags, 0);
  const plans: UndoPlan[] = [];
  let before = 0;
  for (const change of changes) {
    const plan = await planOf(ports, change, signal, (done, of) =>
      onProgress(before + Math.round((done / Math.max(1, of)) * change.tags), total),
    );
    plans.push(named(change, plan));
    before += change.tags;
  }
  const open = plans.filter(({ obstacle }) => obstacle === undefined);
  const obstacle = open.length === 0 ? plans[0]?.obstacle : undefined;
  const all = open.length === 0 ? plans : open;
  return {
    moves: all.flatMap(({ moves }) => moves),
    referrers: all.flatMap(({ referrers }) => referrers),
    missing: [...new Set(all.flatMap(({ missing }) => missing))],
    ...(obstacle ? { obstacle } : {}),
  };
}

/** The work on one of several changes, as a part of the progress of all. */
const partOf = (run: RunControl, report: RunReport, own: number, before: number, total: number): Work => ({
  run,
  report: {
    change: report.change,
    progress: ({ phase, done, total: of }) => {
      const share = phase === 'read' ? 0 : Math.min(1, done / Math.max(1, of));
      report.progress({ phase: 'work', done: before + Math.round(share * own), total, unit: 'tags' });
    },
  },
});

/**
 * Begins one run that undoes these changes one after the other; its id. One that can no longer be undone does not stop the others: then the run ends
 * as `partly`. @throws Failure NOT_FOUND; CONFLICT where a name was not typed.
 */
export async function startUndo(ports: ChangePorts, ids: readonly string[], typed: readonly string[]): Promise<string> {
  const changes: ChangeRecord[] = [];
  for (const id of ids) changes.push(await changeOf(ports, id));
  holdTyped(ports, changes, typed);
  const [first, ...others] = changes;
  if (!first || others.length === 0) return startWorkOn(ports, ids[0] ?? '', 'undo');
  const { connection, tag } = first;
  const at = { connectionId: connection.id, connection: connection.name, repository: '', tag };
  const count = changes.reduce((sum, { tags }) => sum + tags, 0);
  const untagged = changes.reduce((sum, { untagged: own = 0 }) => sum + own, 0);
  const about = {
    kind: 'undo',
    changeId: first.id,
    others: others.map(({ id }) => id),
    how: 'undo',
    at,
    count,
    ...(untagged > 0 ? { untagged } : {}),
    ...(changes.every(({ what }) => what === 'undo') ? { redoes: true } : {}),
  } as const;
  return ports.runs.start(about, async (run, report) => {
    const settled: Settled[] = [];
    const group = randomUUID();
    let refused: Failure | undefined;
    let before = 0;
    for (const { id, tags } of changes) {
      if (run.signal.aborted) break;
      try {
        settled.push(await workOn(ports, id, 'undo', partOf(run, report, tags, before, count), group));
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'UNSUPPORTED') throw error;
        refused = error;
      }
      before += tags;
    }
    if (refused && settled.length === 0) throw refused;
    const sum = (of: (one: Settled) => number): number => settled.reduce((all, one) => all + of(one), 0);
    const isWhole = !refused && settled.length === changes.length && settled.every(({ change }) => change.state === 'done');
    const restored = sum((one) => one.restored);
    const removed = sum((one) => one.removed);
    return { result: { kind: 'undo', state: isWhole ? 'done' : 'partly', restored, removed }, stopped: run.signal.aborted };
  });
}
