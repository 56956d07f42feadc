import { constants, enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for what can be made again, of this person alone: what is in it is run, so no folder that others can write to will do. */
function personsCache(): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Caches', 'Longshore');
    case 'win32':
      return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Longshore', 'Cache');
    default:
      return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'longshore');
  }
}

/**
 * What V8 has compiled is kept for the next start: compiling was most of a start. It is kept beside the built code and dropped with it by the next
 * build; where the administrator has installed that code and it may only be read, in the person's cache. While developing, the sources are run, and
 * there is no folder for it.
 */
export function keepCompiled(): void {
  if (process.env['LONGSHORE_TOP'] !== undefined) return;
  const { status } = enableCompileCache(join(import.meta.dirname, '.cache'));
  if (status === constants.compileCacheStatus.FAILED) enableCompileCache(join(personsCache(), 'compiled'));
}
