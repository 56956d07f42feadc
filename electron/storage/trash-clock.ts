import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeDurably } from './durable.ts';

/** `count` as it was when the system clock said `wall`; both in ms. */
const stateSchema = z.object({ count: z.number(), wall: z.number() });

type State = z.infer<typeof stateSchema> & { readonly at: number };

/**
 * Counts the age of what is in the trash, in ms. It follows the system clock while that runs steadily. A clock that is set wrong adds a limited
 * time, however far it is off, and one that is set back adds none.
 */
export class TrashClock {
  private readonly path: string;
  private readonly start: () => Promise<number>;
  private state: Promise<State> | undefined;

  /** `start` is where the count begins when nothing is stored at `path`. */
  constructor(path: string, start: () => Promise<number>) {
    this.path = path;
    this.start = start;
  }

  async now(): Promise<number> {
    const { count, at } = await this.load();
    return count + performance.now() - at;
  }

  /** Adds the time that no process was there to count, up to `most` ms, and stores the count. @throws the file system's error. */
  async advance(most: number): Promise<number> {
    const before = await this.load();
    const at = performance.now();
    const wall = Date.now();
    const counted = at - before.at;
    const away = Math.min(Math.max(0, wall - before.wall - counted), most);
    const count = before.count + counted + away;
    await writeDurably(this.path, Buffer.from(JSON.stringify({ count, wall }), 'utf8'));
    this.state = Promise.resolve({ count, wall, at });
    return count;
  }

  private load(): Promise<State> {
    this.state ??= (async () => {
      const text = await readFile(this.path, 'utf8').catch(() => '');
      const stored = text === '' ? undefined : stateSchema.safeParse(parse(text)).data;
      const { count, wall } = stored ?? { count: await this.start(), wall: Date.now() };
      return { count, wall, at: performance.now() };
    })().catch((error: unknown) => {
      this.state = undefined;
      throw error;
    });
    return this.state;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
