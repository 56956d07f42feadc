import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { DIGEST_PATTERN } from '../../../shared/digest.ts';
import { Failure, isFailure } from '../../../shared/errors.ts';
import { parseJson } from '../../../shared/json.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/media-types.ts';
import type { RawManifest } from '../../registry/client.ts';
import { digestOf, verifyDigest } from '../../registry/verify.ts';
import type { BlobReader } from '../copy/content.ts';
import { type Graph, readGraph } from '../copy/graph.ts';
import { type Entries, readEntries, readFile } from './entries.ts';

/** One image of an archive, and how its blobs are read. `name` is what the archive calls it, which may be nothing. */
export type ArchivedImage = { readonly name: string; readonly graph: Graph; readonly read: BlobReader };

const MAX_IMAGES = 100;

const ociIndex = z.object({
  manifests: z.array(
    z.object({
      digest: z.string().regex(DIGEST_PATTERN),
      annotations: z.record(z.string(), z.string()).nullish(),
    }),
  ),
});
const dockerImages = z.array(z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullish(), Layers: z.array(z.string()) }));
const typed = z.object({ mediaType: z.string().optional(), manifests: z.array(z.unknown()).optional() });

function parse<T>(schema: z.ZodType<T>, bytes: Buffer, where: string): T {
  const parsed = schema.safeParse(parseJson(bytes.toString('utf8'), where));
  if (!parsed.success)
    throw new Failure('INVALID_RESPONSE', { where, why: parsed.error.issues[0]?.path.join('.') || 'not what it should be' });
  return parsed.data;
}

const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

/** A manifest of the layout by its digest, its bytes held against it. */
function manifestOf({ documents }: Entries, digest: string): RawManifest {
  const bytes = documents.get(blobPath(digest));
  if (!bytes) throw new Failure('NOT_FOUND', { what: digest });
  verifyDigest(bytes, digest);
  const { mediaType, manifests } = parse(typed, bytes, 'manifest');
  return { digest, bytes, mediaType: mediaType ?? (manifests ? OCI_INDEX : OCI_MANIFEST) };
}

/** The images of an OCI image layout. Those that the file holds only in part are left out (`docker save` of one platform). */
async function ociImages(entries: Entries, index: Buffer): Promise<ArchivedImage[]> {
  const images: ArchivedImage[] = [];
  const read: BlobReader = (digest, offset) => readFile(entries, blobPath(digest), offset);
  // The same image may be listed under several names: it is one.
  const listed = new Map(parse(ociIndex, index, 'index.json').manifests.map((entry) => [entry.digest, entry] as const));
  if (listed.size > MAX_IMAGES) throw new Failure('INVALID_RESPONSE', { where: 'index.json', why: `more than ${MAX_IMAGES} images` });
  for (const { digest, annotations } of listed.values()) {
    const graph = await readGraph(async (reference) => manifestOf(entries, reference), digest).catch((error: unknown) => {
      if (isFailure(error, 'NOT_FOUND')) return undefined;
      throw error;
    });
    const name = annotations?.['io.containerd.image.name'] ?? annotations?.['org.opencontainers.image.ref.name'] ?? '';
    if (graph && [...graph.blobs.keys()].every((blob) => entries.files.has(blobPath(blob)))) images.push({ name, graph, read });
  }
  return images;
}

/** A layer as it will be in the registry: its place in the archive, and whether it is compressed on the way. */
type Layer = { readonly file: string; readonly compress: boolean; readonly digest: string; readonly size: number };

/** A file of the archive, gzipped as it is read; both ends are closed however it ends. */
async function* compressed(entries: Entries, file: string): AsyncGenerator<Uint8Array> {
  const source = Readable.from(readFile(entries, file), { objectMode: false });
  const gzip = createGzip();
  source.on('error', (error) => gzip.destroy(error));
  try {
    yield* source.pipe(gzip) as AsyncIterable<Buffer>;
  } finally {
    source.destroy();
    gzip.destroy();
  }
}

/** Digest and size of a layer as it will be; one that is not compressed is compressed once to know, and again when it is sent. */
async function layerOf(entries: Entries, file: string, signal: AbortSignal): Promise<Layer> {
  let compress: boolean | undefined;
  for await (const chunk of readFile(entries, file)) {
    compress ??= !(chunk[0] === 0x1f && chunk[1] === 0x8b);
    break;
  }
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of compress ? compressed(entries, file) : readFile(entries, file)) {
    signal.throwIfAborted();
    hash.update(chunk);
    size += chunk.byteLength;
  }
  return { file, compress: compress ?? false, digest: `sha256:${hash.digest('hex')}`, size };
}

async function* skip(content: AsyncIterable<Uint8Array>, offset: number): AsyncGenerator<Uint8Array> {
  let left = offset;
  for await (const chunk of content) {
    const part = chunk.subarray(Math.min(left, chunk.byteLength));
    left -= chunk.byteLength - part.byteLength;
    if (part.byteLength > 0) yield part;
  }
}

/** The images of what `docker save` wrote: they have a config and layers, and get a manifest here. */
async function dockerArchive(entries: Entries, manifest: Buffer, signal: AbortSignal): Promise<ArchivedImage[]> {
  const images: ArchivedImage[] = [];
  const known = new Map<string, Layer>();
  for (const { Config, RepoTags, Layers } of parse(dockerImages, manifest, 'manifest.json')) {
    const config = entries.documents.get(Config);
    if (!config) throw new Failure('NOT_FOUND', { what: Config });
    const layers: Layer[] = [];
    for (const file of Layers) {
      const layer = known.get(file) ?? (await layerOf(entries, file, signal));
      known.set(file, layer);
      layers.push(layer);
    }
    const digest = digestOf(config);
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
    const document = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.byteLength },
      layers: layers.map((layer) => ({ mediaType, digest: layer.digest, size: layer.size })),
    };
    const bytes = Buffer.from(JSON.stringify(document));
    const raw = { digest: digestOf(bytes), mediaType: OCI_MANIFEST, bytes };
    const read: BlobReader = (wanted, offset) => {
      if (wanted === digest) return readFile(entries, Config, offset);
      const layer = layers.find((entry) => entry.digest === wanted);
      if (!layer) throw new Failure('NOT_FOUND', { what: wanted });
      return layer.compress ? skip(compressed(entries, layer.file), offset) : readFile(entries, layer.file, offset);
    };
    images.push({ name: RepoTags?.[0] ?? '', graph: await readGraph(async () => raw, raw.digest), read });
  }
  return images;
}

/**
 * The images in a tar file: an OCI image layout, or what `docker save` writes; gzipped or not. @throws Failure STORAGE, INVALID_RESPONSE,
 * NOT_FOUND for a part that is missing.
 */
export async function readArchive(path: string, signal: AbortSignal): Promise<ArchivedImage[]> {
  const entries = await readEntries(path, signal);
  const index = entries.documents.get('index.json');
  const manifest = entries.documents.get('manifest.json');
  const images = index && entries.documents.has('oci-layout') ? await ociImages(entries, index) : [];
  if (images.length > 0) return images;
  if (manifest) return dockerArchive(entries, manifest, signal);
  throw new Failure('INVALID_RESPONSE', { where: 'archive', why: 'it holds no image: neither an OCI layout nor what docker save writes' });
}
