import type { DeletePlan } from '../../../shared/contract/delete.ts';
import type { Referrer } from '../../../shared/contract/history.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { DeleteAbilities } from '../core/probe.ts';
import { referrersIn } from '../core/referrers.ts';
import type { Progress } from '../core/scan.ts';
import { readSnapshot } from '../core/snapshot.ts';
import { type ManyFacts, planMany } from './plan-many.ts';

export type ManyQuestion = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly tags: readonly string[];
  /** Patterns of names that are kept unless they are typed. */
  readonly protectedTags: readonly string[];
  /** Where the person saw tags point, where that was long ago. */
  readonly seen: Readonly<Record<string, string>>;
  readonly untagOnly: boolean;
  readonly readOnly: boolean;
  /** What the registry can delete; not asked of a read-only connection, because the probe is a DELETE. */
  readonly abilities: () => Promise<DeleteAbilities>;
  readonly cache: SummaryCache;
  readonly signal: AbortSignal | undefined;
};

/** All that was read of one repository before tags of it are planned to be deleted. The names that a person types are no part of it. */
export type ManyReading = {
  readonly repository: string;
  readonly facts: ManyFacts;
  /** Chosen tags that are kept unless they are typed. */
  readonly guarded: readonly string[];
  /** What refers to each image that can be deleted when every protected name is typed. */
  readonly referrers: ReadonlyMap<string, readonly Referrer[]>;
};

/** Reads all that a plan over one repository needs. Changes nothing. @throws Failure of the connection. */
export async function readMany(question: ManyQuestion, onProgress: Progress): Promise<ManyReading> {
  const { client, repository, tags, protectedTags, seen, untagOnly, readOnly, cache, signal } = question;
  const snapshot = await readSnapshot({ client, repository, cache, signal }, 'all', onProgress);
  const abilities = await (readOnly ? ({ byDigest: 'unknown', byTag: 'unknown' } as const) : question.abilities());
  const { tagsFirst } = client.product;
  const facts = { tags, seen, untagOnly, ...snapshot, abilities, readOnly, tagsFirst };
  // No names can delete more images than all of them.
  const most = planMany(facts, []).groups.flatMap(({ how, digest }) => (how === 'image' ? [digest] : []));
  const referrers = await referrersIn(client, repository, most, snapshot.scan, signal);
  return { repository, facts, guarded: protectedOf(tags, protectedTags), referrers };
}

/** The plan of what was read, with these protected names typed. Pure. */
export function decideMany({ repository, facts, guarded, referrers }: ManyReading, typed: readonly string[]): DeletePlan {
  const released = new Set(typed);
  const plan = planMany(
    facts,
    guarded.filter((tag) => !released.has(tag)),
  );
  const groups = plan.groups.map((group) => ({
    ...group,
    referrers: group.how === 'image' ? [...(referrers.get(group.digest) ?? [])] : [],
  }));
  return { ...plan, repository, groups };
}
