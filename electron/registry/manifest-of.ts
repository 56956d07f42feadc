import { Failure, isFailure } from '../../shared/errors.ts';
import type { RawManifest, RegistryClient } from './client.ts';

/**
 * The manifest of a digest. Where the registry does not find the digest, `tag` is read instead, if it still points to it:
 * go-containerregistry's registry deletes a digest and leaves its tags. @throws Failure NOT_FOUND where neither answers.
 */
export async function manifestOf(
  client: RegistryClient,
  repository: string,
  { digest, tag }: { readonly digest: string; readonly tag?: string | undefined },
  signal?: AbortSignal,
): Promise<RawManifest> {
  try {
    return await client.manifest(repository, digest, signal);
  } catch (error) {
    if (tag === undefined || !isFailure(error, 'NOT_FOUND')) throw error;
    const raw = await client.manifest(repository, tag, signal);
    if (raw.digest !== digest) throw new Failure('NOT_FOUND', { what: 'manifest', subject: digest });
    return raw;
  }
}
