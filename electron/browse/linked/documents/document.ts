import type { DocumentEvent } from '../../../../shared/contract/linked.ts';
import { Failure, isFailure } from '../../../../shared/errors.ts';
import type { Unreadable, Verification } from '../../../../shared/linked/document.ts';
import { type Descriptor, readManifest } from '../../../../shared/oci/manifest.ts';
import type { RawManifest } from '../../../registry/client.ts';
import { limits } from '../../../registry/http/limits.ts';
import { cached } from '../../image.ts';
import type { RepositorySource } from '../gather.ts';
import type { SentLayer } from './messages.ts';
import { answersOf } from './thread.ts';
import { unreadable } from './unreadable.ts';

/** A document of a manifest: `layer` counts from 0. */
type Address = { readonly digest: string; readonly layer: number };

const manifestBytes = ({ client, repository, content, signal }: RepositorySource, digest: string): Promise<RawManifest> =>
  cached(content, digest, () => client.manifest(repository, digest, signal));

async function descriptorOf(source: RepositorySource, { digest, layer }: Address): Promise<Descriptor> {
  const { bytes, mediaType } = await manifestBytes(source, digest);
  const manifest = readManifest(bytes.toString('utf8'), mediaType);
  const found = 'layers' in manifest ? manifest.layers[layer] : undefined;
  if (!found) throw new Failure('NOT_FOUND', { what: 'blob', subject: `${digest} ${layer}` });
  return found;
}

/** The bytes of a document, verified; why there are none to read where that is about the document alone. @throws Failure of anything else. */
async function layerBytes({ client, repository, content, signal }: RepositorySource, layer: Descriptor): Promise<Buffer | Unreadable> {
  if (layer.size > limits.document.bytes) return unreadable('too-large', limits.document.name);
  const known = await content.load(layer.digest);
  if (known) return known.bytes;
  try {
    const bytes = await client.blobs.get(repository, layer.digest, signal, limits.document);
    // What is larger would push many manifests out of the cache.
    if (bytes.byteLength <= limits.config.bytes) await content.save({ ...layer, bytes }).catch(() => {});
    return bytes;
  } catch (error) {
    if (isFailure(error, 'NOT_FOUND')) return unreadable('missing');
    if (isFailure(error, 'DIGEST_MISMATCH')) return unreadable('digest');
    if (isFailure(error, 'INVALID_RESPONSE')) return unreadable('too-large', limits.document.name);
    throw error;
  }
}

const sent = ({ digest, mediaType, annotations }: Descriptor, bytes: Buffer): SentLayer => ({ digest, mediaType, annotations, bytes });

/** What a layer says: the document first, then the packages of an SBOM in parts. @throws Failure of the manifest or the connection. */
export async function* readLinkedDocument(source: RepositorySource, address: Address): AsyncGenerator<DocumentEvent> {
  const layer = await descriptorOf(source, address);
  const found = await layerBytes(source, layer);
  const { digest, mediaType, size } = layer;
  const without = (content: Unreadable): DocumentEvent => ({
    kind: 'document',
    document: { layer: digest, mediaType, size, about: [], content },
  });
  if (!Buffer.isBuffer(found)) return yield without(found);
  try {
    for await (const answer of answersOf({ kind: 'read', layer: sent(layer, found) }, source.signal))
      if (answer.kind !== 'verification') yield answer;
  } catch (error) {
    source.signal?.throwIfAborted();
    if (!isOutOfMemory(error)) throw error;
    yield without(unreadable('too-large', limits.document.name));
  }
}

const isOutOfMemory = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** Verifies the signature of a layer against what a person gave; see `verify.ts`. @throws Failure of the manifest or the connection. */
export async function verifyLinkedDocument(
  source: RepositorySource,
  { pem, subject, ...address }: Address & { readonly pem: string; readonly subject: string },
): Promise<Verification> {
  const layer = await descriptorOf(source, address);
  const bytes = await layerBytes(source, layer);
  if (!Buffer.isBuffer(bytes)) return { kind: 'refused', why: 'not-supported', detail: bytes.why };
  const artifact = await manifestBytes(source, subject).catch((error: unknown) => {
    if (isFailure(error, 'NOT_FOUND')) return undefined;
    throw error;
  });
  for await (const answer of answersOf(
    { kind: 'verify', layer: sent(layer, bytes), pem, subject, artifact: artifact?.bytes },
    source.signal,
  ))
    if (answer.kind === 'verification') return answer.verification;
  return { kind: 'refused', why: 'not-supported' };
}
