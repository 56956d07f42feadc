import type { Attached } from '../../../shared/contract/history.ts';
import { referrersTag } from '../../../shared/digest.ts';
import { isFailure } from '../../../shared/errors.ts';
import { type Descriptor, readManifest } from '../../../shared/manifest.ts';
import { OCI_INDEX } from '../../../shared/media-types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { pool } from '../../registry/pool.ts';
import type { Scan } from '../scan.ts';

const WIDTH = 8;
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

/** The same for many images of a repository whose tags are known: what no tag and no API tells of costs no request. */
export async function attachedIn(
  client: RegistryClient,
  repository: string,
  digests: readonly string[],
  { heads }: Pick<Scan, 'heads'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Attached[]>> {
  const found = new Map<string, Attached[]>();
  let hasApi = true;
  const look = async (digest: string): Promise<void> => {
    const tag = referrersTag(digest);
    const own = [tag, ...COSIGN.map((suffix) => `${tag}${suffix}`)].flatMap((name) => {
      const head = heads.get(name);
      return head ? [{ reference: name, digest: head.digest, artifactType: head.mediaType }] : [];
    });
    let text: string | undefined;
    try {
      text = hasApi ? await client.referrers(repository, digest, signal) : undefined;
      // No such API; a question that was refused says nothing of the next.
      if (text === undefined) hasApi = false;
    } catch (error) {
      text = unanswered(error);
    }
    const fallback = heads.has(tag) ? await client.manifest(repository, tag, signal).catch(unanswered) : undefined;
    const listed = entries(text ?? fallback?.bytes.toString('utf8') ?? '{"manifests":[]}');
    found.set(digest, [...listed.map(attachedOf), ...own]);
  };
  // The first tells whether there is an API to ask.
  const [first, ...waiting] = digests;
  if (first !== undefined) await look(first);
  await pool(WIDTH, () => waiting.pop(), look);
  return found;
}

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
