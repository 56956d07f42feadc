import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure, storageFailure } from '../../../../shared/errors.ts';
import { compressionOf } from '../../../layers/compression/compression.ts';
import { gibibytes, gunzip, isZlibError, type UnpackLimits, unpackLimits } from '../../../layers/compression/unpack.ts';
import { unzstd } from '../../../layers/compression/zstd.ts';

/** Bytes that are read at once. */
const CHUNK = 256 * 1024;

/** A tar file that is open for reading anywhere; `size` in bytes. */
export type TarFile = { readonly path: string; readonly handle: FileHandle; readonly size: number };

/** What the end of a reading means. @throws always. */
function fail(path: string, error: unknown, signal: AbortSignal): never {
  signal.throwIfAborted();
  if (!isZlibError(error)) throw storageFailure(path, error);
  // zlib says so where its input ended before the compressed stream did.
  throw new Failure('IMAGE_FILE', { reason: error.code === 'Z_BUF_ERROR' ? 'cut-short' : 'not-a-tar', subject: path });
}

/** Counts what comes out, and ends it at a limit. */
function limited(path: string, packed: number, limits: UnpackLimits): Transform {
  let size = 0;
  const failure = (limit: string): Failure => new Failure('IMAGE_FILE', { reason: 'unpacks-too-large', subject: path, limit });
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.byteLength;
      if (size > limits.unpacked) done(failure(gibibytes(limits.unpacked)));
      else if (size > limits.free && size > packed * limits.times) done(failure(`${limits.times} : 1`));
      else done(null, chunk);
    },
  });
}

/** Unpacks a compressed file once, into a file without a name: it disappears with its handle, however this ends. */
async function unpack(
  packed: TarFile,
  how: 'gzip' | 'zstd',
  { scratch, limits }: { readonly scratch: string; readonly limits: UnpackLimits },
  signal: AbortSignal,
): Promise<TarFile> {
  const name = join(scratch, `.unpacked-${randomUUID()}`);
  const handle = await open(name, 'wx+', 0o600).catch((error: unknown) => Promise.reject(storageFailure(scratch, error)));
  try {
    await rm(name);
    const content = readChunks(packed, 0, packed.size);
    const plain = how === 'gzip' ? gunzip(content) : unzstd(content, signal);
    const write = async (unpacked: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of unpacked)
        await handle.appendFile(chunk).catch((error: unknown) => Promise.reject(storageFailure(scratch, error)));
    };
    await pipeline(plain, limited(packed.path, packed.size, limits), write, { signal });
    return { path: packed.path, handle, size: (await handle.stat()).size };
  } catch (error) {
    await handle.close().catch(() => {});
    return fail(packed.path, error, signal);
  }
}

/** Opens regular files only: a pipe or a device may never end, or act when it is read. */
async function openFile(path: string): Promise<TarFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new Failure('STORAGE', { path, reason: 'folder', code: 'EISDIR' });
    if (!found.isFile()) throw new Failure('IMAGE_FILE', { reason: 'not-a-file', subject: path });
    // If it has become a pipe since, opening it does not block.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const opened = await handle.stat();
    if (opened.isFile()) return { path, handle, size: opened.size };
    await handle.close();
    throw new Failure('IMAGE_FILE', { reason: 'not-a-file', subject: path });
  } catch (error) {
    throw storageFailure(path, error);
  }
}

/**
 * Opens a tar file. A compressed one is unpacked into `scratch` first, within limits. The caller closes it.
 * @throws Failure STORAGE, IMAGE_FILE; the signal's reason.
 */
export async function openTar(path: string, scratch: string, signal: AbortSignal, limits: UnpackLimits = unpackLimits): Promise<TarFile> {
  const file = await openFile(path);
  let isKept = false;
  try {
    signal.throwIfAborted();
    const how = compressionOf(await readRange(file, 0, Math.min(8, file.size)));
    if (how === 'xz' || how === 'bzip2') throw new Failure('IMAGE_FILE', { reason: 'other-compression', subject: how });
    if (how !== 'none') return await unpack(file, how, { scratch, limits }, signal);
    isKept = true;
    return file;
  } finally {
    if (!isKept) await file.handle.close().catch(() => {});
  }
}

/** The bytes from `start` up to `end`, in chunks. @throws Failure STORAGE, IMAGE_FILE for a file that became shorter. */
export async function* readChunks({ path, handle }: TarFile, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const length = Math.min(CHUNK, end - at);
    const { buffer, bytesRead } = await handle
      .read(Buffer.allocUnsafe(length), 0, length, at)
      .catch((error: unknown) => Promise.reject(storageFailure(path, error)));
    if (bytesRead === 0) throw new Failure('IMAGE_FILE', { reason: 'cut-short', subject: path });
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The same bytes in one piece, for small ranges. */
export async function readRange(file: TarFile, start: number, end: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readChunks(file, start, end)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
