import { randomUUID } from 'node:crypto';
import { chmod, link, rename, rm } from 'node:fs/promises';
import { Failure, isFailure, storageFailure } from '../../../../shared/errors.ts';
import { type Replace, targetOf } from './target.ts';

/** A file that is to be written where a person wants it. */
export type NamedFile = {
  readonly path: string;
  readonly replace: Replace;
  /** Notes the unfinished file in case this process is killed; the returned function removes the note. */
  readonly note: (part: string) => Promise<() => Promise<void>>;
  readonly signal: AbortSignal;
};

/**
 * Has a file written beside its place, and gives it its name when it is complete: `write` gets the path and the mode. Whatever ends it early leaves
 * nothing. @throws Failure CONFLICT for an existing file, STORAGE; what `write` throws; the signal's reason.
 */
export async function writeNamed<T>(
  { path, replace, note, signal }: NamedFile,
  write: (part: string, mode: number) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const target = await targetOf(path, replace);
  // A name that no file has: a file of the person's own is never overwritten.
  const part = `${target.path}.${randomUUID().slice(0, 8)}.part`;
  const forgetPart = await note(part);
  try {
    const written = await write(part, target.mode ?? 0o666);
    signal.throwIfAborted();
    await nameFile(part, path, replace);
    return written;
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
