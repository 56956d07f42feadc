import { asValue, Failure } from '../../../shared/errors.ts';
import type { RawManifest } from '../../registry/client.ts';
import { pool } from '../../registry/pool.ts';
import { holdingOf, subjectIn } from '../core/holders.ts';
import { restoreBytes, stateOf, statesOf, type TagState } from '../core/prove.ts';
import { listTags, tagsOn } from '../core/scan.ts';
import { readSnapshot } from '../core/snapshot.ts';
import { unlist } from '../core/unlist.ts';
import { checkOwn, type DeleteJob, type DeleteOutcome, NOTHING_DONE, type OnStep, refused, remove, type Settled } from './job.ts';

/** Tags that are checked at the same time just before they are deleted. */
const WIDTH = 8;

/** Makes sure, right before the request, that each of these tags still points to the image. @throws Failure CONFLICT. */
async function checkTags(job: DeleteJob, tags: readonly string[]): Promise<void> {
  const waiting = [...tags];
  await pool(
    WIDTH,
    () => waiting.shift(),
    (tag) => checkOwn({ ...job, tag }),
  );
}

/** Checks every tag again before a digest is deleted: only the tags that were shown may point to it, and no index may contain it. Returns the lists of referrers that name it. @throws Failure CONFLICT. */
export async function checkImage(job: DeleteJob, saved: RawManifest, onStep: OnStep): Promise<readonly string[]> {
  const { repository, digest, tag } = job;
  const own = [tag, ...job.siblings];
  const now = await (job.snapshot?.look(own) ??
    readSnapshot({ client: job.client, repository, cache: job.cache }, 'indexes', (read, total) => {
      if (read % 100 === 0 || read === total) onStep('check', { done: read, total });
    }));
  // The shared snapshot may be old: the tags that are to be deleted are checked again.
  if (job.snapshot) await checkTags(job, own);
  const { scan } = now;
  const tags = tagsOn(scan, digest);
  if (!tags.includes(tag)) throw new Failure('CONFLICT', { what: scan.heads.has(tag) ? 'tag-moved' : 'tag-deleted', subject: tag });
  const shown = new Set(own);
  const surprise = tags.find((name) => !shown.has(name));
  if (surprise !== undefined) throw new Failure('CONFLICT', { what: 'new-tag', subject: surprise });
  if (scan.unread.length > 0 || scan.capped || now.unreadManifests.length > 0)
    throw new Failure('CONFLICT', { what: 'scan-incomplete', subject: scan.unread[0] ?? repository });
  const holding = holdingOf(now, { digest, subject: subjectIn(saved) });
  const [index] = holding.indexes;
  if (index) throw new Failure('CONFLICT', { what: 'new-index', subject: tagsOn(scan, index.digest)[0] ?? index.digest });
  return holding.lists;
}

/** What was found out about an image, with the tags that still point to it and the siblings that could not be checked. */
type SettledImage = Settled & { readonly leftTags: string[]; readonly unproven: string[] };

async function settleImage(job: DeleteJob): Promise<SettledImage> {
  const states = await statesOf(job.client, job.repository, [job.tag, ...job.siblings]);
  const removedTags = states.filter(({ state }) => state.kind === 'absent').map(({ tag }) => tag);
  const movedTags = states.filter(({ state }) => state.kind === 'on' && state.digest !== job.digest).map(({ tag }) => tag);
  const leftTags = states.filter(({ state }) => state.kind === 'on' && state.digest === job.digest).map(({ tag }) => tag);
  const own = states[0]?.state;
  const unproven = states
    .slice(1)
    .filter(({ state }) => state.kind === 'unknown')
    .map(({ tag }) => tag);
  if (own?.kind === 'unknown' || !own) return { tag: 'unknown', removedTags, movedTags, leftTags, unproven };
  const tag = own.kind === 'absent' ? 'deleted' : own.digest === job.digest ? 'unchanged' : 'moved';
  return { tag, removedTags, movedTags, leftTags, unproven };
}

/** Whether the repository has no tag left; false where that is not certain. Not checked for each image of a bulk delete. */
async function isEmpty({ client, repository, snapshot }: DeleteJob): Promise<boolean> {
  if (snapshot) return false;
  const { names, capped } = await listTags(client, repository, undefined).catch(() => ({ names: ['unknown'], capped: true }));
  return names.length === 0 && !capped;
}

/** Deletes tags one by one, each only while it points to the image. @throws Failure at the first that cannot be deleted. */
async function removeTags(job: DeleteJob, tags: readonly string[]): Promise<void> {
  for (const tag of tags) {
    await checkOwn({ ...job, tag });
    await remove(job, tag);
  }
}

type Ended = { readonly settled: SettledImage; readonly digest: TagState };

/** Where the tags of the image point now, and whether its digest is still found. */
async function endOf(job: DeleteJob): Promise<Ended> {
  const settled = await settleImage(job);
  // Not repeated where the registry does not answer, because a person is waiting.
  return { settled, digest: await stateOf(job.client, job.repository, job.digest, settled.tag === 'unknown' ? 1 : undefined) };
}

/**
 * A registry may drop the digest and leave its tags. They are deleted one by one if it can do that; otherwise the digest is restored from the
 * saved bytes, so that nothing is half deleted.
 */
async function settleLeftTags(job: DeleteJob, saved: RawManifest, ended: Ended, onStep: OnStep): Promise<Ended> {
  let now = ended;
  if (now.digest.kind !== 'absent' || now.settled.leftTags.length === 0) return now;
  if (job.way === 'tag-delete') {
    onStep('remove');
    await removeTags(job, now.settled.leftTags).catch(() => {});
    onStep('verify');
    now = await endOf(job);
  }
  if (now.digest.kind !== 'absent' || now.settled.leftTags.length === 0) return now;
  onStep('restore');
  const restored = await restoreBytes(job.client, job.repository, job.digest, saved, job.stepLog);
  if (restored === 'restored') return endOf(job);
  return { ...now, settled: { ...now.settled, tag: restored === 'refused' ? 'digest-deleted' : 'unknown' } };
}

/** Deletes an image with the tags that were confirmed, and proves it. Once something was sent it never throws. */
export async function deleteImage(job: DeleteJob, saved: RawManifest, lists: readonly string[], onStep: OnStep): Promise<DeleteOutcome> {
  let failure: DeleteOutcome['failure'];
  onStep('remove');
  try {
    // If a digest cannot be deleted while a tag points to it, the confirmed tags are deleted first.
    if (job.client.product.tagsFirst) await removeTags(job, [job.tag, ...job.siblings]);
    await remove(job, job.digest);
  } catch (error) {
    failure = asValue(error);
  }
  onStep('verify');
  const { settled, digest } = await settleLeftTags(job, saved, await endOf(job), onStep);
  const { unproven, leftTags: _, ...rest } = settled;
  // Deleted tags prove nothing about the digest: it is checked too.
  if (settled.removedTags.length === job.siblings.length + 1 && digest.kind === 'absent') failure = undefined;
  else
    failure ??= asValue(
      digest.kind === 'unknown' ? new Failure('CONFLICT', { what: 'outcome-unknown', subject: job.digest }) : refused(NOTHING_DONE),
    );
  const stillListed = digest.kind === 'absent' ? await unlist(job, job.digest, lists) : [];
  const proven = { lostSiblings: [], unprovenSiblings: unproven, stillListed, repositoryEmpty: await isEmpty(job) };
  return { ...rest, ...proven, ...(failure ? { failure } : {}) };
}
