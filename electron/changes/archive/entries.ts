import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { Failure, storageFailure } from '../../../shared/errors.ts';

const MAX_ENTRIES = 100_000;
/** Small files are read whole: documents. */
const MAX_DOCUMENT = 4 * 1024 * 1024;
const MAX_DOCUMENTS = 64 * 1024 * 1024;
/** Characters of a name: no image has longer ones, and a hostile archive has many. */
const MAX_NAME = 1_024;

/** Where a file of the archive begins in the tar, and its size; bytes. */
type Entry = { readonly offset: number; readonly size: number };

/** A tar file's table of contents, with its JSON documents; nothing is unpacked to disk. */
export type Entries = {
  readonly path: string;
  readonly gzipped: boolean;
  readonly files: ReadonlyMap<string, Entry>;
  readonly documents: ReadonlyMap<string, Buffer>;
};

const notAnArchive = (why: string): Failure => new Failure('INVALID_RESPONSE', { where: 'archive', why });

async function isGzipped(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f8b;
  } finally {
    await file.close();
  }
}

/** The tar's own bytes from `start` up to `end`. */
function tarStream(path: string, gzipped: boolean): Readable {
  const file = createReadStream(path);
  if (!gzipped) return file;
  const plain = createGunzip();
  file.on('error', (error) => plain.destroy(error));
  plain.on('close', () => file.destroy());
  return file.pipe(plain);
}

const named = (name: string): string => posix.normalize(name).replace(/^(?:\.?\/)+/, '');

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads the headers of a tar file, gzipped or not, and its small JSON documents. @throws Failure STORAGE, INVALID_RESPONSE. */
export async function readEntries(path: string, signal: AbortSignal): Promise<Entries> {
  const gzipped = await isGzipped(path).catch((error: unknown) => Promise.reject(storageFailure(path, error)));
  const files = new Map<string, Entry>();
  const documents = new Map<string, Buffer>();
  const links = new Map<string, string>();
  const tar = extract();
  const source = tarStream(path, gzipped);
  source.on('error', (error) => tar.destroy(error));
  source.pipe(tar);
  const stop = (): void => void source.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  let held = 0;
  try {
    for await (const entry of tar) {
      signal.throwIfAborted();
      const { header } = entry;
      if (header.name.length > MAX_NAME) throw notAnArchive(`a name of more than ${MAX_NAME} characters`);
      const name = named(header.name);
      if (files.size + links.size >= MAX_ENTRIES) throw notAnArchive(`more than ${MAX_ENTRIES} files`);
      // Old `docker save` links a layer that comes twice.
      if (header.type === 'symlink') links.set(name, named(posix.join(posix.dirname(name), header.linkname ?? '')));
      if (header.type === 'link') links.set(name, named(header.linkname ?? ''));
      const size = header.size ?? 0;
      if (header.type === 'file') files.set(name, { offset: (header as { byteOffset?: number }).byteOffset ?? 0, size });
      if (header.type !== 'file' || size > MAX_DOCUMENT || held + size > MAX_DOCUMENTS) {
        entry.resume();
        continue;
      }
      const bytes = await readAll(entry as AsyncIterable<Buffer>);
      if (bytes[0] !== 0x7b && bytes[0] !== 0x5b) continue;
      held += bytes.byteLength;
      documents.set(name, bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^E[A-Z]+$/.test(code)) throw storageFailure(path, error);
    throw notAnArchive('not a tar file, or one that is cut short');
  } finally {
    signal.removeEventListener('abort', stop);
    source.destroy();
    tar.destroy();
  }
  for (const [name, target] of links) {
    const found = files.get(target);
    if (found) files.set(name, found);
  }
  return { path, gzipped, files, documents };
}

/** The bytes of one file of the archive, from `offset` on. A gzipped archive is read from its beginning each time. */
export async function* readFile({ path, gzipped, files }: Entries, name: string, offset = 0): AsyncGenerator<Uint8Array> {
  const entry = files.get(name);
  if (!entry) throw new Failure('NOT_FOUND', { what: name });
  const [start, end] = [entry.offset + offset, entry.offset + entry.size];
  if (start >= end) return;
  try {
    if (!gzipped) return yield* createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
    let at = 0;
    for await (const chunk of tarStream(path, true) as AsyncIterable<Buffer>) {
      const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
      at += chunk.byteLength;
      if (part.byteLength > 0) yield part;
      if (at >= end) return;
    }
  } catch (error) {
    throw storageFailure(path, error);
  }
}
