import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '../../../../shared/errors.ts';
import { writeBytes } from './write-bytes.ts';

/** Files that are kept: whoever one was dropped on may still be copying it when the next one is dragged. */
const MOST_KEPT = 4;

/** Files of layers while they are dragged out of a window, in a folder of their own until the application ends. */
export class DraggedFiles {
  private readonly folder: string;
  private readonly kept: string[] = [];

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'dragged');
  }

  /** Writes a file of this name; its path. @throws Failure STORAGE; what the bytes end with. */
  async write(name: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
    const own = join(this.folder, randomUUID());
    const path = join(own, name);
    try {
      this.kept.push(own);
      for (const old of this.kept.splice(0, this.kept.length - MOST_KEPT)) await rm(old, { recursive: true, force: true });
      await mkdir(own, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw storageFailure(path, error);
    }
    await writeBytes(path, path, 0o600, bytes, signal);
    return path;
  }

  /** Removes all of them, with those of a process that was killed. */
  async clear(): Promise<void> {
    this.kept.length = 0;
    await rm(this.folder, { recursive: true, force: true }).catch(() => {});
  }
}
