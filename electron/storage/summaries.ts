import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storageFailure } from '../../shared/errors.ts';
import type { ImageSummary, SummaryCache } from '../browse/image-summary.ts';

/** Raised when what a summary says changes: older files are then deleted. */
const VERSION = 5;
const FORMAT = `summaries-${VERSION}`;
const SAVE_EVERY_MS = 5_000;
/** Summaries held in memory, about 3 kB each; the repository that was opened last is held whole. */
const MOST_HELD = 20_000;

const checkOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A line of the file: what it should hash to, so that a line that was cut or damaged is passed over, and the summary. */
const lineOf = (summary: ImageSummary): string => {
  const text = JSON.stringify(summary);
  return `${checkOf(text)} ${text}\n`;
};

function readLine(line: string): ImageSummary[] {
  const text = line.slice(17);
  if (text === '' || checkOf(text) !== line.slice(0, 16)) return [];
  return [JSON.parse(text) as ImageSummary];
}

/** The summaries of one repository: in memory while in use, on disk as one file to which what is new is added. */
class RepositorySummaries implements SummaryCache {
  private readonly known: Map<string, ImageSummary>;
  private readonly append: (lines: string) => Promise<void>;
  private fresh: ImageSummary[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isForgotten = false;

  constructor(known: readonly ImageSummary[], append: (lines: string) => Promise<void>) {
    this.known = new Map(known.map((summary) => [summary.digest, summary]));
    this.append = append;
  }

  get size(): number {
    return this.known.size;
  }

  get(digest: string): ImageSummary | undefined {
    return this.known.get(digest);
  }

  set(summary: ImageSummary): void {
    if (this.known.has(summary.digest)) return;
    this.known.set(summary.digest, summary);
    if (this.isForgotten) return;
    this.fresh.push(summary);
    this.timer ??= setTimeout(() => void this.flush(), SAVE_EVERY_MS).unref();
  }

  /** Writes what is new. A cache that cannot be written is no reason to disturb anybody. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { fresh } = this;
    if (fresh.length === 0) return;
    this.fresh = [];
    await this.append(fresh.map(lineOf).join('')).catch(() => {});
  }

  /** Writes nothing more: its registry was removed. */
  forget(): void {
    this.isForgotten = true;
    clearTimeout(this.timer);
    this.fresh = [];
  }
}

/** Summaries by connection and repository. What is addressed by digest never changes, so nothing in here grows stale. */
export class SummaryStore {
  private readonly root: string;
  private readonly folder: string;
  /** In the order of their use, the oldest first. */
  private readonly open = new Map<string, Promise<RepositorySummaries>>();
  private saved = 0;

  constructor(dataFolder: string) {
    this.root = join(dataFolder, 'cache');
    this.folder = join(this.root, FORMAT);
  }

  /** Bytes written since the last {@link prune}. */
  get written(): number {
    return this.saved;
  }

  async of(connectionId: string, repository: string): Promise<RepositorySummaries> {
    const path = join(this.folderOf(connectionId), `${createHash('sha256').update(repository).digest('hex')}.jsonl`);
    const opened = this.open.get(path) ?? this.read(path);
    this.open.delete(path);
    this.open.set(path, opened);
    await opened;
    await this.release(path);
    return opened;
  }

  /** Writes everything that is new, before the application ends. */
  async flush(): Promise<void> {
    for (const opened of this.open.values()) await (await opened).flush();
  }

  /** Deletes what is known of a registry. @throws Failure STORAGE. */
  async forget(connectionId: string): Promise<void> {
    const folder = this.folderOf(connectionId);
    for (const [path, opened] of this.open) {
      if (dirname(path) !== folder) continue;
      this.open.delete(path);
      (await opened).forget();
    }
    await rm(folder, { recursive: true, force: true }).catch((error: unknown) => Promise.reject(storageFailure(folder, error)));
  }

  /** Deletes what is of no registry of `connectionIds`, and, least recently used first, what exceeds `maxBytes`. @throws Failure STORAGE. */
  async prune(maxBytes: number, connectionIds: () => readonly string[]): Promise<void> {
    this.saved = 0;
    try {
      for (const name of await namesIn(this.root))
        if (name.startsWith('summaries-') && name !== FORMAT) await rm(join(this.root, name), { recursive: true, force: true });
      const files = [];
      for (const name of await namesIn(this.folder)) {
        const folder = join(this.folder, name);
        if (!connectionIds().some((id) => this.folderOf(id) === folder)) await rm(folder, { recursive: true, force: true });
        else for (const file of await namesIn(folder)) files.push(join(folder, file));
      }
      await deleteBeyond(files, maxBytes);
    } catch (error) {
      throw storageFailure(this.folder, error);
    }
  }

  private folderOf(connectionId: string): string {
    return join(this.folder, createHash('sha256').update(connectionId).digest('hex').slice(0, 32));
  }

  /** Lets the least recently used go, but for `latest`, while too many are in memory. Who still works with one keeps it. */
  private async release(latest: string): Promise<void> {
    const sizes = await Promise.all([...this.open].map(async ([path, opened]) => ({ path, size: (await opened).size })));
    let total = sizes.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of sizes) {
      if (total <= MOST_HELD) return;
      if (path === latest) continue;
      const opened = this.open.get(path);
      this.open.delete(path);
      total -= size;
      await (await opened)?.flush();
    }
  }

  private async read(path: string): Promise<RepositorySummaries> {
    const append = async (lines: string): Promise<void> => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await appendFile(path, `\n${lines}`, { mode: 0o600 });
      this.saved += lines.length;
    };
    const text = await readFile(path, 'utf8').catch(() => '');
    const now = new Date();
    if (text !== '') await utimes(path, now, now).catch(() => {});
    return new RepositorySummaries(text.split('\n').flatMap(readLine), append);
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function deleteBeyond(paths: readonly string[], maxBytes: number): Promise<void> {
  const files = await Promise.all(paths.map(async (path) => ({ path, found: await stat(path) })));
  let bytes = 0;
  for (const { path, found } of files.sort((a, b) => b.found.mtimeMs - a.found.mtimeMs)) {
    bytes += found.size;
    if (bytes > maxBytes) await rm(path, { force: true });
  }
}
