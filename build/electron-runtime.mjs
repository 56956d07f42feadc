// The Electron runtime, which its package downloads when it is first wanted.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectEnv } from './setup.mjs';

/** The failure of the last download, if it was one. It lies among the packages: a new installation tries again. */
function readNote(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function download(folder) {
  const result = spawnSync('node', [join(folder, 'install.js')], { env: projectEnv(), encoding: 'utf8', timeout: 600_000 });
  if (result.status === 0) return undefined;
  const reason = /(?:getaddrinfo|connect|ENOTFOUND|EAI_AGAIN|HTTPError|status code|fetch failed)[^\n]{0,120}/.exec(
    result.stderr ?? '',
  )?.[0];
  return reason?.trim() ?? 'it gave no reason';
}

/**
 * Gets the runtime if it is not there yet; why it cannot be had, where it cannot, and how to try again. A download that failed is not tried again
 * at every start: offline, each would wait for it.
 */
export function electronRuntime(modules, again) {
  const folder = join(modules, 'electron');
  const file = join(modules, '.longshore-electron-failed');
  const isThere = () => existsSync(join(folder, 'path.txt')) && existsSync(join(folder, 'dist'));
  if (isThere()) return undefined;
  const note = again ? undefined : readNote(file);
  const how = 'To try again: npm start -- --electron';
  if (note) return `The Electron runtime could not be downloaded on ${new Date(note.at).toLocaleString('en')} (${note.reason}). ${how}`;
  console.error('Getting the Electron runtime (once)...');
  const reason = download(folder) ?? (isThere() ? undefined : 'it is not complete');
  if (reason === undefined) {
    rmSync(file, { force: true });
    return undefined;
  }
  writeFileSync(file, JSON.stringify({ at: Date.now(), reason }));
  return `The Electron runtime could not be downloaded (${reason}). ${how}`;
}
