import type { DeleteGroup, DeleteItem, DeleteOutcome } from '../../../shared/contract/delete.ts';
import { asValue } from '../../../shared/errors.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { preserve, preserveUnlessTooLarge, type Saved } from '../core/preserve.ts';
import { RunSnapshot } from '../core/run-snapshot.ts';
import type { RunControl } from '../core/runs.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import { type DeleteJob, runDelete, settleSiblings, siblingsNow } from './apply.ts';

/** Kept tags of an image that are proven with each of its tags that is removed; all of them are with the last. */
const SAMPLE = 4;

export type ManyJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly groups: readonly DeleteGroup[];
  readonly way: DeleteJob['way'];
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
  /** Patterns of names that are asked again before every image: what a person protected is not lost to a look that is seconds old. */
  readonly protectedTags: readonly string[];
  /** Rests and ends between one image and the next. */
  readonly run: RunControl;
};

type Result = Omit<DeleteItem, 'repository'>;

/** What became of one tag of an image that was to go. */
function stateIn({ removedTags, movedTags, unprovenSiblings, tag }: DeleteOutcome, name: string): Result['state'] {
  if (removedTags.includes(name)) return 'gone';
  if (movedTags.includes(name)) return 'moved';
  if (unprovenSiblings.includes(name) || tag === 'unknown') return 'unknown';
  return tag === 'digest-gone' ? 'digest-gone' : 'as-before';
}

/** What of a job is the same for every image. */
const partsOf = ({ client, repository, way, trash, cache, stepLog }: ManyJob) => ({ client, repository, way, trash, cache, stepLog });

const notTried = (tags: readonly string[], error?: unknown): Result[] =>
  tags.map((tag) => ({ tag, state: 'not-tried', ...(error === undefined ? {} : { failure: asValue(error) }) }));

/** What a registry took along unasked is said, and an undo knows of it. */
const lostOf = (names: readonly string[]): Result[] => names.map((tag) => ({ tag, state: 'lost' }));

/** Kept tags that did not answer: an undo knows of them, too. */
const unprovenOf = (names: readonly string[]): Result[] => names.map((tag) => ({ tag, state: 'unknown' }));

/** Deletes an image with all its tags. */
async function takeImage(job: ManyJob, { digest, tags, referrers }: DeleteGroup, snapshot: RunSnapshot): Promise<Result[]> {
  const [tag = '', ...siblings] = tags;
  try {
    const outcome = await runDelete({ ...partsOf(job), tag, digest, what: 'image', siblings, referrers, snapshot }, () => {});
    const failure = outcome.failure ? { failure: outcome.failure } : {};
    const listed = outcome.stillListed.map((list): Result => ({ tag: list.tag, state: 'as-before', failure: list.failure }));
    return [
      ...tags.map((name): Result => ({ tag: name, state: stateIn(outcome, name), ...failure })),
      ...lostOf(outcome.lostSiblings),
      ...listed,
    ];
  } catch (error) {
    // Nothing of it was sent: it is as it was.
    return notTried(tags, error);
  }
}

/** Removes one tag of an image that is kept; with it a few of the tags that are kept are proven. */
async function takeTag(job: ManyJob, { digest }: DeleteGroup, tag: string, { saved, kept }: Untagging): Promise<Result[]> {
  const siblings = kept.slice(0, SAMPLE);
  try {
    const outcome = await runDelete({ ...partsOf(job), tag, digest, what: 'tag', siblings, referrers: [], saved }, () => {});
    const failure = outcome.failure ? { failure: outcome.failure } : {};
    return [{ tag, state: outcome.tag, ...failure }, ...lostOf(outcome.lostSiblings), ...unprovenOf(outcome.unprovenSiblings)];
  } catch (error) {
    return notTried([tag], error);
  }
}

/** An image of which tags are removed one by one: its bytes, and the tags that point to it and are kept. */
type Untagging = { readonly saved: Saved; readonly kept: readonly string[] };

async function beginUntagging(job: ManyJob, { digest, tags, others }: DeleteGroup): Promise<Untagging> {
  const saved = await (job.way === 'tag-delete' ? preserveUnlessTooLarge : preserve)(job, digest, tags[0]);
  return { saved, kept: await siblingsNow({ ...partsOf(job), digest, siblings: others }) };
}

/** A signature whose image was to go in the same run, and is still there: it stays with it. */
async function isStillWanted({ client, repository, groups }: ManyJob, tags: readonly string[]): Promise<boolean> {
  const subjects = new Set(tags.flatMap((tag) => subjectOf(tag) ?? []));
  for (const { digest } of groups) if (subjects.has(digest) && (await client.head(repository, digest).catch(() => ({})))) return true;
  return false;
}

/** Whether this turn is left out: the run was stopped, or what it is about is kept. */
async function isLeftOut(job: ManyJob, tags: readonly string[]): Promise<boolean> {
  await job.run.turn();
  return job.run.signal.aborted || (await isStillWanted(job, tags));
}

type Tell = (items: readonly Result[]) => void;

/** Removes tags of one image one after the other, then proves every tag that is kept: one that the registry took along is restored. */
async function untag(job: ManyJob, group: DeleteGroup, tell: Tell): Promise<void> {
  let begun: Untagging | undefined;
  for (const [at, tag] of group.tags.entries()) {
    if (await isLeftOut(job, [tag])) {
      tell(notTried([tag]));
      continue;
    }
    try {
      begun ??= await beginUntagging(job, group);
    } catch (error) {
      return tell(notTried(group.tags.slice(at), error));
    }
    tell(await takeTag(job, group, tag, begun));
  }
  if (!begun || begun.kept.length <= SAMPLE) return;
  const ended = await settleSiblings({ ...partsOf(job), digest: group.digest, siblings: begun.kept }, begun.saved, () => {});
  const sampled = new Set(begun.kept.slice(0, SAMPLE));
  tell([...lostOf(ended.lostSiblings), ...unprovenOf(ended.unprovenSiblings.filter((tag) => !sampled.has(tag)))]);
}

/** Tags that vanished while images were deleted, and that were none of theirs. */
function vanishedOf({ groups }: ManyJob, missing: readonly string[]): Result[] {
  const own = new Set(groups.flatMap(({ tags, referrers }) => [...tags, ...referrers.map(({ reference }) => reference)]));
  return missing.filter((tag) => !own.has(tag)).map((tag) => ({ tag, state: 'vanished' }));
}

/**
 * Removes many tags of a repository, image by image, each as carefully as a single one: kept before, checked again, proven after. One that
 * fails stops no other. Whether everything was deleted. Tags that were moved onto an image too late to be seen are told as `vanished`.
 */
export async function runDeleteMany(job: ManyJob, emit: (items: DeleteItem[]) => void): Promise<boolean> {
  const snapshot = new RunSnapshot(job);
  let clean = true;
  let hasDeleted = false;
  const tell: Tell = (items) => {
    if (items.length > 0) emit(items.map((item) => ({ repository: job.repository, ...item })));
    clean &&= items.every(({ state, failure }) => (state === 'gone' && failure === undefined) || state === 'vanished');
    for (const { tag, state } of items) {
      if (state === 'gone' || state === 'lost') snapshot.removed(tag);
      else snapshot.doubt(tag);
    }
  };
  for (const group of job.groups) {
    if (group.how === 'tags') await untag(job, group, tell);
    else if (await isLeftOut(job, group.tags)) tell(notTried(group.tags));
    else {
      const items = await takeImage(job, group, snapshot);
      const missing = await snapshot.missing();
      for (const list of group.lists) snapshot.doubt(list);
      if (hasDeleted) tell(vanishedOf(job, missing));
      hasDeleted ||= items.some(({ state }) => state === 'gone');
      tell(items);
    }
  }
  if (hasDeleted) tell(vanishedOf(job, await snapshot.missing(true).catch(() => [])));
  return clean;
}
