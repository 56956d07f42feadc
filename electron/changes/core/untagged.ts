import { Failure } from '../../../shared/errors.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { keepWhole } from './preserve.ts';
import { stateOf } from './prove.ts';
import type { Recorder } from './recorder.ts';
import { indexDigests, readSummaries, type Scan, tagsOn } from './scan.ts';
import type { ManifestKeeper } from './trash.ts';

export type UntaggedJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly digest: string;
  readonly keeper: ManifestKeeper;
  readonly cache: SummaryCache;
  readonly recorder: Recorder;
};

/**
 * Deletes an image whose tags are gone already, and proves it by its digest. @throws Failure CONFLICT where a tag or an index has come to use
 * it or not all could be read, or where nobody answers any more; UNSUPPORTED where it is still found.
 */
export async function deleteUntagged({ client, repository, digest, keeper, cache, recorder }: UntaggedJob, scan: Scan): Promise<void> {
  const unclear = tagsOn(scan, digest)[0] ?? scan.unread[0] ?? (scan.capped ? repository : undefined);
  if (unclear !== undefined) throw new Failure('CONFLICT', { what: 'tags-changed', subject: unclear });
  const indexes = await readSummaries(client, repository, indexDigests(scan), cache, undefined);
  const holder = [...indexes.summaries.values()].find(({ children }) => children.includes(digest));
  if (holder || indexes.unread.length > 0)
    throw new Failure('CONFLICT', { what: 'tags-changed', subject: (holder && tagsOn(scan, holder.digest)[0]) ?? repository });
  await keepWhole({ client, repository, keeper, cache }, digest);
  const sent = await recorder
    .step({ method: 'DELETE', reference: digest, why: 'remove' }, async () => (await client.deleteManifest(repository, digest)).status)
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  const state = await stateOf(client, repository, digest);
  if (state.kind === 'gone') return;
  if (state.kind === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: digest });
  throw sent?.error ?? new Failure('UNSUPPORTED', { feature: 'delete', why: 'the digest is still found' });
}
