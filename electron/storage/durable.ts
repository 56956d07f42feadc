import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const ENDING = '.part';

/** Whether a file is one that {@link writeDurably} did not live to rename. */
export const isPart = (name: string): boolean => name.endsWith(ENDING);

/** Makes the names in a folder last through a power cut. Windows keeps them by itself and does not allow the call. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Resolves once the file has its name and its bytes on the disk itself, and not before. An older file of that name is whole until then. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const part = join(folder, `.${basename(path)}-${randomBytes(6).toString('hex')}${ENDING}`);
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
}
