import type { RetagPlan } from '../../../shared/contract/retag.ts';
import { Failure } from '../../../shared/errors.ts';
import { currentOf, expectedOf, type TargetQuestion } from '../core/current-tag.ts';
import type { Plans } from '../core/plans.ts';
import type { ChangePorts } from '../core/ports.ts';

/** A planned retag, as the host keeps it. */
export type KeptRetag = {
  readonly connectionId: string;
  readonly repository: string;
  readonly from: string;
  readonly digest: string;
  /** `expected` is the digest of `to` in the plan, null where the tag did not exist. */
  readonly targets: readonly { readonly to: string; readonly expected: string | null }[];
};

export type RetagPorts = ChangePorts & { readonly retagPlans: Plans<KeptRetag> };

type Target = Pick<TargetQuestion, 'to' | 'hints'>;

/** What a retag would do: where each tag points now, and whether the image it leaves keeps a tag. Only reads. @throws Failure CONFLICT `tag-deleted`. */
export async function planRetag(
  question: Omit<TargetQuestion, 'to' | 'hints' | 'leaving'> & { readonly from: string; readonly targets: readonly Target[] },
): Promise<Omit<RetagPlan, 'planId'>> {
  const { client, repository, from, targets, cache, signal } = question;
  const source = await client.head(repository, from, signal);
  if (!source) throw new Failure('CONFLICT', { what: 'tag-deleted', subject: from });
  const names = targets.map(({ to }) => to);
  const read = async ({ to, hints }: Target): Promise<RetagPlan['targets'][number]> => {
    const leaving = names.filter((name) => name !== to);
    return { to, current: await currentOf({ client, repository, to, hints, leaving, cache, signal }, source.digest) };
  };
  return { from: { tag: from, digest: source.digest }, targets: await Promise.all(targets.map(read)) };
}

type Question = {
  readonly connectionId: string;
  readonly repository: string;
  readonly from: string;
  readonly targets: readonly Target[];
};

/** Plans a retag and keeps the plan, which is applied by its id. */
export async function keepRetagPlan(
  ports: RetagPorts,
  { connectionId, repository, from, targets }: Question,
  signal: AbortSignal | undefined,
): Promise<RetagPlan> {
  const cache = await ports.summaries.of(connectionId, repository);
  const plan = await planRetag({ client: ports.clients.of(connectionId), repository, from, targets, cache, signal });
  const { digest } = plan.from;
  const kept = plan.targets.map(({ to, current }) => ({ to, expected: expectedOf({ current, digest }) }));
  return { planId: ports.retagPlans.keep({ connectionId, repository, from, digest, targets: kept }), ...plan };
}
