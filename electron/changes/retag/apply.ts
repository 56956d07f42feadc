import type { Move } from '../../../shared/contract/history.ts';
import type { RetagResult } from '../../../shared/contract/retag.ts';
import type { RunResult } from '../../../shared/contract/runs.ts';
import { asValue, Failure, isFailure, isUnanswered } from '../../../shared/errors.ts';
import { isLegacyType } from '../../../shared/oci/media-types.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { manifestOf } from '../../registry/manifest-of.ts';
import { holdConfirmed } from '../core/confirmed.ts';
import { endOfRetag } from '../core/outcome.ts';
import { preserve } from '../core/preserve.ts';
import { putTagIfUnmoved } from '../core/put-tag.ts';
import { recorded, writableClient } from '../core/recorded.ts';
import type { RunControl, RunReport, RunWork } from '../core/run-work.ts';
import { headTags } from '../core/scan.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import { deleteTagWithin, wayToRemove } from '../delete/within-change.ts';
import type { KeptRetag, RetagPorts } from './plan.ts';

export type RetagJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  /** A tag that points to `digest`, if there is one. */
  readonly from?: string;
  readonly to: string;
  readonly digest: string;
  /** The digest of `to` in the plan; null where the tag did not exist. */
  readonly expected: string | null;
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
};

/** Puts the bytes of `digest` under `to` and proves it with a HEAD. @throws Failure CONFLICT where `to` is not as the plan saw it. */
export async function retag({ client, repository, from, to, digest, expected, trash, cache, stepLog }: RetagJob): Promise<void> {
  const manifest = await manifestOf(client, repository, { digest, tag: from });
  if (isLegacyType(manifest.mediaType)) throw new Failure('UNSUPPORTED', { feature: 'media-type', detail: manifest.mediaType });
  if (expected !== null && expected !== digest) await preserve({ client, repository, trash, cache }, expected, to);
  await putTagIfUnmoved({ client, repository, tag: to, expected }, manifest, stepLog);
}

const isOutcomeUnknown = (error: unknown): boolean => isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown';

/** The outcome for a tag whose change failed: unknown where nobody answered. */
function failed(tag: string, error: unknown): RetagResult {
  return { tag, state: isOutcomeUnknown(error) ? 'unknown' : 'unchanged', failure: asValue(error) };
}

/** That the registry no longer answers, where this failure means so: each further try would take seconds and end the same. */
function lostBy(error: unknown, host: string): RetagResult['failure'] {
  if (isUnanswered(error)) return asValue(error);
  return isOutcomeUnknown(error) ? asValue(new Failure('TIMEOUT', { host })) : undefined;
}

/** How the run is paused and stopped, and where it reports. */
type Work = { readonly run: RunControl; readonly report: RunReport };

/** Tries each target, whether or not another one failed, until the registry is lost or the run is stopped. `first` is the first failure. */
async function moveAll(
  ports: RetagPorts,
  { connectionId, repository, targets }: KeptRetag,
  stepLog: StepLog,
  { run, report }: Work,
): Promise<{ results: RetagResult[]; first: unknown }> {
  const client = writableClient(ports, connectionId);
  const cache = await ports.summaries.of(connectionId, repository);
  const results: RetagResult[] = [];
  let first: unknown;
  let lost: RetagResult['failure'];
  for (const { from, digest, to, expected } of targets) {
    report.progress({ phase: 'work', done: results.length, total: targets.length, unit: 'tags' });
    // The application may end right after it began: it then ends after the first tag.
    if (results.length > 0) await run.turn();
    if (lost || (results.length > 0 && run.signal.aborted)) {
      results.push({ tag: to, state: 'not-tried', ...(lost ? { failure: lost } : {}) });
      continue;
    }
    try {
      await retag({ client, repository, from, to, digest, expected, trash: ports.trash, cache, stepLog });
      results.push({ tag: to, state: 'moved' });
    } catch (error) {
      first ??= error;
      results.push(failed(to, error));
      lost = lostBy(error, client.host);
    }
  }
  return { results, first };
}

/** The one tag that a move deletes, with its image. @throws Failure CONFLICT: what was planned from several tags, or to the old tag itself, is no move. */
function oldOf({ targets }: KeptRetag): Pick<KeptRetag['targets'][number], 'from' | 'digest'> {
  const [old, ...others] = targets;
  const isMove = old && others.every(({ from }) => from === old.from) && targets.every(({ to }) => to !== old.from);
  if (!isMove) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: old?.from ?? '' });
  return old;
}

/** Deletes the old tag of a move. */
async function deleteOld(ports: RetagPorts, plan: KeptRetag, stepLog: StepLog): Promise<RetagResult> {
  const { connectionId, repository } = plan;
  const { from, digest } = oldOf(plan);
  try {
    const { state, failure } = await deleteTagWithin(ports, { connectionId, repository, tag: from, digest }, stepLog);
    if (state === 'moved') return failed(from, new Failure('CONFLICT', { what: 'tag-moved', subject: from }));
    return { tag: from, state: state === 'deleted' ? 'removed' : state, ...(failure ? { failure } : {}) };
  } catch (error) {
    return failed(from, error);
  }
}

type Order = {
  readonly planId: string;
  /** Tags of the plan. */
  readonly targets: readonly string[];
  readonly remove: boolean;
  readonly typed: readonly string[];
};

/** The part of the kept plan that was chosen. @throws Failure CONFLICT `plan-expired`, also for a tag that the plan does not have. */
export function chosenOf(ports: RetagPorts, { planId, targets: chosen }: Pick<Order, 'planId' | 'targets'>): KeptRetag {
  const plan = ports.retagPlans.get(planId);
  const targets = [...new Set(chosen)].map((name) => {
    const target = plan.targets.find(({ to }) => to === name);
    if (!target) throw new Failure('CONFLICT', { what: 'plan-expired', subject: name });
    return target;
  });
  return { ...plan, targets };
}

/** Gives images more tags; a move then deletes the old tag once every new one is proven. @throws Failure where nothing was changed. */
async function applyRetag(ports: RetagPorts, plan: KeptRetag, remove: boolean, work: Work): Promise<RetagResult[]> {
  const { connectionId, repository, targets } = plan;
  const [first] = targets;
  const isOfOne = targets.every(({ from }) => from === first?.from);
  const begin = { connectionId, repository, what: 'retag', tag: first?.to ?? '', ...(isOfOne ? { from: first?.from ?? '' } : {}) } as const;
  // A move that could not delete would stop halfway, and its undo could not delete either.
  if (remove && !(await wayToRemove(ports, { connectionId, repository }, work.run.signal)))
    throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'refused' });
  const carryOut = async (stepLog: StepLog) => {
    const { results, first: failure } = await moveAll(ports, plan, stepLog, work);
    const isNothingDone = results.every(({ state }) => state === 'unchanged' || state === 'not-tried');
    if (isNothingDone && failure !== undefined) throw failure;
    const mayRemove = failure === undefined && results.every(({ state }) => state === 'moved');
    if (remove) results.push(mayRemove ? await deleteOld(ports, plan, stepLog) : { tag: oldOf(plan).from, state: 'not-tried' });
    return { result: results, state: endOfRetag(results) };
  };
  return (await recorded(ports, { ...begin, moves: movesOf(plan, remove) }, carryOut, work.report.change)).result;
}

/** Where each tag points before and after, the old one of a move included. */
function movesOf(plan: KeptRetag, remove: boolean): Move[] {
  const old = remove ? oldOf(plan) : undefined;
  return [
    ...plan.targets.map(({ to, digest, expected }) => ({ tag: to, before: expected, after: digest })),
    ...(old ? [{ tag: old.from, before: old.digest, after: null }] : []),
  ];
}

/** Begins a planned retag; the run's id. @throws Failure CONFLICT, FORBIDDEN. */
export function startRetag(ports: RetagPorts, order: Order): { runId: string } {
  const plan = chosenOf(ports, order);
  writableClient(ports, plan.connectionId);
  const { protectedTags, production } = ports.clients.connection(plan.connectionId);
  holdConfirmed(movesOf(plan, order.remove), protectedTags, order.typed);
  // A move deletes the old tag: in production that needs the name of the repository, as every deletion does.
  if (order.remove && production && !order.typed.includes(plan.repository))
    throw new Failure('CONFLICT', { what: 'not-confirmed', subject: plan.repository });
  return { runId: runRetag(ports, plan, order.remove) };
}

/** Begins a retag as it was confirmed. Each tag is checked again right before it is written, so that the rest can be begun again as it is. */
function runRetag(ports: RetagPorts, plan: KeptRetag, remove: boolean): string {
  const { connectionId, repository, targets } = plan;
  const [first] = targets;
  const at = { connectionId, connection: ports.clients.connection(connectionId).name, repository, tag: first?.from ?? '' };
  const about = {
    kind: 'retag',
    at,
    targets: targets.map(({ from, to, digest, expected }) => ({ from, to, isSame: expected === digest })),
    remove,
  } as const;
  const work: RunWork<'retag'> = async (run, report) => {
    const results = await applyRetag(ports, plan, remove, { run, report });
    const drifted = await driftedOf(ports, plan, results);
    // A stop that came too late has stopped nothing.
    const stopped = run.signal.aborted && results.some(({ state }) => state === 'not-tried');
    return { result: { kind: 'retag', digest: first?.digest ?? '', results, ...(drifted.length > 0 ? { drifted } : {}) }, stopped };
  };
  return ports.runs.start(about, work, (result) => runRetag(ports, restOf(plan, remove, result), remove));
}

/** Once all was done, old tags that point elsewhere by now. What they pointed to was confirmed, and is what the new tags have. */
async function driftedOf(
  ports: RetagPorts,
  { connectionId, repository, targets }: KeptRetag,
  results: readonly RetagResult[],
): Promise<string[]> {
  if (results.some(({ state }) => state !== 'moved' && state !== 'removed')) return [];
  const changed = new Set(results.map(({ tag }) => tag));
  const digests = new Map(targets.map(({ from, digest }) => [from, digest]));
  const asked = [...digests.keys()].filter((from) => !changed.has(from));
  // The change is done: that this cannot be told is no failure of it.
  const scan = await headTags(ports.clients.of(connectionId), repository, asked, undefined, () => {}).catch(() => undefined);
  return asked.filter((from) => scan && !scan.unread.includes(from) && scan.heads.get(from)?.digest !== digests.get(from));
}

/** What is left of a retag. In a move, tags that were written stay in it: the old tag is deleted once all of them are proven. */
function restOf(plan: KeptRetag, remove: boolean, result: RunResult | undefined): KeptRetag {
  const results = result?.kind === 'retag' ? result.results : [];
  const moved = new Set(results.flatMap(({ tag, state }) => (state === 'moved' ? [tag] : [])));
  const targets = plan.targets.flatMap((target) => {
    if (!moved.has(target.to)) return [target];
    return remove ? [{ ...target, expected: target.digest }] : [];
  });
  return { ...plan, targets };
}
