import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { Failure } from '../../../../shared/errors.ts';

/** @throws Failure STORAGE for a path that depends on where the program was started. */
export function checkedPath(path: string): string {
  const whole = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
  if (!isAbsolute(whole)) throw new Failure('STORAGE', { path, reason: 'not-absolute', code: '' });
  return whole;
}

/** The folder for downloads where there is one, else the person's own. */
export async function defaultFolder(): Promise<string> {
  const folder = join(homedir(), 'Downloads');
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? folder : homedir();
}
