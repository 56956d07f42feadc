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

/** Makes sure that the folder is there and this person's alone. @throws Failure STORAGE. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // One that was there before may be open to others.
    chmodSync(folder, 0o700);
  } catch (error) {
    throw storageFailure(folder, error);
  }
}
