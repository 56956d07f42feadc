import type { ManyPlan } from '../../shared/contract/delete-many.ts';
import { protectedOf } from '../../shared/pattern.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { SummaryCache } from '../registry/image-summary.ts';
import { attachedIn } from './copy/attached.ts';
import { planMany } from './plan-many.ts';
import type { DeleteAbilities } from './probe.ts';
import { digestsOf, type Progress, readSummaries, scanRepository } from './scan.ts';

export type ManyQuestion = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly tags: readonly string[];
  /** Patterns of names that stay unless they are among `typed`. */
  readonly protectedTags: readonly string[];
  readonly typed: readonly string[];
  /** Where the person saw tags point, where that was long ago. */
  readonly seen: Readonly<Record<string, string>>;
  readonly untagOnly: boolean;
  readonly readOnly: boolean;
  /** What the registry can delete; not asked of a read-only connection, because the probe is a DELETE. */
  readonly abilities: () => Promise<DeleteAbilities>;
  readonly cache: SummaryCache;
  readonly signal: AbortSignal | undefined;
};

/** Reads all that a plan over one repository needs, and makes it. Reads, changes nothing. */
export async function gatherMany(question: ManyQuestion, onProgress: Progress): Promise<ManyPlan> {
  const { client, repository, tags, protectedTags, typed, seen, untagOnly, readOnly, cache, signal } = question;
  const scan = await scanRepository(client, repository, signal, onProgress);
  const [{ summaries, unread }, abilities] = await Promise.all([
    readSummaries(client, repository, digestsOf(scan), cache, signal),
    readOnly ? ({ byDigest: 'unknown', byTag: 'unknown' } as const) : question.abilities(),
  ]);
  const released = new Set(typed);
  const kept = protectedOf(tags, protectedTags).filter((tag) => !released.has(tag));
  const { tagsFirst } = client.vendor;
  const facts = { tags, protectedTags: kept, seen, untagOnly, scan, summaries, unreadManifests: unread, abilities, readOnly, tagsFirst };
  const plan = planMany(facts);
  const going = plan.groups.flatMap(({ how, digest }) => (how === 'image' ? [digest] : []));
  const attached = await attachedIn(client, repository, going, scan, signal);
  return { ...plan, repository, groups: plan.groups.map((group) => ({ ...group, attached: attached.get(group.digest) ?? [] })) };
}
