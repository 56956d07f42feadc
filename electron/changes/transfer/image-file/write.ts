import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack as createPack, type Pack } from 'tar-stream';
import { Failure, isFailure, storageFailure } from '../../../../shared/errors.ts';
import { OCI_INDEX } from '../../../../shared/oci/media-types.ts';
import { type BlobReader, contentOf } from '../blob-content.ts';
import { ByteMeter, type TransferReport } from '../byte-meter.ts';
import { type Graph, viewOf } from '../graph.ts';
import { type NamedFile, writeNamed } from './named-file.ts';
import { blobPath } from './oci.ts';

export type FileFormat = 'oci' | 'docker';

/** An image, and its name in the file: a tag for an OCI layout, a whole reference for `docker load`. */
export type SavedImage = { readonly graph: Graph; readonly name: string };

export type SaveJob = NamedFile & {
  readonly images: readonly SavedImage[];
  readonly format: FileFormat;
  readonly read: BlobReader;
  /** Waits while the work is paused. */
  readonly turn?: () => Promise<void>;
};

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/**
 * What `docker load` reads of an image (image-spec of moby, v1.2): its config, its names and all of its layers. @throws Failure UNSUPPORTED;
 * IMAGE_FILE where the source does not have a layer.
 */
function dockerEntry({ root, foreign }: Graph, names: readonly string[]): object {
  const manifest = viewOf(root);
  const [absent] = foreign.keys();
  if (absent !== undefined) throw new Failure('IMAGE_FILE', { reason: 'foreign-layers', subject: absent });
  if (manifest.kind !== 'image') throw new Failure('UNSUPPORTED', { feature: 'media-type', detail: root.mediaType });
  const Layers = manifest.layers.map(({ digest }) => blobPath(digest));
  return { Config: blobPath(manifest.config.digest), RepoTags: names, Layers };
}

/** The small files of an image file: `oci-layout`, the index, and the manifests (image-spec image-layout.md). */
function documents({ images, format }: SaveJob): Map<string, Buffer> {
  const entries = images.map(({ graph: { root }, name }) => ({
    mediaType: root.mediaType,
    digest: root.digest,
    size: root.bytes.byteLength,
    annotations: { 'org.opencontainers.image.ref.name': format === 'oci' ? name : name.slice(name.lastIndexOf(':') + 1) },
  }));
  const files = new Map([
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
    ['index.json', json({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: entries })],
  ]);
  for (const { graph } of images) for (const { digest, bytes } of graph.manifests) files.set(blobPath(digest), bytes);
  if (format === 'docker') files.set('manifest.json', json(dockerEntries(images)));
  return files;
}

/** One entry an image, with all of its names. */
function dockerEntries(images: readonly SavedImage[]): object[] {
  const named = new Map<string, { readonly graph: Graph; readonly names: string[] }>();
  for (const { graph, name } of images) {
    const known = named.get(graph.root.digest);
    if (known) known.names.push(name);
    else named.set(graph.root.digest, { graph, names: [name] });
  }
  return [...named.values()].map(({ graph, names }) => dockerEntry(graph, names));
}

/** The blobs of all images, each once. */
const blobsOf = ({ images }: SaveJob): ReadonlyMap<string, number> => new Map(images.flatMap(({ graph }) => [...graph.blobs]));

async function addBlobs(tar: Pack, job: SaveJob, meter: ByteMeter): Promise<void> {
  const { read, signal, turn } = job;
  for (const [digest, size] of blobsOf(job)) {
    const entry = tar.entry({ name: blobPath(digest), size });
    const onSent = (bytes: number): void => meter.note(digest, bytes);
    const content = contentOf({ digest, size, read, signal, onSent, ...(turn ? { turn } : {}) });
    await pipeline(Readable.from(content, { objectMode: false }), entry);
  }
}

async function fill(tar: Pack, job: SaveJob, meter: ByteMeter): Promise<void> {
  try {
    for (const [name, bytes] of documents(job)) tar.entry({ name }, bytes);
    await addBlobs(tar, job, meter);
    tar.finalize();
  } catch (error) {
    // Ends the file, too; the reason is thrown from here.
    tar.destroy();
    throw error;
  }
}

/**
 * Writes images to a tar file while reading them, and verifies each blob's digest: an OCI layout, or one that `docker load` takes as well. The
 * file appears under its name when it is complete. Returns its size in bytes. @throws Failure CONFLICT for an existing file, STORAGE; the signal's reason.
 */
export async function writeImageFile(job: SaveJob, report: TransferReport): Promise<number> {
  const meter = new ByteMeter(blobsOf(job), report);
  return writeNamed(job, async (part, mode) => {
    const file = createWriteStream(part, { flags: 'wx', mode });
    const tar = createPack();
    // Failures are reported by the two ends of the work.
    tar.on('error', () => {});
    await meter.during(() => {
      const written = pipeline(tar, file).catch((error: unknown) => Promise.reject(storageFailure(job.path, error)));
      return firstFailure([fill(tar, job, meter), written]);
    });
    return file.bytesWritten;
  });
}

/** Waits for both ends of the work. Of two failures it throws the one that says more: a full disk ends the reading, too. */
async function firstFailure(work: readonly Promise<void>[]): Promise<void> {
  const failures = (await Promise.allSettled(work)).flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (failures.length === 0) return;
  throw failures.find((failure) => failure instanceof Failure && !isCutShort(failure)) ?? failures[0];
}

/** Whether the file only ended because the reading did. */
const isCutShort = (failure: unknown): boolean => isFailure(failure, 'STORAGE') && failure.data.code === 'ERR_STREAM_PREMATURE_CLOSE';
