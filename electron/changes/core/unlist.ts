import type { DeleteOutcome } from '../../../shared/contract/changes.ts';
import { asValue, Failure, isFailure } from '../../../shared/errors.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { digestOf } from '../../registry/digest.ts';
import { stateOf } from './prove.ts';
import type { Recorder } from './recorder.ts';
import type { ManifestKeeper } from './trash.ts';

type Job = { readonly client: RegistryClient; readonly repository: string; readonly keeper: ManifestKeeper; readonly recorder: Recorder };

/** The list without the descriptor of `digest`, everything else in it as it was; undefined where it does not name it. */
function without(list: RawManifest, digest: string): RawManifest | undefined {
  const document = JSON.parse(list.bytes.toString('utf8')) as { readonly manifests?: readonly { readonly digest?: string }[] };
  const manifests = (document.manifests ?? []).filter((entry) => entry.digest !== digest);
  if (manifests.length === (document.manifests ?? []).length) return undefined;
  const bytes = Buffer.from(JSON.stringify({ ...document, manifests }));
  return { digest: digestOf(bytes), mediaType: list.mediaType, bytes };
}

/** Both lists are kept and the move is in the history before anything is sent: an undo puts the old one back, a completion the new one. */
async function unlistOne({ client, repository, keeper, recorder }: Job, digest: string, tag: string): Promise<void> {
  const before = await client.manifest(repository, tag);
  const after = without(before, digest);
  if (!after) return;
  await keeper.save(before);
  await keeper.save(after);
  await recorder.alsoMoved([{ tag, before: before.digest, after: after.digest }]);
  const { mediaType } = after;
  await recorder
    .step({ method: 'PUT', reference: tag, digest: after.digest, mediaType, why: 'move' }, () => client.putManifest(repository, tag, after))
    .catch(async (error: unknown) => {
      // An answer that was lost is no failure when the list is as it should be.
      const state = await stateOf(client, repository, tag);
      if (state.kind !== 'on' || state.digest !== after.digest) throw error;
    });
  const state = await stateOf(client, repository, tag);
  if (state.kind !== 'on' || state.digest !== after.digest) throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
}

/**
 * Takes a manifest that was deleted out of the lists that name it, as the distribution specification asks of clients ("Deleting Manifests").
 * Answers the lists that still name it, and why; it does not throw.
 */
export async function unlist(job: Job, digest: string, tags: readonly string[]): Promise<DeleteOutcome['stillListed']> {
  const still: DeleteOutcome['stillListed'] = [];
  for (const tag of tags) {
    try {
      await unlistOne(job, digest, tag);
    } catch (error) {
      // A list that is not found names nothing.
      if (!isFailure(error, 'NOT_FOUND')) still.push({ tag, failure: asValue(error) });
    }
  }
  return still;
}
