import { stat } from 'node:fs/promises';
import { storageFailure } from '../../../../shared/errors.ts';
import { type ImageFile, openImageFile } from './read.ts';

/** ms that a file is kept open after its last use, while a person reads a plan. */
const REST = 5 * 60_000;

/** An open file, what identifies it, and how many use it now. */
type Held = { readonly key: string; readonly file: ImageFile; users: number };

/** Identifies a file as it is now. When it is written again, it is another one. */
async function keyOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeMs } = await stat(path).catch((error: unknown) => Promise.reject(storageFailure(path, error)));
  return `${path} ${dev} ${ino} ${size} ${mtimeMs}`;
}

/** Keeps the last file open, so that it is unpacked and measured once for its list, its plan and its loading. */
export class OpenFiles {
  private held: Held | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly scratch: string;

  /** `scratch` is a folder into which compressed files are unpacked. */
  constructor(scratch: string) {
    this.scratch = scratch;
  }

  /** Works with a file, which stays open at least until the work has ended. @throws Failure STORAGE, IMAGE_FILE; the signal's reason. */
  async use<T>(path: string, signal: AbortSignal, work: (file: ImageFile) => Promise<T>): Promise<T> {
    const key = await keyOf(path);
    const held = this.held?.key === key ? this.held : this.put({ key, file: await openImageFile(path, this.scratch, signal), users: 0 });
    held.users++;
    try {
      return await work(held.file);
    } finally {
      held.users--;
      if (this.held !== held && held.users === 0) await held.file.close();
      else this.rest();
    }
  }

  /** Closes the file if nobody uses it. */
  async clear(): Promise<void> {
    clearTimeout(this.timer);
    const { held } = this;
    this.held = undefined;
    if (held?.users === 0) await held.file.close();
  }

  private put(held: Held): Held {
    void this.clear();
    this.held = held;
    return held;
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.clear(), REST);
    this.timer.unref();
  }
}
