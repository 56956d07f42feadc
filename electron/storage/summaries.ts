import { join } from 'node:path';
import cacache from 'cacache';
import type { ImageSummary, SummaryCache } from '../registry/image-summary.ts';
import { putPrivately } from './private-files.ts';

const VERSION = 3;
const SAVE_EVERY_MS = 5_000;

/** The summaries of one repository: in memory while in use, on disk as one entry, because thousands of small files cost more than asking again. */
class RepositorySummaries implements SummaryCache {
  private readonly known: Map<string, ImageSummary>;
  private readonly write: (all: readonly ImageSummary[]) => Promise<void>;
  private timer: NodeJS.Timeout | undefined;

  constructor(known: readonly ImageSummary[], write: (all: readonly ImageSummary[]) => Promise<void>) {
    this.known = new Map(known.map((summary) => [summary.digest, summary]));
    this.write = write;
  }

  get(digest: string): ImageSummary | undefined {
    return this.known.get(digest);
  }

  set(summary: ImageSummary): void {
    this.known.set(summary.digest, summary);
    this.timer ??= setTimeout(() => void this.flush(), SAVE_EVERY_MS).unref();
  }

  /** Writes what is new. A cache that cannot be written is no reason to disturb anybody. */
  async flush(): Promise<void> {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.write([...this.known.values()]).catch(() => {});
  }
}

/** Summaries by connection and repository. What is addressed by digest never changes, so nothing in here grows stale. */
export class SummaryStore {
  private readonly path: string;
  private readonly open = new Map<string, Promise<RepositorySummaries>>();

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'cache');
  }

  of(connectionId: string, repository: string): Promise<RepositorySummaries> {
    const key = `summaries/${VERSION}/${connectionId}/${repository}`;
    let opened = this.open.get(key);
    if (!opened) {
      opened = this.read(key);
      this.open.set(key, opened);
    }
    return opened;
  }

  /** Writes everything that is new, before the application ends. */
  async flush(): Promise<void> {
    for (const opened of this.open.values()) await (await opened).flush();
  }

  private async read(key: string): Promise<RepositorySummaries> {
    const write = async (all: readonly ImageSummary[]): Promise<void> => {
      await putPrivately(this.path, key, Buffer.from(JSON.stringify(all)));
    };
    try {
      const found = await cacache.get(this.path, key);
      return new RepositorySummaries(JSON.parse(found.data.toString('utf8')) as ImageSummary[], write);
    } catch {
      return new RepositorySummaries([], write);
    }
  }
}
