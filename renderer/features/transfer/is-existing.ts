import { readFailure } from '../../../shared/shown-failure.ts';

/** Whether a save was refused because there is a file with this name. */
export function isExisting(failure: unknown, path: string): boolean {
  if (failure === undefined) return false;
  const { code, data } = readFailure(failure);
  return code === 'CONFLICT' && data.what === 'file-exists' && data.subject === path;
}
