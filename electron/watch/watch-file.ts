import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { watchChangeSchema, watchFailureSchema, watchSchema } from '../../shared/contract/watch.ts';
import { writeDurably } from '../storage/durable.ts';

const savedWatchSchema = watchSchema.extend({
  isPaused: z.boolean(),
  /** The origin of the registry: what was seen at another one says nothing. */
  origin: z.string(),
  checked: z.number(),
  /** Tags and their digests as they were seen; absent before the first look. */
  seen: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** Tags that the last look did not come to: they are asked for first. */
  unread: z.array(z.string()),
  /** Tags that it could not read. */
  failed: z.number(),
  /** Whether the last look ended early. */
  isCut: z.boolean(),
  tooMany: z.number(),
  failure: watchFailureSchema.optional(),
});

const stateSchema = z.object({
  version: z.literal(1),
  watches: z.array(savedWatchSchema),
  changes: z.array(watchChangeSchema),
  /** Until when registries, by their origins, have asked to be left alone; ms since 1970. */
  rests: z.array(z.tuple([z.string(), z.number()])),
});

export type SavedWatch = z.infer<typeof savedWatchSchema>;
type SavedState = Omit<z.infer<typeof stateSchema>, 'version'>;

const NOTHING: SavedState = { watches: [], changes: [], rests: [] };

function stateOf(text: string): SavedState | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What is watched and what was seen, in one file of the data folder. A file that cannot be read is one without watches, and is kept beside. */
export class WatchFile {
  private readonly path: string;
  private writing: Promise<void> = Promise.resolve();

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'watch.json');
  }

  async read(): Promise<SavedState> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    if (text === undefined) return NOTHING;
    const state = stateOf(text);
    // The next look writes the file anew: a newer version of Longshore would find nothing of what it saved.
    if (!state) await rename(this.path, `${this.path}.damaged`).catch(() => {});
    return state ?? NOTHING;
  }

  /** Writes one after the other. What cannot be written now is written with the next look. */
  write(state: SavedState): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ version: 1, ...state }), 'utf8');
    this.writing = this.writing.then(() => writeDurably(this.path, bytes)).catch(() => {});
    return this.writing;
  }
}
