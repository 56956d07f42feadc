import { lstat, open, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure, storageFailure } from '../../../../shared/errors.ts';
import { BLOCK } from '../../../layers/tar/header.ts';
import { readHeader } from './tar-header.ts';

/** What may be replaced: nothing, an existing tar, or whatever the person chose in the system's own dialog. */
export type Replace = 'nothing' | 'tar' | 'anything';

/** The final path of a file, and the mode of the file that it replaces. */
export type Target = { readonly path: string; readonly mode: number | undefined };

async function isTar(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, 0);
    return bytesRead === BLOCK && readHeader(buffer).kind === 'entry';
  } finally {
    await file.close();
  }
}

/**
 * Decides whether a file may be written to `path`. A link is followed and kept. @throws Failure CONFLICT `file-exists`; IMAGE_FILE for what is no
 * file or may not be replaced; STORAGE.
 */
export async function targetOf(path: string, replace: Replace): Promise<Target> {
  try {
    const found = await lstat(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!found) {
      // Said before the run begins, while the person can still name another folder.
      const folder = dirname(path);
      await stat(folder).catch((error: unknown) => {
        throw storageFailure(folder, error);
      });
      return { path, mode: undefined };
    }
    // What can never be replaced is said before it is asked whether to replace it. A link may lead nowhere.
    const file = await stat(path).catch(() => undefined);
    if (file?.isDirectory()) throw new Failure('STORAGE', { path, reason: 'folder', code: 'EISDIR' });
    if (file && !file.isFile()) throw new Failure('IMAGE_FILE', { reason: 'not-a-file', subject: path });
    if (replace === 'nothing') throw new Failure('CONFLICT', { what: 'file-exists', subject: path });
    const whole = await realpath(path);
    if (replace === 'tar' && !(await isTar(whole))) throw new Failure('IMAGE_FILE', { reason: 'not-replaced', subject: path });
    const { mode } = await stat(whole);
    return { path: whole, mode: mode & 0o777 };
  } catch (error) {
    throw storageFailure(path, error);
  }
}
