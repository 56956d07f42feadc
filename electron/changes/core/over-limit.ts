import { isManifestType } from '../../../shared/oci/media-types.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';

/**
 * What is known of a manifest over the limit. An image contains no other; of anything else every digest in it counts as one that it contains,
 * so that nothing is deleted that it may need. Sizes are not counted. @throws Failure where it is larger than what is searched.
 */
export async function summariseOverLimit(
  client: RegistryClient,
  repository: string,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<ImageSummary> {
  const known = { kind: 'unknown', platforms: [], layers: [], configs: [], overLimit: true } as const;
  const head = await client.head(repository, reference, signal);
  if (head && isManifestType(head.mediaType)) return { ...known, digest: head.digest, mediaType: head.mediaType, children: [] };
  const { digest, mediaType, named } = await client.digestsNamed(repository, reference, signal);
  return { ...known, digest, mediaType, children: named };
}
