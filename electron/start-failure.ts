import { accessSync, constants } from 'node:fs';
import { isFailure, storageFailure } from '../shared/errors.ts';

/** What a file system says of a folder, as a person can act on it. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'it is on a disk that may only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOENT: 'it is not found and cannot be made',
  ENOTDIR: 'it is not a folder',
  EEXIST: 'it is not a folder',
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** What keeps the folder from being written to, in the system's code: a database that cannot be opened there does not tell. */
function obstacleOf(dataFolder: string): string | undefined {
  try {
    accessSync(dataFolder, constants.W_OK);
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

/**
 * Why the application could not start, for the terminal or a box of the system: the page, which has the words of every other failure, is not there
 * yet. `dataFolder` is what was to be used.
 */
export function startFailureText(error: unknown, dataFolder: string): string {
  if (codeOf(error) === 'EADDRINUSE') return 'That port is taken. Choose another with --port, or leave it out for a free one.';
  const isOfDisk = codeOf(error) === 'STORAGE' || codeOf(error) in REASONS;
  if (!isOfDisk) return error instanceof Error ? error.message : 'unknown error';
  const failure = storageFailure(dataFolder, error);
  const code = isFailure(failure, 'STORAGE') ? failure.data.code : '';
  const known = REASONS[code] ?? REASONS[obstacleOf(dataFolder) ?? ''];
  return `The data folder ${dataFolder} cannot be used: ${known ?? code}. Choose another with --data-dir.`;
}
