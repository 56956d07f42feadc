import { referrersTag } from '../../../shared/digest.ts';
import { isFailure } from '../../../shared/errors.ts';
import { type Descriptor, readManifest } from '../../../shared/manifest.ts';
import { OCI_INDEX } from '../../../shared/media-types.ts';
import type { RegistryClient } from '../../registry/client.ts';

/** What refers to a digest: a manifest by its digest, or a tag that was made from it (the referrers fallback, and cosign's). */
export type Attached = { readonly reference: string; readonly digest: string; readonly artifactType: string };

const COSIGN = ['.sig', '.att', '.sbom'];

/** A registry that stumbles over the question must not hide the rest of a plan. */
function unanswered(error: unknown): undefined {
  if (
    isFailure(error, 'REGISTRY') ||
    isFailure(error, 'FORBIDDEN') ||
    isFailure(error, 'INVALID_RESPONSE') ||
    isFailure(error, 'NOT_FOUND')
  )
    return undefined;
  throw error;
}

const entries = (text: string): readonly Descriptor[] => {
  const index = readManifest(text, OCI_INDEX);
  return index.kind === 'index' ? index.manifests : [];
};

const attachedOf = ({ digest, artifactType, mediaType }: Descriptor): Attached => ({
  reference: digest,
  digest,
  artifactType: artifactType ?? mediaType,
});

/** Signatures, SBOMs and the like of a digest: by the referrers API, by its fallback tag, and by cosign's tags (protocol.md section 1). */
export async function readAttached(client: RegistryClient, repository: string, digest: string, signal?: AbortSignal): Promise<Attached[]> {
  const found: Attached[] = [];
  const text = await client.referrers(repository, digest, signal).catch(unanswered);
  const tag = referrersTag(digest);
  if (text !== undefined) found.push(...entries(text).map(attachedOf));
  const fallback = text === undefined ? await client.manifest(repository, tag, signal).catch(unanswered) : undefined;
  if (fallback) {
    found.push(...entries(fallback.bytes.toString('utf8')).map(attachedOf));
    found.push({ reference: tag, digest: fallback.digest, artifactType: fallback.mediaType });
  }
  for (const suffix of COSIGN) {
    const head = await client.head(repository, `${tag}${suffix}`, signal).catch(unanswered);
    if (head) found.push({ reference: `${tag}${suffix}`, digest: head.digest, artifactType: head.mediaType });
  }
  return found;
}
