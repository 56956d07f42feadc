import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { asValue, Failure, isFailure } from '../../../shared/errors.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { digestOf } from '../../registry/digest.ts';
import { putTagIfUnmoved } from './put-tag.ts';
import type { StepLog } from './step-log.ts';
import type { Trash } from './trash.ts';

type Job = { readonly client: RegistryClient; readonly repository: string; readonly trash: Trash; readonly stepLog: StepLog };

/** The list without the descriptor of `digest`, everything else unchanged; undefined where it does not name it. */
function without(list: RawManifest, digest: string): RawManifest | undefined {
  const document = JSON.parse(list.bytes.toString('utf8')) as { readonly manifests?: readonly { readonly digest?: string }[] };
  const manifests = (document.manifests ?? []).filter((entry) => entry.digest !== digest);
  if (manifests.length === (document.manifests ?? []).length) return undefined;
  const bytes = Buffer.from(JSON.stringify({ ...document, manifests }));
  return { digest: digestOf(bytes), mediaType: list.mediaType, bytes };
}

/** Lists that still name what was deleted, and why. */
export type StillListed = readonly { readonly tag: string; readonly failure: NonNullable<DeleteItem['failure']> }[];

/** Attempts to write a list that someone else changes at the same time. */
const TRIES = 3;

/** Someone has written the list meanwhile, perhaps with a new signature: it is read again, so that no entry is lost. */
const isMoved = (error: unknown): boolean =>
  isFailure(error, 'CONFLICT') && (error.data.what === 'tag-moved' || error.data.what === 'tag-deleted');

/** Both lists are kept and the move is in the history before anything is sent: an undo restores the old one, a completion writes the new one. */
async function unlistOne(job: Job, digest: string, tag: string): Promise<void> {
  const { client, repository, trash, stepLog } = job;
  const before = await client.manifest(repository, tag);
  const after = without(before, digest);
  if (!after) return;
  await trash.save(before);
  await trash.save(after);
  await stepLog.alsoMoved([{ tag, before: before.digest, after: after.digest }]);
  await putTagIfUnmoved({ client, repository, tag, expected: before.digest }, after, stepLog).catch((error: unknown) => {
    if (isFailure(error, 'DIGEST_MISMATCH')) throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
    throw error;
  });
}

/**
 * Removes a deleted manifest from the lists that name it, as the distribution specification asks of clients ("Deleting Manifests").
 * Answers the lists that still name it, and why; it does not throw.
 */
export async function unlist(job: Job, digest: string, tags: readonly string[]): Promise<StillListed> {
  const still: StillListed[number][] = [];
  for (const tag of tags) {
    for (let left = TRIES; left > 0; left--) {
      const error = await unlistOne(job, digest, tag).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      if (isMoved(error) && left > 1) continue;
      // A list that is not found names nothing.
      if (error !== undefined && !isFailure(error, 'NOT_FOUND')) still.push({ tag, failure: asValue(error) });
      break;
    }
  }
  return still;
}
