import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { isDigest } from '../../shared/oci/digest.ts';
import { bareMediaType, OCI_INDEX } from '../../shared/oci/media-types.ts';
import { isTag } from '../../shared/oci/reference.ts';
import { readAll, sendError, sendJson } from './answer.ts';
import { digestLike, type SampleStore, sha256 } from './store.ts';

/** The most bytes of a manifest: "at least 4 megabytes" (distribution-spec v1.1.1, "Pushing Manifests"). */
const MANIFEST_LIMIT = 4 * 1024 * 1024;

const documentSchema = z.object({ mediaType: z.string().optional(), subject: z.object({ digest: z.string() }).nullish() });

function documentOf(bytes: Buffer): z.infer<typeof documentSchema> | undefined {
  try {
    return documentSchema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Takes a manifest (distribution-spec v1.1.1, "Pushing Manifests"): the same bytes, under its digest and the tag it came with. */
export async function takeManifest(
  request: IncomingMessage,
  response: ServerResponse,
  store: SampleStore,
  {
    name,
    reference,
    prefix,
    namesSubject,
  }: { readonly name: string; readonly reference: string; readonly prefix: string; readonly namesSubject: boolean },
): Promise<void> {
  const bytes = await readAll(request, MANIFEST_LIMIT);
  if (!bytes) return sendError(response, 413, 'SIZE_INVALID', `a manifest holds ${MANIFEST_LIMIT} bytes at the most`);
  const byDigest = isDigest(reference);
  if (!byDigest && !isTag(reference)) return sendError(response, 400, 'MANIFEST_INVALID', 'not a tag');
  const digest = byDigest ? digestLike(bytes, reference) : sha256(bytes);
  if (byDigest && reference !== digest) return sendError(response, 400, 'DIGEST_INVALID');
  const document = documentOf(bytes);
  const mediaType = bareMediaType(request.headers['content-type'] ?? '') || document?.mediaType;
  if (!document || !mediaType || (document.mediaType ?? mediaType) !== mediaType) return sendError(response, 400, 'MANIFEST_INVALID');
  store.repository(name).putManifest({ bytes, mediaType }, byDigest ? undefined : reference, digest);
  response.writeHead(201, {
    location: `${prefix}/v2/${name}/manifests/${digest}`,
    'docker-content-digest': digest,
    ...(namesSubject && document.subject ? { 'oci-subject': document.subject.digest } : {}),
  });
  response.end();
}

/** Answers with what refers to a digest (distribution-spec v1.1.1, "Listing Referrers"). */
export function sendReferrers(
  response: ServerResponse,
  store: SampleStore,
  { name, digest, artifactType }: { readonly name: string; readonly digest: string; readonly artifactType: string | null },
): void {
  if (!isDigest(digest)) return sendError(response, 400, 'DIGEST_INVALID');
  const found = (store.repositories.get(name)?.referrers(digest) ?? []).filter(
    (referrer) => artifactType === null || referrer.artifactType === artifactType,
  );
  sendJson(
    response,
    200,
    { schemaVersion: 2, mediaType: OCI_INDEX, manifests: found },
    { 'content-type': OCI_INDEX, ...(artifactType === null ? {} : { 'oci-filters-applied': 'artifactType' }) },
  );
}
