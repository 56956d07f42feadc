import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { storageFailure } from '../../shared/errors.ts';

const NAME = 'Longshore';

/** The person's folder. The system knows it also where HOME is empty. */
const home = (): string => homedir() || userInfo().homedir;

/** Where Electron keeps an application's data (`app.getPath('userData')`), so that both hosts share one set of saved registries. */
export function defaultDataFolder(): string {
  switch (process.platform) {
    case 'darwin':
      return join(home(), 'Library', 'Application Support', NAME);
    case 'win32':
      return join(process.env['APPDATA'] ?? join(home(), 'AppData', 'Roaming'), NAME);
    default:
      return join(process.env['XDG_CONFIG_HOME'] || join(home(), '.config'), NAME);
  }
}

/**
 * Makes a folder and those above it. Node's own recursive mkdir never returns where the system answers ENOENT although the folder above is there,
 * as in /proc. @throws the file system's error.
 */
function makeFolder(path: string): void {
  const above = dirname(path);
  if (above !== path && !existsSync(above)) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/**
 * Makes sure that the folder is there. One that is made here, and the usual one, are this person's alone; another one that was there before keeps
 * its mode, because it is not ours to change. @throws Failure STORAGE.
 */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    if (folder === defaultDataFolder()) chmodSync(folder, 0o700);
  } catch (error) {
    throw storageFailure(folder, error);
  }
}
