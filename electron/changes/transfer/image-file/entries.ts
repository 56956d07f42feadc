import { posix } from 'node:path';
import { Failure } from '../../../../shared/errors.ts';
import { BLOCK } from '../../../layers/tar/header.ts';
import { openTar, readChunks, readRange, type TarFile } from './tar-file.ts';
import { readHeader, readPax, type TarHeader } from './tar-header.ts';

const MAX_ENTRIES = 100_000;
/** Bytes of a document, which is read whole: as large as a manifest or a config in a registry may be. */
const MAX_DOCUMENT = { bytes: 4 * 1024 * 1024, name: '4 MiB' };
/** Bytes of an entry that holds a long name. Images have no longer ones; a hostile file has many. */
const MAX_NAME = 1_024;
const MAX_RECORDS = 64 * 1024;
/** Links to links that are followed. */
const MAX_LINKS = 8;

/** Where an entry begins in the tar, and its size; bytes. */
type Entry = { readonly offset: number; readonly size: number };

/** A tar file's table of contents. Nothing in it is unpacked. */
export type Entries = {
  readonly tar: TarFile;
  readonly files: ReadonlyMap<string, Entry>;
  /** Whether it ends as a tar file does. One that does not may be cut short. */
  readonly isWhole: boolean;
};

const named = (name: string): string => posix.normalize(name).replace(/^(?:\.?\/)+/, '');

/** What the preceding entries say about a header. */
type Ahead = { name?: string; target?: string; size?: number };

async function readAhead(tar: TarFile, header: Extract<TarHeader, { kind: 'entry' }>, start: number, ahead: Ahead): Promise<void> {
  if (header.size > MAX_RECORDS)
    throw new Failure('IMAGE_FILE', { reason: 'name-too-long', subject: tar.path, limit: MAX_RECORDS.toString() });
  const content = await readRange(tar, start, start + header.size);
  if (header.type === 'pax') {
    const records = readPax(content);
    const [path, linkpath, size] = [records.get('path'), records.get('linkpath'), records.get('size')];
    if (path !== undefined) ahead.name = path;
    if (linkpath !== undefined) ahead.target = linkpath;
    if (size !== undefined) ahead.size = /^\d+$/.test(size) ? Number(size) : Number.NaN;
  } else ahead[header.type === 'long-name' ? 'name' : 'target'] = content.toString('utf8').split('\0', 1)[0] ?? '';
}

/** Adds links as further names of their files. Old `docker save` links a layer that occurs twice. */
function follow(files: Map<string, Entry>, links: ReadonlyMap<string, string>): void {
  for (const name of links.keys()) {
    let target = links.get(name);
    for (let i = 0; i < MAX_LINKS && target !== undefined && !files.has(target); i++) target = links.get(target);
    const found = target === undefined ? undefined : files.get(target);
    if (found) files.set(name, found);
  }
}

/** Reads the headers only. Each is checked against the size of the file before its content is skipped. */
async function readTable(tar: TarFile, signal: AbortSignal): Promise<Entries> {
  const files = new Map<string, Entry>();
  const links = new Map<string, string>();
  let isWhole = false;
  let ahead: Ahead = {};
  let entries = 0;
  for (let at = 0; at + BLOCK <= tar.size; ) {
    signal.throwIfAborted();
    const header = readHeader(await readRange(tar, at, at + BLOCK));
    isWhole = header.kind === 'end';
    if (header.kind === 'end') break;
    if (header.kind === 'broken') throw new Failure('IMAGE_FILE', { reason: 'not-a-tar', subject: tar.path });
    if (++entries > MAX_ENTRIES)
      throw new Failure('IMAGE_FILE', { reason: 'too-many-files', subject: tar.path, limit: MAX_ENTRIES.toString() });
    const start = at + BLOCK;
    // A pax header is about the file after it, not about another header in between.
    const size = header.type === 'file' ? (ahead.size ?? header.size) : header.size;
    if (!Number.isSafeInteger(size) || size < 0) throw new Failure('IMAGE_FILE', { reason: 'not-a-tar', subject: tar.path });
    if (size > tar.size - start) throw new Failure('IMAGE_FILE', { reason: 'cut-short', subject: tar.path });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (header.type === 'pax' || header.type === 'long-name' || header.type === 'long-link') {
      await readAhead(tar, header, start, ahead);
      continue;
    }
    const { name: longName = header.name, target = header.target } = ahead;
    ahead = {};
    if (longName.length > MAX_NAME || target.length > MAX_NAME)
      throw new Failure('IMAGE_FILE', { reason: 'name-too-long', subject: tar.path, limit: MAX_NAME.toString() });
    const name = named(longName);
    // A name that occurs twice belongs to the later entry.
    files.delete(name);
    links.delete(name);
    if (header.type === 'file') files.set(name, { offset: start, size });
    if (header.type === 'symlink') links.set(name, named(posix.join(posix.dirname(name), target)));
    if (header.type === 'link') links.set(name, named(target));
  }
  if (entries === 0 && !isWhole) throw new Failure('IMAGE_FILE', { reason: 'not-a-tar', subject: tar.path });
  follow(files, links);
  return { tar, files, isWhole };
}

/**
 * Opens a tar file, compressed or not, and reads its table of contents. A compressed one is unpacked into `scratch`. Close it with
 * {@link closeEntries}. @throws Failure STORAGE, IMAGE_FILE; the signal's reason.
 */
export async function openEntries(path: string, scratch: string, signal: AbortSignal): Promise<Entries> {
  const tar = await openTar(path, scratch, signal);
  try {
    return await readTable(tar, signal);
  } catch (error) {
    await tar.handle.close().catch(() => {});
    throw error;
  }
}

export const closeEntries = ({ tar }: Entries): Promise<void> => tar.handle.close().catch(() => {});

/** The failure for a part that a file should have and does not: cut short, where the file is. */
export const missingPart = ({ tar, isWhole }: Entries, subject: string): Failure =>
  new Failure('IMAGE_FILE', isWhole ? { reason: 'part-missing', subject } : { reason: 'cut-short', subject: tar.path });

function entryOf(entries: Entries, name: string): Entry {
  const entry = entries.files.get(name);
  if (!entry) throw missingPart(entries, name);
  return entry;
}

/** The bytes of one entry, from `offset` on. @throws Failure IMAGE_FILE where there is none. */
export async function* readFile(entries: Entries, name: string, offset = 0): AsyncGenerator<Buffer> {
  const entry = entryOf(entries, name);
  yield* readChunks(entries.tar, entry.offset + offset, entry.offset + entry.size);
}

/** A whole document of the file; undefined where there is none. @throws Failure IMAGE_FILE beyond the limit. */
export async function readDocument(entries: Entries, name: string): Promise<Buffer | undefined> {
  const entry = entries.files.get(name);
  if (!entry) return undefined;
  if (entry.size > MAX_DOCUMENT.bytes)
    throw new Failure('IMAGE_FILE', { reason: 'document-too-large', subject: name, limit: MAX_DOCUMENT.name });
  return readRange(entries.tar, entry.offset, entry.offset + entry.size);
}
