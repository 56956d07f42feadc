import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { storageFailure } from '../../../shared/errors.ts';
import { type NewLine, writeLine } from './lines.ts';

type Writing = {
  /** Waits until the line is on the disk itself. An answer need not: the line of the next step takes it there. */
  readonly sync: boolean;
  /** A line about something that has happened is kept, even where writing it is not certain. */
  readonly stays: boolean;
};

/** The file of one change while lines are added to it, each after the one before. */
export class ChangeFile {
  readonly path: string;
  private handle: Promise<FileHandle> | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** @throws Failure STORAGE. */
  append(line: NewLine, writing: Writing = { sync: true, stays: false }): Promise<void> {
    const written = this.last.catch(() => {}).then(() => this.write(line, writing));
    this.last = written;
    return written;
  }

  async close(): Promise<void> {
    await this.last.catch(() => {});
    await this.release();
  }

  private async write(line: NewLine, { sync, stays }: Writing): Promise<void> {
    try {
      this.handle ??= this.openFile();
      const file = await this.handle;
      const { size } = await file.stat();
      try {
        await file.appendFile(writeLine(line));
        if (sync) await file.datasync();
      } catch (error) {
        // A refused line must not be found at the next start: what it tells of does not happen.
        if (!stays) await file.truncate(size).catch(() => {});
        throw error;
      }
    } catch (error) {
      // A disk that stays full must not use up the files that this process may open.
      await this.release();
      throw storageFailure(this.path, error);
    }
  }

  private async release(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.then((file) => file.close()).catch(() => {});
  }

  private async openFile(): Promise<FileHandle> {
    // A file that has vanished is not begun anew: it would be one without its first line.
    const file = await open(this.path, constants.O_WRONLY | constants.O_APPEND);
    try {
      // A line that a crash cut must not swallow the one after it.
      await file.appendFile('\n');
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}
