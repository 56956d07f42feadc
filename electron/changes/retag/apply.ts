import type { RetagResult } from '../../../shared/contract/retag.ts';
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
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import { deleteTagWithin } from '../delete/within-change.ts';
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

/** Tries each target, whether or not another one failed, until the registry is lost. `first` is the first failure. */
async function moveAll(ports: RetagPorts, plan: KeptRetag, stepLog: StepLog): Promise<{ results: RetagResult[]; first: unknown }> {
  const { connectionId, repository, targets } = plan;
  const client = writableClient(ports, connectionId);
  const cache = await ports.summaries.of(connectionId, repository);
  const results: RetagResult[] = [];
  let first: unknown;
  let lost: RetagResult['failure'];
  for (const { from, digest, to, expected } of targets) {
    if (lost) {
      results.push({ tag: to, state: 'not-tried', failure: lost });
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

/** The one tag that a move deletes, with its image. @throws Failure CONFLICT: what was planned from several tags is no move. */
function oldOf({ targets }: KeptRetag): Pick<KeptRetag['targets'][number], 'from' | 'digest'> {
  const [old, ...others] = targets;
  if (!old || others.some(({ from }) => from !== old.from)) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: '' });
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
function chosenOf(ports: RetagPorts, { planId, targets: chosen }: Order): KeptRetag {
  const plan = ports.retagPlans.get(planId);
  const targets = [...new Set(chosen)].map((name) => {
    const target = plan.targets.find(({ to }) => to === name);
    if (!target) throw new Failure('CONFLICT', { what: 'plan-expired', subject: name });
    return target;
  });
  return { ...plan, targets };
}

/** Gives images more tags; a move then deletes the old tag once every new one is proven. @throws Failure where nothing was changed. */
export async function applyRetag(ports: RetagPorts, order: Order): Promise<{ changeId: string; results: RetagResult[] }> {
  const plan = chosenOf(ports, order);
  const { connectionId, repository, targets } = plan;
  const { remove, typed } = order;
  writableClient(ports, connectionId);
  const old = remove ? oldOf(plan) : undefined;
  const moves = [
    ...targets.map(({ to, digest, expected }) => ({ tag: to, before: expected, after: digest })),
    ...(old ? [{ tag: old.from, before: old.digest, after: null }] : []),
  ];
  holdConfirmed(moves, ports.clients.connection(connectionId).protectedTags, typed);
  const begin = { connectionId, repository, what: 'retag', tag: targets[0]?.to ?? '', from: targets[0]?.from ?? '', moves } as const;
  const { result, change } = await recorded(ports, begin, async (stepLog) => {
    const { results, first } = await moveAll(ports, plan, stepLog);
    if (results.every(({ state }) => state === 'unchanged' || state === 'not-tried')) throw first;
    if (remove && first === undefined) results.push(await deleteOld(ports, plan, stepLog));
    return { result: results, state: endOfRetag(results) };
  });
  return { changeId: change.id, results: result };
}
