import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure, isFailure } from '../../../../shared/errors.ts';
import { DIGEST_PATTERN } from '../../../../shared/oci/digest.ts';
import { isIndexType, OCI_INDEX, OCI_MANIFEST } from '../../../../shared/oci/media-types.ts';
import type { RawManifest } from '../../../registry/client.ts';
import type { BlobReader } from '../blob-content.ts';
import { type Graph, type GraphSource, isForeign, ownBlobs, readGraph, viewOf } from '../graph.ts';
import { parseDocument } from './documents.ts';
import { type Entries, missingPart, readDocument, readFile } from './entries.ts';
import type { FileContent, FileImage, IncompleteImage } from './image.ts';
import { diffIdsOf, holdLayers, LayerMeasure } from './layers.ts';

const MAX_IMAGES = 100;

const ociIndex = z.object({
  manifests: z.array(
    z.object({
      digest: z.string().regex(DIGEST_PATTERN),
      annotations: z.record(z.string(), z.string()).nullish(),
    }),
  ),
});
const typed = z.object({ mediaType: z.string().optional(), manifests: z.array(z.unknown()).optional() });

/** Layers that unpack to a file system (image-spec media-types.md, and Docker's): those that a config's `diff_ids` name. */
const LAYER_TYPES: ReadonlySet<string> = new Set([
  ...['layer.v1', 'layer.nondistributable.v1'].flatMap((name) =>
    ['tar', 'tar+gzip', 'tar+zstd'].map((form) => `application/vnd.oci.image.${name}.${form}`),
  ),
  ...['diff', 'foreign.diff'].flatMap((name) =>
    ['tar', 'tar.gzip', 'tar.zstd'].map((form) => `application/vnd.docker.image.rootfs.${name}.${form}`),
  ),
]);

/** The path of a blob in an image layout (image-spec image-layout.md). */
export const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

/** A manifest of the layout by its digest. @throws Failure NOT_FOUND where it or one of its own blobs is missing. */
async function manifestOf(entries: Entries, digest: string, signal: AbortSignal): Promise<RawManifest> {
  const bytes = await readDocument(entries, blobPath(digest));
  if (!bytes) throw new Failure('NOT_FOUND', { what: 'blob', subject: digest });
  await holdBlob(entries, digest, signal);
  const { mediaType, manifests } = parseDocument(typed, bytes, digest);
  const raw = { digest, bytes, mediaType: mediaType ?? (manifests ? OCI_INDEX : OCI_MANIFEST) };
  if (isIndexType(raw.mediaType)) return raw;
  const absent = ownBlobs(viewOf(raw)).find((blob) => !isForeign(blob) && !entries.files.has(blobPath(blob.digest)));
  if (absent) throw new Failure('NOT_FOUND', { what: 'blob', subject: absent.digest });
  return raw;
}

/** Verifies a blob of the layout against its name. @throws Failure IMAGE_FILE `part-digest`; the signal's reason. */
async function holdBlob(entries: Entries, digest: string, signal: AbortSignal): Promise<void> {
  const algorithm = digest.slice(0, digest.indexOf(':'));
  const hash = createHash(algorithm);
  for await (const chunk of readFile(entries, blobPath(digest))) {
    signal.throwIfAborted();
    hash.update(chunk);
  }
  if (`${algorithm}:${hash.digest('hex')}` !== digest) throw new Failure('IMAGE_FILE', { reason: 'part-digest', subject: digest });
}

/** Verifies the layers of one image against their digests and its config; returns those that it read. @throws Failure IMAGE_FILE. */
async function checkImage(entries: Entries, raw: RawManifest, measure: LayerMeasure, signal: AbortSignal): Promise<readonly string[]> {
  const manifest = viewOf(raw);
  if (manifest.kind !== 'image' || !manifest.layers.every(({ mediaType }) => LAYER_TYPES.has(mediaType))) return [];
  const { config } = manifest;
  const document = await readDocument(entries, blobPath(config.digest));
  if (!document) throw missingPart(entries, config.digest);
  const diffIds = diffIdsOf(document, config.digest);
  if (!diffIds) return [];
  const layers = [];
  for (const [i, { digest }] of manifest.layers.entries()) {
    const isThere = entries.files.has(blobPath(digest));
    const layer = isThere ? await measure.of(blobPath(digest), signal, { digest, diffId: diffIds[i] ?? digest }) : undefined;
    if (layer && layer.digest !== digest) throw new Failure('IMAGE_FILE', { reason: 'part-digest', subject: digest });
    layers.push(layer);
  }
  holdLayers(diffIds, layers, config.digest);
  return manifest.layers.map(({ digest }) => digest);
}

/** Verifies every blob of an image: its size, its digest, and for a layer what the config says. @throws Failure IMAGE_FILE. */
async function check(entries: Entries, { blobs, manifests }: Graph, measure: LayerMeasure, signal: AbortSignal): Promise<void> {
  for (const [digest, size] of blobs)
    if (entries.files.get(blobPath(digest))?.size !== size) throw new Failure('IMAGE_FILE', { reason: 'part-size', subject: digest });
  const held = new Set<string>();
  for (const raw of manifests) for (const digest of await checkImage(entries, raw, measure, signal)) held.add(digest);
  for (const digest of blobs.keys()) if (!held.has(digest)) await holdBlob(entries, digest, signal);
}

/** The images in an OCI image layout. An index may lack platforms: `docker save` of one platform names the others, too. */
export async function ociContent(entries: Entries, index: Buffer, signal: AbortSignal): Promise<FileContent> {
  const images: FileImage[] = [];
  const incomplete: IncompleteImage[] = [];
  const measure = new LayerMeasure(entries, false);
  const read: BlobReader = (digest, offset) => readFile(entries, blobPath(digest), offset);
  const source: GraphSource = {
    manifest: (digest) => manifestOf(entries, digest, signal),
    has: async (digest) => entries.files.has(blobPath(digest)),
  };
  // One image may be listed under several names.
  const listed = new Map<string, string[]>();
  for (const { digest, annotations } of parseDocument(ociIndex, index, 'index.json').manifests) {
    const name = annotations?.['io.containerd.image.name'] ?? annotations?.['org.opencontainers.image.ref.name'];
    listed.set(digest, [...(listed.get(digest) ?? []), ...(name === undefined ? [] : [name])]);
  }
  if (listed.size > MAX_IMAGES)
    throw new Failure('IMAGE_FILE', { reason: 'too-many-images', subject: 'index.json', limit: MAX_IMAGES.toString() });
  for (const [digest, names] of listed) {
    try {
      const graph = await readGraph(source, digest);
      const [absent] = graph.missing;
      // What a file that was cut short lacks was in it before.
      if (absent && !entries.isWhole) throw missingPart(entries, absent.digest);
      let isChecked = false;
      images.push({
        names,
        graph,
        read,
        async check(stop) {
          if (!isChecked) await check(entries, graph, measure, stop);
          isChecked = true;
        },
      });
    } catch (error) {
      if (!isFailure(error, 'NOT_FOUND')) throw error;
      incomplete.push({ name: names[0] ?? '', part: error.data.what });
    }
  }
  return { images, incomplete };
}
