import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, storageFailure } from '../../../../shared/errors.ts';

/** Bytes that the disk keeps free. */
const MARGIN = 256 * 1024 * 1024;

type Dropped = {
  readonly path: string;
  readonly size: number;
  readonly handle: FileHandle;
  written: number;
  users: number;
  /** Its load ended early, and may be tried again. */
  hasFailed: boolean;
};

/** The file's own name, of which nothing leads to another folder. */
const plainName = (name: string): string =>
  name
    .replaceAll(/[^\w.+-]/g, '_')
    .replace(/^\.+/, '')
    .slice(-100) || 'image.tar';

/**
 * Image files that were dropped on a page that cannot say where they are: a browser hands out the bytes of a file and not its path. They are
 * written to a folder of their own. One is kept until another one is dropped, its load is done, or the application ends. One whose load ended
 * early is kept when another one is dropped, too, unless the disk has no room for both.
 */
export class DroppedFiles {
  private readonly folder: string;
  private readonly files = new Map<string, Dropped>();

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'dropped');
  }

  /** Begins a file of this size; its id. @throws Failure STORAGE where the disk has no room for it. */
  async begin(name: string, size: number): Promise<string> {
    await this.removeUnused(({ hasFailed }) => !hasFailed);
    const id = randomUUID();
    const path = join(this.folder, id, plainName(name));
    try {
      await mkdir(join(this.folder, id), { recursive: true, mode: 0o700 });
      if (!(await this.hasRoom(size))) await this.removeUnused(() => true);
      if (!(await this.hasRoom(size))) throw new Failure('STORAGE', { path, reason: 'full', code: 'ENOSPC' });
      this.files.set(id, { path, size, handle: await open(path, 'wx', 0o600), written: 0, users: 0, hasFailed: false });
      return id;
    } catch (error) {
      await rm(join(this.folder, id), { recursive: true, force: true }).catch(() => {});
      throw storageFailure(path, error);
    }
  }

  /** Adds the next bytes; the path once all are there. @throws Failure STORAGE, also for a file that is no longer kept or has no more bytes. */
  async append(id: string, bytes: Buffer): Promise<string | null> {
    const file = this.files.get(id);
    if (!file || file.written + bytes.byteLength > file.size)
      throw new Failure('STORAGE', { path: file?.path ?? '', reason: 'missing', code: 'ENOENT' });
    try {
      await file.handle.write(bytes, 0, bytes.byteLength, file.written);
      file.written += bytes.byteLength;
      if (file.written < file.size) return null;
      await file.handle.close();
      return file.path;
    } catch (error) {
      await this.remove(id);
      throw storageFailure(file.path, error);
    }
  }

  /** Works with a file; one of these is removed once that was done. After a failure it is kept, to be tried again. */
  async use<T>(path: string, work: () => Promise<T>): Promise<T> {
    const found = [...this.files].find(([, file]) => file.path === path);
    if (!found) return work();
    const [id, file] = found;
    file.users++;
    try {
      const result = await work();
      if (file.users === 1) await this.remove(id);
      return result;
    } catch (error) {
      file.hasFailed = true;
      throw error;
    } finally {
      file.users--;
    }
  }

  /** Removes all of them, with those of a process that was killed. */
  async clear(): Promise<void> {
    for (const id of this.files.keys()) await this.remove(id);
    await rm(this.folder, { recursive: true, force: true }).catch(() => {});
  }

  private async hasRoom(size: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.folder);
    return size <= bavail * bsize - MARGIN;
  }

  private async removeUnused(mayGo: (file: Dropped) => boolean): Promise<void> {
    for (const [id, file] of this.files) if (file.users === 0 && mayGo(file)) await this.remove(id);
  }

  private async remove(id: string): Promise<void> {
    const file = this.files.get(id);
    this.files.delete(id);
    await file?.handle.close().catch(() => {});
    await rm(join(this.folder, id), { recursive: true, force: true }).catch(() => {});
  }
}
