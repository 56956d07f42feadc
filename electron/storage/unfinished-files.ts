import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The names of files that are being written; nothing else is ever deleted. */
const PART = /\.[0-9a-f]{8}\.part$/;
/** Files that conf renames to a document, and compressed image files while they are unpacked. */
const LEFT = /^(?:longshore\.json\.tmp-|\.unpacked-)/;

/** Notes which files are being written outside the data folder, so that the next start deletes what a killed process left. */
export class UnfinishedFiles {
  private readonly dataFolder: string;
  private readonly folder: string;
  private readonly session = randomUUID();

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder;
    this.folder = join(dataFolder, 'unfinished');
  }

  /** Notes a file; the function that it returns removes the note. Where no note can be written, the file is saved all the same. */
  async note(path: string): Promise<() => Promise<void>> {
    const note = join(this.folder, `${this.session}.${randomUUID()}`);
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
      .then(() => writeFile(note, path, { mode: 0o600 }))
      .catch(() => {});
    return () => rm(note, { force: true }).catch(() => {});
  }

  /** Deletes what an earlier process left: noted files, and those beside the documents. One process at a time uses a data folder. */
  async sweep(): Promise<void> {
    for (const name of await namesIn(this.dataFolder)) if (LEFT.test(name)) await rm(join(this.dataFolder, name), { force: true });
    for (const name of await namesIn(this.folder)) {
      if (name.startsWith(this.session)) continue;
      const note = join(this.folder, name);
      const path = await readFile(note, 'utf8');
      const isFile = await lstat(path).then(
        (found) => found.isFile(),
        () => false,
      );
      if (isFile && PART.test(path)) await rm(path, { force: true });
      await rm(note, { force: true });
    }
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
