import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from './durable.ts';

const leftSchema = z.object({ version: z.literal(1), changes: z.array(z.uuid()).max(1_000) });

/** The changes that a person wants the next start to go on with: a file that is there from the end of one start to the beginning of the next. */
export class LeftChanges {
  private readonly path: string;

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'continue.json');
  }

  /** Where it cannot be written, the changes are offered at the next start like any that was interrupted. */
  async leave(changes: readonly string[]): Promise<void> {
    if (changes.length === 0) return;
    await writeDurably(this.path, Buffer.from(JSON.stringify({ version: 1, changes }), 'utf8')).catch(() => {});
  }

  /** Takes what is left, once: a start that ends while it works on it offers it to the next. */
  async take(): Promise<readonly string[]> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    if (text === undefined) return [];
    await rm(this.path, { force: true }).catch(() => {});
    try {
      return leftSchema.parse(JSON.parse(text)).changes;
    } catch {
      return [];
    }
  }
}
