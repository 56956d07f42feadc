import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageSummary } from '../browse/image-summary.ts';
import type { InRepository } from './messages.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A line is what it should hash to, a space, and the summary. */
function summaryIn(line: string): ImageSummary[] {
  const text = line.slice(17);
  if (text === '' || hashOf(text).slice(0, 16) !== line.slice(0, 16)) return [];
  return [JSON.parse(text) as ImageSummary];
}

/** The files that were before the index: one a repository, read when it is opened, and deleted. Never fails. */
export class OldSummaries {
  private readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'cache', 'summaries-5');
  }

  async take({ connectionId, repository }: InRepository): Promise<ImageSummary[]> {
    const path = join(this.folderOf(connectionId), `${hashOf(repository)}.jsonl`);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return [];
    await rm(path, { force: true }).catch(() => {});
    return text.split('\n').flatMap(summaryIn);
  }

  async forget(connectionId: string): Promise<void> {
    await rm(this.folderOf(connectionId), { recursive: true, force: true }).catch(() => {});
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true }).catch(() => {});
  }

  private folderOf(connectionId: string): string {
    return join(this.folder, hashOf(connectionId).slice(0, 32));
  }
}
