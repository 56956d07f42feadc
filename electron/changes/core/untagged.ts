import { Failure, failureOf } from '../../../shared/errors.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { holdingOf, subjectIn } from './holders.ts';
import { preserve } from './preserve.ts';
import { stateOf } from './prove.ts';
import { type Scan, tagsOn } from './scan.ts';
import { withManifests } from './snapshot.ts';
import type { StepLog } from './step-log.ts';
import type { Trash } from './trash.ts';
import { unlist } from './unlist.ts';

export type UntaggedJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly digest: string;
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
};

/** @throws the failure of the first list that still names the digest. */
async function unlistAll(job: Omit<UntaggedJob, 'cache'>, digest: string, lists: readonly string[]): Promise<void> {
  const [still] = await unlist(job, digest, lists);
  if (still) throw failureOf(still.failure);
}

/** Removes what is deleted already from the list of referrers that may still name it; what was kept tells which one that is. @throws Failure. */
export async function unlistDeleted(job: Omit<UntaggedJob, 'cache'>): Promise<void> {
  const saved = await job.trash.load(job.digest);
  const subject = saved && subjectIn(saved);
  if (subject !== undefined) await unlistAll(job, job.digest, [referrersTag(subject)]);
}

/**
 * Deletes an image whose tags are already deleted, and proves it by its digest. @throws Failure CONFLICT where a tag or an index has come to use
 * it or not all could be read, or where the registry no longer answers; UNSUPPORTED where it is still found.
 */
export async function deleteUntagged(job: UntaggedJob, scan: Scan): Promise<void> {
  const { client, repository, digest, trash, cache, stepLog } = job;
  const [user] = tagsOn(scan, digest);
  if (user !== undefined) throw new Failure('CONFLICT', { what: 'new-tag', subject: user });
  if (scan.unread.length > 0 || scan.capped)
    throw new Failure('CONFLICT', { what: 'scan-incomplete', subject: scan.unread[0] ?? repository });
  const snapshot = await withManifests({ client, repository, cache }, scan, 'indexes');
  const saved = await preserve({ client, repository, trash, cache }, digest);
  const holding = holdingOf(snapshot, { digest, subject: subjectIn(saved) });
  const [holder] = holding.indexes;
  if (holder) throw new Failure('CONFLICT', { what: 'new-index', subject: tagsOn(scan, holder.digest)[0] ?? holder.digest });
  if (snapshot.unreadManifests.length > 0) throw new Failure('CONFLICT', { what: 'scan-incomplete', subject: repository });
  const sent = await stepLog
    .step({ method: 'DELETE', reference: digest, why: 'remove' }, async () => (await client.deleteManifest(repository, digest)).status)
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  const state = await stateOf(client, repository, digest);
  if (state.kind === 'absent') return unlistAll(job, digest, holding.lists);
  if (state.kind === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: digest });
  throw sent?.error ?? new Failure('UNSUPPORTED', { feature: 'delete', why: 'still-found' });
}
