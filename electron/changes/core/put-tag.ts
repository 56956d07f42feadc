import { Failure } from '../../../shared/errors.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { stateOf } from './prove.ts';
import type { StepLog } from './step-log.ts';

/** A tag, and where a plan saw it point: null where it was not found. */
export type SeenTag = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly tag: string;
  readonly expected: string | null;
};

/** Makes sure that a tag still points where the plan saw it. @throws Failure CONFLICT. */
export async function checkTag({ client, repository, tag, expected }: SeenTag, signal?: AbortSignal): Promise<void> {
  const now = (await client.head(repository, tag, signal))?.digest;
  if ((now ?? null) !== expected)
    throw new Failure('CONFLICT', { what: now ? 'tag-moved' : 'tag-deleted', subject: tag, ...(now ? { now } : {}) });
}

/**
 * Points a tag to a manifest if nobody has moved it, and proves it. The check comes right before the request; what was sent is proven even
 * when its answer is lost. @throws Failure CONFLICT where the tag was moved or nobody answers, DIGEST_MISMATCH where it points elsewhere after.
 */
export async function putTagIfUnmoved(seen: SeenTag, manifest: RawManifest, stepLog: StepLog, signal?: AbortSignal): Promise<void> {
  const { client, repository, tag } = seen;
  const { digest, mediaType } = manifest;
  await checkTag(seen, signal);
  const failure = await stepLog
    .step({ method: 'PUT', reference: tag, digest, mediaType, why: 'move' }, () => client.putManifest(repository, tag, manifest))
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  const after = await stateOf(client, repository, tag);
  if (after.kind === 'on' && after.digest === digest) return;
  if (after.kind === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
  if (failure) throw failure.error;
  throw new Failure('DIGEST_MISMATCH', { expected: digest, actual: after.kind === 'on' ? after.digest : '' });
}
