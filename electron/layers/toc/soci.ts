import { isFailure } from '../../../shared/errors.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { type Descriptor, type Manifest, readManifest } from '../../../shared/oci/manifest.ts';
import { OCI_INDEX } from '../../../shared/oci/media-types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { PackedZtoc } from './read-toc.ts';
import { MAX_TOC, TocRefusal } from './toc.ts';

/** On the manifest of an image, of the second version: the digest of its SOCI index. */
const INDEX_DIGEST = 'com.amazon.soci.index-digest';
/** The first version is a referrer of the image. */
const INDEX_V1 = 'application/vnd.amazon.soci.index.v1+json';
/** On a zTOC in that index: the layer that it is about. */
const LAYER_DIGEST = 'com.amazon.soci.image-layer-digest';
/** Bytes of a layer below which SOCI makes no zTOC. */
const SMALLEST = 10 * 1024 * 1024;

type Image = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly digest: string;
  readonly annotations: readonly (readonly [string, string])[];
};

const isNotFound = (error: unknown): boolean => isFailure(error, 'NOT_FOUND');

/** What refers to an image, by the API or by the tag in place of it. */
async function referrersOf({ client, repository, digest }: Image, signal: AbortSignal): Promise<readonly Descriptor[]> {
  const answer = await client.referrers(repository, digest, signal);
  if (answer) return answer.pages.flatMap((text) => childrenOf(readManifest(text, OCI_INDEX)));
  try {
    const { bytes, mediaType } = await client.manifest(repository, referrersTag(digest), signal);
    return childrenOf(readManifest(bytes.toString('utf8'), mediaType));
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

const childrenOf = (manifest: Manifest): readonly Descriptor[] => (manifest.kind === 'index' ? manifest.manifests : []);

/** The zTOCs of an image, by the layers that they are about. */
async function ztocsOf(image: Image, signal: AbortSignal): Promise<ReadonlyMap<string, Descriptor>> {
  const said = new Map(image.annotations).get(INDEX_DIGEST);
  const index = said ?? (await referrersOf(image, signal)).find(({ artifactType }) => artifactType === INDEX_V1)?.digest;
  if (index === undefined) return new Map();
  const { bytes, mediaType } = await image.client.manifest(image.repository, index, signal);
  const manifest = readManifest(bytes.toString('utf8'), mediaType);
  if (manifest.kind !== 'artifact' && manifest.kind !== 'image') return new Map();
  return new Map(
    manifest.layers.flatMap((ztoc) => ztoc.annotations.flatMap(([key, layer]) => (key === LAYER_DIGEST ? [[layer, ztoc]] : []))),
  );
}

/**
 * Reads the zTOCs of one image, whose index is read when the first layer that may have one is asked about. Each comes with its digest by that index,
 * against which whoever unpacks it checks it. The result throws TocRefusal and Failure.
 */
export function sociOf(
  image: Image,
  signal: AbortSignal,
): (layer: Pick<Descriptor, 'digest' | 'size' | 'mediaType'>) => Promise<PackedZtoc | undefined> {
  let all: Promise<ReadonlyMap<string, Descriptor>> | undefined;
  return async ({ digest, size, mediaType }) => {
    if (size < SMALLEST || mediaType.includes('zstd')) return undefined;
    all ??= ztocsOf(image, signal);
    const ztoc = (await all).get(digest);
    if (!ztoc) return undefined;
    if (ztoc.size > MAX_TOC || ztoc.size === 0) throw new TocRefusal('too-large');
    const bytes = await image.client.blobs.ranges(image.repository, ztoc.digest).bytes(0, ztoc.size, signal);
    return { bytes, digest: ztoc.digest };
  };
}
