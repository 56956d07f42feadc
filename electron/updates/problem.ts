import type { UpdateProblem } from '../../shared/contract/updates.ts';

/** A problem that we found ourselves. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** The codes of electron-updater, and of the system, by what they mean to a person. */
const CODES: Readonly<Record<string, UpdateProblem>> = {
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: 'not-found',
  ERR_UPDATER_INVALID_UPDATE_INFO: 'unreadable',
  ERR_UPDATER_INVALID_VERSION: 'unreadable',
  ERR_UPDATER_NO_FILES_PROVIDED: 'unreadable',
  ERR_UPDATER_NO_CHECKSUM: 'unreadable',
  ERR_UPDATER_ZIP_FILE_NOT_FOUND: 'unreadable',
  ERR_CHECKSUM_MISMATCH: 'checksum',
  ERR_UPDATER_INVALID_SIGNATURE: 'signature',
  ERR_UPDATER_OLD_FILE_NOT_FOUND: 'storage',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EPIPE: 'unreachable',
  EACCES: 'storage',
  EPERM: 'storage',
  EROFS: 'storage',
  ENOSPC: 'storage',
  EDQUOT: 'storage',
  ENOENT: 'storage',
};

/** How the beginning of a message tells what has no code: Chromium's names of network errors, and electron-updater's of a download. */
const MESSAGES: readonly (readonly [string, UpdateProblem])[] = [
  ['net::ERR_BLOCKED_BY_CLIENT', 'not-https'],
  ['net::ERR_CERT', 'certificate'],
  ['net::ERR_SSL', 'certificate'],
  ['net::ERR_BAD_SSL', 'certificate'],
  ['net::', 'unreachable'],
  ['Cannot download', 'refused'],
  ['Too many redirects', 'refused'],
  ['Request timed out', 'unreachable'],
  ['Request has been aborted by the server', 'unreachable'],
  // Squirrel.Mac on what it was given.
  ['Code signature', 'signature'],
];

/** What an error of electron-updater means to a person. */
export function updateProblemOf(error: unknown): UpdateProblem {
  if (error instanceof UpdateError) return error.problem;
  if (!(error instanceof Error)) return 'other';
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : CODES[code];
  if (known) return known;
  if (code?.startsWith('HTTP_ERROR_')) return 'refused';
  return MESSAGES.find(([beginning]) => error.message.startsWith(beginning))?.[1] ?? 'other';
}
