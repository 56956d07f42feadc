import type { DeleteGroup, DeleteItem, ReferrerGroup } from '../../../shared/contract/delete.ts';
import { isUntagged } from '../../../shared/deletion.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { ReachAgain } from '../core/ports.ts';
import { preserve, preserveUnlessTooLarge, type Saved } from '../core/preserve.ts';
import { RunSnapshot } from '../core/run-snapshot.ts';
import type { RunControl } from '../core/run-work.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import { deleteReferrers } from './delete-referrers.ts';
import { settleSiblings, siblingsNow } from './delete-tag.ts';
import { UntaggedRun } from './delete-untagged.ts';
import { type DeleteJob, type DeleteOutcome, notTried, type OnStep, type Result } from './job.ts';
import { Reach } from './reach.ts';
import { deleteTarget } from './target.ts';

/** How many kept tags of an image are proven after each of its tags is deleted; after the last one all of them are. */
const SAMPLE = 4;

export type GroupsJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly groups: readonly DeleteGroup[];
  /** Signatures and the like that are deleted after the images that they refer to. */
  readonly referrerGroups?: readonly ReferrerGroup[];
  readonly way: DeleteJob['way'];
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
  /** Patterns of tags that are checked again before every image, so that a protected tag is not lost to a check that is seconds old. */
  readonly protectedTags: readonly string[];
  readonly reachAgain: ReachAgain;
  /** What may contain these manifests without a tag, as far as it is known of. */
  readonly knownHolders: (digests: readonly string[]) => Promise<readonly string[]>;
  /** Pauses and stops between one image and the next. */
  readonly run: RunControl;
  /** The job is one tag or one image: every tag is checked again right before, and no snapshot is shared. */
  readonly isAlone?: boolean;
  /** What is deleted was made by a change that is taken back: a signature goes although its image is kept. */
  readonly isTakenBack?: boolean;
  readonly onStep?: OnStep;
  /** Called where a repository was checked and has no tags left. */
  readonly onEmpty?: () => void;
  /** Called with the number of kept tags of an image that were checked and are unchanged. */
  readonly onProven?: (count: number) => void;
  /** Called where the registry could not be reached and the rest was not tried. */
  readonly onLost?: (failure: NonNullable<DeleteItem['failure']>) => void;
};

/** The outcome of one tag of an image that was to be deleted. */
function stateIn({ removedTags, movedTags, unprovenSiblings, tag }: DeleteOutcome, name: string): Result['state'] {
  if (removedTags.includes(name)) return 'deleted';
  if (movedTags.includes(name)) return 'moved';
  if (unprovenSiblings.includes(name) || tag === 'unknown') return 'unknown';
  return tag === 'digest-deleted' ? 'digest-deleted' : 'unchanged';
}

/** The parts of a job that are the same for every image. */
const partsOf = ({ client, repository, way, trash, cache, stepLog }: GroupsJob) => ({ client, repository, way, trash, cache, stepLog });

/** Tags that the registry deleted although they were not part of the plan are reported, and an undo restores them. */
const lostOf = (names: readonly string[]): Result[] => names.map((tag) => ({ tag, state: 'lost' }));

/** Tags that no longer point to the image, or may not, with what can be restored under them. */
const RESTORABLE: ReadonlySet<Result['state']> = new Set(['digest-deleted', 'empty', 'lost', 'unknown']);
const withDigest = (items: readonly Result[], digest: string): Result[] =>
  items.map((item) => (RESTORABLE.has(item.state) ? { ...item, digest } : item));

/** Kept tags that could not be checked; an undo checks them too. */
const unprovenOf = (names: readonly string[]): Result[] => names.map((tag) => ({ tag, state: 'unknown' }));

/** Deletes an image with all its tags. */
async function deleteImageGroup(
  job: GroupsJob,
  { digest, tags, referrers }: DeleteGroup,
  snapshot: RunSnapshot | undefined,
): Promise<Result[]> {
  const [tag = '', ...siblings] = tags;
  try {
    const outcome = await deleteTarget(
      { ...partsOf(job), tag, digest, what: 'image', siblings, referrers, snapshot },
      job.onStep ?? (() => {}),
    );
    if (outcome.repositoryEmpty) job.onEmpty?.();
    const failure = outcome.failure ? { failure: outcome.failure } : {};
    const listed = outcome.stillListed.map((list): Result => ({ tag: list.tag, state: 'unchanged', failure: list.failure }));
    return [
      ...tags.map((name): Result => ({ tag: name, state: stateIn(outcome, name), ...failure })),
      ...lostOf(outcome.lostSiblings),
      ...listed,
    ];
  } catch (error) {
    // Nothing was sent about it: it is unchanged.
    return notTried(tags, error);
  }
}

/** Deletes one tag of an image that is kept, and proves a few of the tags that are kept. */
async function deleteOneTag(job: GroupsJob, { digest }: DeleteGroup, tag: string, { saved, kept }: TagsOnly): Promise<Result[]> {
  const siblings = kept.slice(0, SAMPLE);
  try {
    const outcome = await deleteTarget(
      { ...partsOf(job), tag, digest, what: 'tag', siblings, referrers: [], saved },
      job.onStep ?? (() => {}),
    );
    const failure = outcome.failure ? { failure: outcome.failure } : {};
    return [{ tag, state: outcome.tag, ...failure }, ...lostOf(outcome.lostSiblings), ...unprovenOf(outcome.unprovenSiblings)];
  } catch (error) {
    return notTried([tag], error);
  }
}

/** An image whose tags are deleted one by one: its bytes, and the tags that point to it and are kept. */
type TagsOnly = { readonly saved: Saved; readonly kept: readonly string[] };

async function beginTagsOnly(job: GroupsJob, { digest, tags, others }: DeleteGroup): Promise<TagsOnly> {
  const saved = await (job.way === 'tag-delete' ? preserveUnlessTooLarge : preserve)(job, digest, tags[0]);
  return { saved, kept: await siblingsNow({ ...partsOf(job), digest, siblings: others }) };
}

/** A signature whose image was to be deleted in the same run but was not: the signature is kept too. */
async function isStillWanted({ client, repository, groups, isTakenBack = false }: GroupsJob, tags: readonly string[]): Promise<boolean> {
  if (isTakenBack) return false;
  const subjects = new Set(tags.flatMap((tag) => subjectOf(tag) ?? []));
  for (const { digest } of groups) if (subjects.has(digest) && (await client.head(repository, digest).catch(() => ({})))) return true;
  return false;
}

/** Whether this turn is left out: the run was stopped, or what it is about is kept. */
async function isLeftOut(job: GroupsJob, tags: readonly string[]): Promise<boolean> {
  await job.run.turn();
  return job.run.signal.aborted || (await isStillWanted(job, tags));
}

type Tell = (items: readonly Result[]) => void;

/** One step about these tags. A person waits for the answer about one tag: only a run of many waits for the registry. */
const stepOf = (job: GroupsJob, reach: Reach, tags: readonly string[], work: () => Promise<Result[]>): Promise<readonly Result[]> =>
  job.isAlone ? work() : reach.step<Result>(work, (failure) => tags.map((tag) => ({ tag, state: 'not-tried', failure })));

/** Deletes tags of one image one after the other, then proves every tag that is kept and restores one that the registry deleted. */
async function deleteTagsOnly(job: GroupsJob, group: DeleteGroup, reach: Reach, tellAll: Tell): Promise<void> {
  let begun: TagsOnly | undefined;
  let hasDeleted = false;
  const unproven = new Set<string>();
  const tell: Tell = (items) => {
    hasDeleted ||= items.some(({ state }) => state === 'deleted');
    for (const { tag } of items) if (!group.tags.includes(tag)) unproven.add(tag);
    tellAll(items);
  };
  const deleteOne = async (tag: string): Promise<Result[]> => {
    try {
      begun ??= await beginTagsOnly(job, group);
    } catch (error) {
      return notTried([tag], error);
    }
    return deleteOneTag(job, group, tag, begun);
  };
  for (const tag of group.tags) {
    if (!reach.lost && (await isLeftOut(job, [tag]))) tell(notTried([tag]));
    else tell(await stepOf(job, reach, [tag], () => deleteOne(tag)));
  }
  if (begun && !reach.lost && begun.kept.length > SAMPLE) {
    const ended = await settleSiblings({ ...partsOf(job), digest: group.digest, siblings: begun.kept }, begun.saved, () => {});
    const sampled = new Set(begun.kept.slice(0, SAMPLE));
    tell([...lostOf(ended.lostSiblings), ...unprovenOf(ended.unprovenSiblings.filter((tag) => !sampled.has(tag)))]);
  }
  if (hasDeleted) job.onProven?.((begun?.kept.length ?? 0) - unproven.size);
}

/** Tags that vanished while images were deleted, and that did not point to them. */
function vanishedOf({ groups, referrerGroups = [] }: GroupsJob, missing: readonly string[]): Result[] {
  const named = groups.flatMap(({ tags, referrers }) => [...tags, ...referrers.map(({ reference }) => reference)]);
  const own = new Set([...named, ...referrerGroups.flatMap(({ tags }) => tags)]);
  return missing.filter((tag) => !own.has(tag)).map((tag) => ({ tag, state: 'vanished' }));
}

/**
 * Deletes many tags of a repository, image by image, each as carefully as a single one: preserved before, checked again, proven after. One that
 * fails does not stop the others. Returns whether everything was deleted. Tags that were moved to an image too late to be seen are reported as `vanished`.
 */
export async function deleteGroups(job: GroupsJob, emit: (items: DeleteItem[]) => void): Promise<boolean> {
  const shared = new RunSnapshot(job);
  const reach = new Reach(job.client, job.run.signal, job.reachAgain);
  let clean = true;
  let hasDeleted = false;
  const tell: Tell = (items) => {
    if (items.length > 0) emit(items.map((item) => ({ repository: job.repository, ...item })));
    clean &&= items.every(({ state, failure }) => (state === 'deleted' && failure === undefined) || state === 'vanished');
    for (const { tag, state } of items) {
      if (state === 'deleted' || state === 'lost') shared.removed(tag);
      else shared.doubt(tag);
    }
  };
  const untagged = new UntaggedRun(job, shared);
  const deleteBare = async (group: DeleteGroup): Promise<void> => {
    if (!reach.lost && (await isLeftOut(job, []))) return tell(notTried(group.tags));
    const items = await stepOf(job, reach, group.tags, () => untagged.delete(group));
    if (hasDeleted) tell(vanishedOf(job, await shared.missing()));
    hasDeleted ||= items.some(({ state }) => state === 'deleted');
    tell(items);
  };
  const deleteGroup = async (group: DeleteGroup, snapshot: RunSnapshot | undefined): Promise<void> => {
    const tellOf: Tell = (items) => tell(withDigest(items, group.digest));
    if (isUntagged(group)) return deleteBare(group);
    if (group.how === 'tags') return deleteTagsOnly(job, group, reach, tellOf);
    if (!reach.lost && (await isLeftOut(job, group.tags))) return tell(notTried(group.tags));
    const items = await stepOf(job, reach, group.tags, () => deleteImageGroup(job, group, snapshot));
    const missing = (await snapshot?.missing()) ?? [];
    for (const list of group.lists) snapshot?.doubt(list);
    if (hasDeleted) tell(vanishedOf(job, missing));
    hasDeleted ||= items.some(({ state }) => state === 'deleted');
    tellOf(items);
  };
  for (const group of job.groups) await deleteGroup(group, job.isAlone ? undefined : shared);
  await deleteReferrers(job, { tell, deleteGroup: (group) => deleteGroup(group, shared) });
  if (reach.lost) job.onLost?.(reach.lost);
  else if (hasDeleted) tell(vanishedOf(job, await shared.missing(true).catch(() => [])));
  return clean;
}
