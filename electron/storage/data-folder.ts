import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { storageFailure } from '../../shared/errors.ts';

const NAME = 'Longshore';

/** Where Electron keeps an application's data (`app.getPath('userData')`), so that both hosts share one set of saved registries. */
export function defaultDataFolder(): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', NAME);
    case 'win32':
      return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), NAME);
    default:
      return join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), NAME);
  }
}

/**
 * Makes sure that the folder is there. One that is made here, and the usual one, are this person's alone; another one that was there before keeps
 * its mode, because it is not ours to change. @throws Failure STORAGE.
 */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (folder === defaultDataFolder()) chmodSync(folder, 0o700);
  } catch (error) {
    throw storageFailure(folder, error);
  }
}
