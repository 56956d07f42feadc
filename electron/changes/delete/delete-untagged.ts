import type { DeleteGroup } from '../../../shared/contract/delete.ts';
import { isUntagged } from '../../../shared/deletion.ts';
import { asValue, isFailure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { subjectIn } from '../core/holders.ts';
import { KnownHolders } from '../core/known-holders.ts';
import { preserve } from '../core/preserve.ts';
import type { RunSnapshot } from '../core/run-snapshot.ts';
import { deleteUntagged } from '../core/untagged.ts';
import type { GroupsJob } from './groups.ts';
import { notTried, type Result } from './job.ts';

/** Deletes manifests without a tag, those first that contain others. */
export class UntaggedRun {
  private readonly job: GroupsJob;
  private readonly snapshot: RunSnapshot;
  private readonly holders: KnownHolders;

  constructor(job: GroupsJob, snapshot: RunSnapshot) {
    this.job = job;
    this.snapshot = snapshot;
    const own = job.groups.filter(isUntagged).map(({ digest }) => digest);
    // One of them that could not be deleted keeps what it contains.
    this.holders = new KnownHolders(job, async () => [...own, ...(await job.knownHolders(own))]);
  }

  /** Deletes one after every check of its plan was repeated. One that fails does not stop the others. */
  async delete(group: DeleteGroup): Promise<Result[]> {
    const { digest } = group;
    try {
      return (await this.deleteIt(group)) ? [{ tag: digest, state: 'deleted' }] : notTried([digest]);
    } catch (error) {
      const isUnknown = isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown';
      return [{ tag: digest, state: isUnknown ? 'unknown' : 'unchanged', failure: asValue(error) }];
    }
  }

  /** Deletes it; false where it is kept because what it refers to is still found. @throws Failure. */
  private async deleteIt({ digest, referrers }: DeleteGroup): Promise<boolean> {
    const { client, repository } = this.job;
    // Someone else has deleted it.
    if (!(await client.head(repository, digest))) return true;
    const subject = subjectIn(await preserve(this.job, digest));
    if (subject !== undefined && (await client.head(repository, subject))) return false;
    await this.preserveReferrers(referrers);
    const { scan } = await this.snapshot.look([]);
    await this.holders.check(digest, scan);
    await deleteUntagged({ ...this.job, digest }, scan);
    return true;
  }

  private async preserveReferrers(referrers: DeleteGroup['referrers']): Promise<void> {
    for (const { digest, reference } of referrers)
      await preserve(this.job, digest, isDigest(reference) ? undefined : reference).catch((error: unknown) => {
        // A list may name a referrer that was deleted since: there is nothing to preserve.
        if (!isFailure(error, 'NOT_FOUND')) throw error;
      });
  }
}
