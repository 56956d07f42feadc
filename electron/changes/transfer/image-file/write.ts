import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, link, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack as createPack, type Pack } from 'tar-stream';
import { Failure, isFailure, storageFailure } from '../../../../shared/errors.ts';
import { OCI_INDEX } from '../../../../shared/oci/media-types.ts';
import { type BlobReader, contentOf } from '../blob-content.ts';
import { ByteMeter, type TransferReport } from '../byte-meter.ts';
import { type Graph, viewOf } from '../graph.ts';
import { blobPath } from './oci.ts';
import { type Replace, targetOf } from './target.ts';

export type FileFormat = 'oci' | 'docker';

export type SaveJob = {
  readonly graph: Graph;
  readonly format: FileFormat;
  /** The image's name in the file: a tag for an OCI layout, a whole reference for `docker load`. */
  readonly name: string;
  readonly path: string;
  readonly replace: Replace;
  readonly read: BlobReader;
  /** Notes the unfinished file in case this process is killed; the returned function removes the note. */
  readonly note: (part: string) => Promise<() => Promise<void>>;
  readonly signal: AbortSignal;
  /** Waits while the work is paused. */
  readonly turn?: () => Promise<void>;
};

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/**
 * The document that `docker load` reads (image-spec of moby, v1.2): one image, its config and all of its layers. @throws Failure UNSUPPORTED;
 * IMAGE_FILE where the source does not have a layer.
 */
function dockerManifest({ root, foreign }: Graph, name: string): Buffer {
  const manifest = viewOf(root);
  const [absent] = foreign.keys();
  if (absent !== undefined) throw new Failure('IMAGE_FILE', { reason: 'foreign-layers', subject: absent });
  if (manifest.kind !== 'image') throw new Failure('UNSUPPORTED', { feature: 'media-type', detail: root.mediaType });
  const Layers = manifest.layers.map(({ digest }) => blobPath(digest));
  return json([{ Config: blobPath(manifest.config.digest), RepoTags: [name], Layers }]);
}

/** The small files of an image file: `oci-layout`, the index, and the manifests (image-spec image-layout.md). */
function documents({ graph, format, name }: SaveJob): Map<string, Buffer> {
  const { root, manifests } = graph;
  const annotations = { 'org.opencontainers.image.ref.name': format === 'oci' ? name : name.slice(name.lastIndexOf(':') + 1) };
  const entry = { mediaType: root.mediaType, digest: root.digest, size: root.bytes.byteLength, annotations };
  const files = new Map([
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
    ['index.json', json({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [entry] })],
  ]);
  for (const { digest, bytes } of manifests) files.set(blobPath(digest), bytes);
  if (format === 'docker') files.set('manifest.json', dockerManifest(graph, name));
  return files;
}

async function addBlobs(tar: Pack, { graph, read, signal, turn }: SaveJob, meter: ByteMeter): Promise<void> {
  for (const [digest, size] of graph.blobs) {
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
 * Writes an image to a tar file while reading it, and verifies each blob's digest: an OCI layout, or one that `docker load` takes as well. The
 * file appears under its name when it is complete. Returns its size in bytes. @throws Failure CONFLICT for an existing file, STORAGE; the signal's reason.
 */
export async function writeImageFile(job: SaveJob, report: TransferReport): Promise<number> {
  const { path, replace, signal, graph } = job;
  signal.throwIfAborted();
  const target = await targetOf(path, replace);
  const meter = new ByteMeter(graph.blobs, report);
  // A name that no file has: a file of the person's own is never overwritten.
  const part = `${target.path}.${randomUUID().slice(0, 8)}.part`;
  const forgetPart = await job.note(part);
  const file = createWriteStream(part, { flags: 'wx', mode: target.mode ?? 0o666 });
  const tar = createPack();
  // Failures are reported by the two ends of the work.
  tar.on('error', () => {});
  try {
    await meter.during(() => {
      const written = pipeline(tar, file).catch((error: unknown) => Promise.reject(storageFailure(path, error)));
      return firstFailure([fill(tar, job, meter), written]);
    });
    await nameFile(part, path, replace);
    return file.bytesWritten;
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw signal.aborted ? signal.reason : error;
  } finally {
    await forgetPart();
  }
}

/** Gives a complete file its name, and the mode of the file that it replaces. The target is checked again. */
async function nameFile(part: string, path: string, replace: Replace): Promise<void> {
  const target = await targetOf(path, replace);
  try {
    // The process's umask may have narrowed the mode; a file system without modes has none.
    if (target.mode !== undefined) await chmod(part, target.mode).catch(() => {});
    if (replace !== 'nothing') return await rename(part, target.path);
    await link(part, path);
    await rm(part, { force: true });
  } catch (error) {
    const failure = storageFailure(path, error);
    if (isFailure(failure, 'STORAGE') && failure.data.code === 'EEXIST')
      throw new Failure('CONFLICT', { what: 'file-exists', subject: path });
    // Not every file system supports links.
    if (replace !== 'nothing' || !isFailure(failure, 'STORAGE') || !['EPERM', 'ENOTSUP', 'ENOSYS'].includes(failure.data.code))
      throw failure;
    await targetOf(path, replace);
    await rename(part, path).catch((again: unknown) => Promise.reject(storageFailure(path, again)));
  }
}

/** Waits for both ends of the work. Of two failures it throws the one that says more: a full disk ends the reading, too. */
async function firstFailure(work: readonly Promise<void>[]): Promise<void> {
  const failures = (await Promise.allSettled(work)).flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (failures.length === 0) return;
  throw failures.find((failure) => failure instanceof Failure && !isCutShort(failure)) ?? failures[0];
}

/** Whether the file only ended because the reading did. */
const isCutShort = (failure: unknown): boolean => isFailure(failure, 'STORAGE') && failure.data.code === 'ERR_STREAM_PREMATURE_CLOSE';
