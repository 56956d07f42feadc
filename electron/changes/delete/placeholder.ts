import { randomUUID } from 'node:crypto';
import { isFailure } from '../../../shared/errors.ts';
import { OCI_INDEX } from '../../../shared/oci/media-types.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { digestOf } from '../../registry/digest.ts';
import { manifestOf } from '../../registry/manifest-of.ts';

const MARK = 'io.longshore.placeholder';

/**
 * A unique empty index: a tag that points to it can be deleted by deleting its digest, without touching the image that the tag
 * pointed to before. An index, because it needs no blob; random, because deleting a digest deletes every tag that points to it.
 */
export function createPlaceholder(): RawManifest {
  const document = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [], annotations: { [MARK]: randomUUID() } };
  const bytes = Buffer.from(JSON.stringify(document), 'utf8');
  return { digest: digestOf(bytes), mediaType: OCI_INDEX, bytes };
}

/** Whether this digest, which `tag` points to, is a placeholder that was left behind. @throws Failure where it cannot be read. */
export async function isPlaceholder(
  client: RegistryClient,
  repository: string,
  { digest, tag }: { readonly digest: string; readonly tag: string },
  signal?: AbortSignal,
): Promise<boolean> {
  const raw = await manifestOf(client, repository, { digest, tag }, signal).catch((error: unknown) => {
    if (isFailure(error, 'NOT_FOUND')) return undefined;
    throw error;
  });
  return raw?.bytes.includes(`"manifests":[],"annotations":{"${MARK}"`) ?? false;
}
