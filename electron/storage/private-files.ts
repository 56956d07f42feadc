import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { loadCacache } from './cacache.ts';

const FOLDER = 0o700;
const FILE = 0o600;
/** The names that Longshore gives in its data folder. Anything else there belongs to someone else. */
const OURS = /^(?:longshore\.|history|cache$|kept$|open\.html$|browser$)/;

function close(path: string): void {
  try {
    const found = lstatSync(path);
    const mode = found.isDirectory() ? FOLDER : FILE;
    if (!found.isSymbolicLink() && (found.mode & 0o777 & ~mode) !== 0) chmodSync(path, mode);
  } catch {
    // It has gone meanwhile, or is not ours to change.
  }
}

/** Closes to other people what an earlier version left open in the data folder. The mode of the folder itself is not changed. */
export function closeToOthers(dataFolder: string): void {
  if (process.platform === 'win32') return;
  for (const name of readdirSync(dataFolder)) if (OURS.test(name)) close(join(dataFolder, name));
}

/** The file in which cacache 21 notes an entry (`lib/entry-index.js`, index-v5). */
function indexOf(path: string, key: string): string {
  const hash = createHash('sha256').update(key).digest('hex');
  return join(path, 'index-v5', hash.slice(0, 2), hash.slice(2, 4), hash.slice(4));
}

/** A file and every folder above it within `root`, `root` included. */
async function closeWithin(root: string, file: string): Promise<void> {
  await chmod(file, FILE);
  for (let folder = dirname(file); !relative(root, folder).startsWith('..'); folder = dirname(folder)) await chmod(folder, FOLDER);
}

/** Puts an entry into a cacache folder so that only this person can read it, also where the folder above is open to others. */
export async function putPrivately(path: string, key: string, bytes: Buffer, metadata?: unknown): Promise<void> {
  await mkdir(path, { recursive: true, mode: FOLDER });
  const cacache = await loadCacache();
  await cacache.put(path, key, bytes, { metadata });
  if (process.platform === 'win32') return;
  const entry = await cacache.get.info(path, key);
  for (const file of [indexOf(path, key), entry?.path, join(path, 'CACHEDIR.TAG')]) if (file) await closeWithin(path, file).catch(() => {});
  await chmod(join(path, 'tmp'), FOLDER).catch(() => {});
}
