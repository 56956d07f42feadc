import type { DeletePlan } from '../../../shared/contract/delete.ts';
import type { Referrer } from '../../../shared/contract/history.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import type { DeleteAbilities } from '../core/probe.ts';
import { referrersIn } from '../core/referrers.ts';
import { headTags, type Progress } from '../core/scan.ts';
import { readManifests, readSnapshot, type Snapshot, type Source } from '../core/snapshot.ts';
import { type Chosen, type DeleteSnapshot, planDelete, type UntaggedNow } from './plan.ts';

export type DeleteQuestion = Source &
  Omit<Chosen, 'scope' | 'kept'> & {
    /** Keeps every image. */
    readonly untagOnly: boolean;
    /** It is about one tag and nothing else: a protected name is asked for instead of kept. */
    readonly isAlone: boolean;
    readonly readOnly: boolean;
    /** What the registry can delete. Not asked over a read-only connection, because the probe is a DELETE. */
    readonly abilities: () => Promise<DeleteAbilities>;
    /** What is known of that may contain these manifests, with a tag or without. Asked where manifests without a tag are chosen. */
    readonly knownHolders: (digests: readonly string[]) => Promise<readonly string[]>;
  };

/** All that was read of one repository before tags of it are deleted. The names that a person types are not part of it. */
export type DeleteReading = Omit<Chosen, 'scope' | 'kept'> &
  Pick<DeleteQuestion, 'repository' | 'untagOnly' | 'isAlone'> & { readonly snapshot: DeleteSnapshot };

/** A signature of a signature of an attachment is as far as anyone goes. */
const MAX_NESTING = 3;

const UNASKED: DeleteAbilities = { byDigest: 'unknown', byTag: 'unknown' };

/** What refers to these images, and what refers to that: an SBOM may be signed. @throws Failure of the connection. */
async function allReferrers(
  { client, repository, signal }: Source,
  images: readonly string[],
  { scan }: Snapshot,
): Promise<ReadonlyMap<string, readonly Referrer[]>> {
  const all = new Map<string, readonly Referrer[]>();
  let waiting: readonly string[] = images;
  for (let depth = 0; depth < MAX_NESTING && waiting.length > 0; depth++) {
    const found = await referrersIn(client, repository, waiting, scan, signal);
    for (const [digest, referrers] of found) all.set(digest, referrers);
    waiting = [...new Set([...found.values()].flat().map(({ digest }) => digest))].filter((digest) => !all.has(digest));
  }
  return all;
}

/** What of these digests is found. @throws Failure of the connection. */
async function foundOf({ client, repository, signal }: Source, digests: readonly string[]) {
  const { heads, unread } = await headTags(client, repository, [...new Set(digests)], signal, () => {});
  return { found: new Set(heads.keys()), unread };
}

/** Adds the chosen manifests without a tag, and the indexes that may contain them. @throws Failure of the connection. */
async function withUntagged(question: DeleteQuestion, read: Snapshot): Promise<Snapshot & { readonly untaggedNow?: UntaggedNow }> {
  const chosen = question.tags.filter(isDigest);
  if (chosen.length === 0) return read;
  const { found, unread } = await foundOf(question, [...chosen, ...(await question.knownHolders(chosen))]);
  const manifests = await readManifests(question, new Map([...found].map((digest) => [digest, undefined])));
  const about = await foundOf(
    question,
    chosen.flatMap((digest) => manifests.summaries.get(digest)?.subject ?? []),
  );
  return {
    scan: read.scan,
    summaries: new Map([...manifests.summaries, ...read.summaries]),
    // An index that cannot be read may contain any of them.
    unreadManifests: [...read.unreadManifests, ...manifests.unreadManifests, ...unread.filter((digest) => !chosen.includes(digest))],
    untaggedNow: { found, unread, subjects: new Set([...about.found, ...about.unread]) },
  };
}

/** Reads all that a plan over one repository needs. Changes nothing. @throws Failure of the connection. */
export async function readForDelete(question: DeleteQuestion, onProgress: Progress): Promise<DeleteReading> {
  const { client, repository, tags, protectedTags, seen, untagOnly, isAlone, readOnly } = question;
  const read = await withUntagged(question, await readSnapshot(question, 'all', onProgress));
  const abilities = readOnly ? UNASKED : await question.abilities();
  const { tagsFirst } = client.product;
  const bare: DeleteSnapshot = { ...read, abilities, readOnly, tagsFirst, referrers: new Map(), untagged: new Map() };
  // No typed names can delete more images than all of them.
  const scope = isAlone ? 'whole' : untagOnly ? 'tags' : 'images';
  const most = planDelete(bare, { tags, seen, scope, kept: [], protectedTags });
  const images = most.groups.flatMap(({ how, digest }) => (how === 'image' ? [digest] : []));
  const referrers = await allReferrers(question, images, read);
  const tagged = new Set([...read.scan.heads.values()].map(({ digest }) => digest));
  const bareOf = [...referrers.values()].flat().flatMap(({ digest }) => (tagged.has(digest) ? [] : [[digest, undefined] as const]));
  const { summaries: untagged } = await readManifests(question, new Map(bareOf));
  return { repository, tags, seen, protectedTags, untagOnly, isAlone, snapshot: { ...bare, referrers, untagged } };
}

/** The plan of what was read, with these protected names typed; `whole` is the one tag's image with all its tags. Pure. */
export function planOf(
  reading: DeleteReading,
  { typed, whole }: { readonly typed: readonly string[]; readonly whole: boolean },
): DeletePlan {
  const { repository, snapshot, tags, seen, protectedTags, untagOnly, isAlone } = reading;
  const released = new Set(typed);
  const kept = isAlone ? [] : protectedOf(tags, protectedTags).filter((tag) => !released.has(tag));
  const scope = whole && isAlone ? 'whole' : untagOnly || isAlone ? 'tags' : 'images';
  return { repository, isAlone, ...planDelete(snapshot, { tags, seen, scope, kept, protectedTags }) };
}
