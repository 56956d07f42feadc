import { isFailure } from '../../../shared/errors.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { isOverLimit } from '../../registry/http/limits.ts';
import { manifestOf } from '../../registry/manifest-of.ts';
import { readManifests } from './snapshot.ts';
import type { Trash } from './trash.ts';

export type PreserveJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly trash: Trash;
  readonly cache: SummaryCache;
};

/** The bytes of an image that was preserved; `too-large` where it is over the limit and was not. */
export type Saved = RawManifest | 'too-large';

/** For the deletion of a tag alone, which keeps the image: an image that is too large to be preserved does not stop it. */
export async function preserveUnlessTooLarge(keep: PreserveJob, digest: string, tag: string | undefined): Promise<Saved> {
  return preserve(keep, digest, tag).catch((error: unknown) => {
    if (isOverLimit(error)) return 'too-large';
    throw error;
  });
}

/**
 * Preserves a manifest and, recursively, those that an index names, so that a person can restore them. `tag` points to it. @throws Failure STORAGE, or
 * when it is not found.
 */
export async function preserve({ client, repository, trash, cache }: PreserveJob, digest: string, tag?: string): Promise<RawManifest> {
  const raw = await manifestOf(client, repository, { digest, tag });
  await trash.save(raw);
  const read = isIndexType(raw.mediaType) ? await readManifests({ client, repository, cache }, new Map([[raw.digest, tag]])) : undefined;
  for (const child of read?.summaries.get(raw.digest)?.children ?? []) {
    const manifest = await client.manifest(repository, child).catch((error: unknown) => {
      // A child that is already missing cannot be preserved.
      if (isFailure(error, 'NOT_FOUND')) return undefined;
      throw error;
    });
    if (manifest) await trash.save(manifest);
  }
  return raw;
}
