import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { Failure, isFailure } from '../../../../shared/errors.ts';
import { OCI_MANIFEST } from '../../../../shared/oci/media-types.ts';
import { skip, through } from '../../../layers/compression/streams.ts';
import { digestOf } from '../../../registry/digest.ts';
import type { BlobReader } from '../blob-content.ts';
import { readGraph } from '../graph.ts';
import { parseDocument } from './documents.ts';
import { type Entries, missingPart, readDocument, readFile } from './entries.ts';
import type { FileContent, FileImage, IncompleteImage } from './image.ts';
import { diffIdsOf, holdLayers, type Layer, LayerMeasure } from './layers.ts';

const MAX_IMAGES = 100;
const MAX_LAYERS = 1_000;

const imageSchema = z.object({
  Config: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  Layers: z
    .array(z.string())
    .nullish()
    .transform((layers) => layers ?? []),
});
const manifestSchema = z.array(imageSchema);
type DockerImage = z.infer<typeof imageSchema>;

const needsPacking = ({ compression }: Layer): boolean => compression !== 'gzip' && compression !== 'zstd';
const mediaTypeOf = ({ compression }: Layer): string =>
  `application/vnd.oci.image.layer.v1.tar+${compression === 'zstd' ? 'zstd' : 'gzip'}`;

/** An image with a manifest that is made here, because the file has none. */
async function imageOf(entries: Entries, image: DockerImage, measure: LayerMeasure, signal: AbortSignal): Promise<FileImage> {
  const { Config, RepoTags, Layers } = image;
  const config = await readDocument(entries, Config);
  const absent = config ? Layers.find((file) => !entries.files.has(file)) : Config;
  if (absent !== undefined || !config) throw missingPart(entries, absent ?? Config);
  const layers: Layer[] = [];
  for (const file of Layers) layers.push(await measure.of(file, signal));
  const digest = digestOf(config);
  const document = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.byteLength },
    layers: layers.map((layer) => ({ mediaType: mediaTypeOf(layer), digest: layer.digest, size: layer.size })),
  };
  const bytes = Buffer.from(JSON.stringify(document));
  const raw = { digest: digestOf(bytes), mediaType: OCI_MANIFEST, bytes };
  const read: BlobReader = (wanted, offset) => {
    if (wanted === digest) return readFile(entries, Config, offset);
    const layer = layers.find((entry) => entry.digest === wanted);
    if (!layer) throw new Failure('NOT_FOUND', { what: 'blob', subject: wanted });
    return needsPacking(layer) ? skip(through(readFile(entries, layer.file), createGzip()), offset) : readFile(entries, layer.file, offset);
  };
  const graph = await readGraph({ manifest: async () => raw, has: async () => true }, raw.digest);
  // Docker loads no image whose config does not name its layers either.
  const check = async (): Promise<void> => holdLayers(diffIdsOf(config, Config) ?? [], layers, Config);
  return { names: RepoTags ?? [], graph, read, check };
}

/** The images in a file of `docker save`: a config and layers each. Layers that are not compressed are compressed during the transfer. */
export async function dockerContent(entries: Entries, manifest: Buffer, signal: AbortSignal): Promise<FileContent> {
  const listed = parseDocument(manifestSchema, manifest, 'manifest.json');
  if (listed.length > MAX_IMAGES || listed.some(({ Layers }) => Layers.length > MAX_LAYERS))
    throw new Failure('IMAGE_FILE', { reason: 'too-many-images', subject: 'manifest.json', limit: `${MAX_IMAGES} × ${MAX_LAYERS}` });
  const images: FileImage[] = [];
  const incomplete: IncompleteImage[] = [];
  const measure = new LayerMeasure(entries, true);
  for (const image of listed) {
    try {
      images.push(await imageOf(entries, image, measure, signal));
    } catch (error) {
      if (!isFailure(error, 'IMAGE_FILE') || error.data.reason !== 'part-missing') throw error;
      incomplete.push({ name: image.RepoTags?.[0] ?? '', part: error.data.subject });
    }
  }
  return { images, incomplete };
}
