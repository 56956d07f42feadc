import type { DeleteGroup, ReferrerGroup } from '../../../shared/contract/delete.ts';
import { asValue, isFailure } from '../../../shared/errors.ts';
import { statesOf } from '../core/prove.ts';
import { type Scan, scanRepository } from '../core/scan.ts';
import { deleteUntagged } from '../core/untagged.ts';
import type { GroupsJob } from './groups.ts';
import { notTried, type Result } from './job.ts';

type How = {
  readonly tell: (items: readonly Result[]) => void;
  /** Deletes tags of one image like any others. */
  readonly deleteGroup: (group: DeleteGroup) => Promise<void>;
};

const deleted = (tags: readonly string[]): Result[] => tags.map((tag) => ({ tag, state: 'deleted' }));

/** Deletes a referrer that has tags. A registry may have deleted some of them with their image. */
async function deleteTagged({ client, repository }: GroupsJob, { digest, how, tags, others }: ReferrerGroup, { tell, deleteGroup }: How) {
  const states = await statesOf(client, repository, tags);
  const left = states.flatMap(({ tag, state }) => (state.kind === 'absent' ? [] : [tag]));
  tell(deleted(tags.filter((tag) => !left.includes(tag))));
  if (left.length === 0) return;
  await deleteGroup({ digest, how, tags: left, others, mediaType: '', indexes: [], lists: [], referrers: [], obstacles: [] });
}

/** Deletes a referrer that only its digest names. `readAll` reads every tag once, after the images have been deleted. */
async function deleteBare(job: GroupsJob, { digest, subject }: ReferrerGroup, readAll: () => Promise<Scan>): Promise<Result> {
  const { client, repository } = job;
  try {
    // It belongs to an image that is still found: it is kept with it.
    if (await client.head(repository, subject)) return { tag: digest, state: 'not-tried' };
    if (await client.head(repository, digest)) await deleteUntagged({ ...job, digest }, await readAll());
    return { tag: digest, state: 'deleted' };
  } catch (error) {
    const isUnknown = isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown';
    return { tag: digest, state: isUnknown ? 'unknown' : 'unchanged', failure: asValue(error) };
  }
}

/** Deletes the signatures and the like of images that were deleted before. One that fails does not stop the others. */
export async function deleteReferrers(job: GroupsJob, how: How): Promise<void> {
  let scan: Promise<Scan> | undefined;
  const readAll = (): Promise<Scan> => {
    scan ??= scanRepository(job.client, job.repository, undefined, () => {});
    return scan;
  };
  for (const referrer of job.referrerGroups ?? []) {
    await job.run.turn();
    if (job.run.signal.aborted) how.tell(notTried(referrer.tags.length > 0 ? referrer.tags : [referrer.digest]));
    else if (referrer.tags.length > 0) await deleteTagged(job, referrer, how);
    else how.tell([await deleteBare(job, referrer, readAll)]);
  }
}
