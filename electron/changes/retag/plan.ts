import type { RetagPlan } from '../../../shared/contract/retag.ts';
import { Failure } from '../../../shared/errors.ts';
import { currentsOf, expectedOf, type TargetPlace } from '../core/current-tag.ts';
import type { Plans } from '../core/plans.ts';
import type { ChangePorts } from '../core/ports.ts';
import { headTags } from '../core/scan.ts';

/** A planned retag, as the host keeps it. */
export type KeptRetag = {
  readonly connectionId: string;
  readonly repository: string;
  /** `digest` is what `from` pointed to; `expected` is the digest of `to` in the plan, null where the tag did not exist. */
  readonly targets: readonly (RetagPlan['targets'][number] & { readonly expected: string | null })[];
};

export type RetagPorts = ChangePorts & { readonly retagPlans: Plans<KeptRetag> };

type Wanted = { readonly from: string; readonly to: string; readonly hints: readonly string[] };

/**
 * What a retag would do: where each tag points now, and whether the image it leaves keeps a tag. Only reads. @throws Failure CONFLICT
 * `tag-deleted` where no old tag is found.
 */
export async function planRetag(place: TargetPlace, wanted: readonly Wanted[]): Promise<Omit<RetagPlan, 'planId'>> {
  const { client, repository, signal } = place;
  const sources = [...new Set(wanted.map(({ from }) => from))];
  const { heads, unread } = await headTags(client, repository, sources, signal, () => {});
  // Its failure says more than that it was not read.
  for (const tag of unread) await client.head(repository, tag, signal);
  const missing = sources.filter((tag) => !heads.has(tag));
  if (missing.length === sources.length) throw new Failure('CONFLICT', { what: 'tag-deleted', subject: missing[0] ?? '' });
  const targets = wanted.flatMap((target) => {
    const head = heads.get(target.from);
    return head ? [{ ...target, digest: head.digest }] : [];
  });
  const currents = await currentsOf(place, targets);
  return {
    targets: targets.flatMap(({ from, digest, to }, i) => {
      const current = currents[i];
      return current ? [{ from, digest, to, current }] : [];
    }),
    missing,
  };
}

type Question = { readonly connectionId: string; readonly repository: string; readonly targets: readonly Wanted[] };

/** Plans a retag and keeps the plan, which is applied by its id. */
export async function keepRetagPlan(
  ports: RetagPorts,
  { connectionId, repository, targets }: Question,
  signal: AbortSignal | undefined,
): Promise<RetagPlan> {
  const cache = await ports.summaries.of(connectionId, repository);
  const plan = await planRetag({ client: ports.clients.of(connectionId), repository, cache, signal }, targets);
  const kept = plan.targets.map((target) => ({ ...target, expected: expectedOf(target) }));
  return { planId: ports.retagPlans.keep({ connectionId, repository, targets: kept }), ...plan };
}
