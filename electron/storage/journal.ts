import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Change, ChangeStep, StepRequest } from '../../shared/contract/history.ts';
import { isFailure, storageFailure } from '../../shared/errors.ts';

/** A change as it begins. */
export type ChangeBegin = Pick<Change, 'connection' | 'repository' | 'what' | 'tag' | 'from' | 'copy' | 'moves'> &
  Partial<Pick<Change, 'attached'>>;

export type EndState = 'done' | 'partly' | 'failed' | 'put-back' | 'left';

/** A change that is being carried out: its steps are written through this. */
export type OpenChange = {
  readonly id: string;
  /** @throws Failure STORAGE before anything is sent, where it cannot be written (but for what is put back); and what `send` throws. */
  step<T>(request: StepRequest, send: () => Promise<T>): Promise<T>;
  /** Adds tags that turned out to have been moved, too. */
  alsoMoved(moves: Change['moves']): Promise<void>;
  end(state: EndState): Promise<Change>;
};

const line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), id: z.string(), session: z.string(), at: z.string(), change: z.unknown() }),
  z.object({ kind: z.literal('step'), id: z.string(), n: z.number(), at: z.string(), request: z.unknown() }),
  z.object({
    kind: z.literal('answer'),
    id: z.string(),
    n: z.number(),
    took: z.number(),
    status: z.number().optional(),
    failure: z.string().optional(),
  }),
  z.object({ kind: z.literal('moves'), id: z.string(), moves: z.unknown() }),
  z.object({ kind: z.literal('end'), id: z.string(), at: z.string(), state: z.enum(['done', 'partly', 'failed', 'put-back', 'left']) }),
]);

type Line = z.infer<typeof line>;

/**
 * The history of changes, one line of JSON an event, only ever added to: a step is on the disk before it is sent. A line that was cut by
 * a crash is passed over; everything before it counts.
 */
export class Journal {
  private readonly path: string;
  private readonly session = randomUUID();
  private readonly changes = new Map<string, Change>();
  private loading: Promise<void> | undefined;
  private file: Promise<FileHandle> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'history.jsonl');
  }

  /** Every change, newest first. @throws Failure STORAGE. */
  async list(): Promise<Change[]> {
    await this.load();
    return [...this.changes.values()].reverse();
  }

  async get(id: string): Promise<Change | undefined> {
    await this.load();
    return this.changes.get(id);
  }

  /** Begins a change. @throws Failure STORAGE: then nothing may be sent. */
  async begin(change: ChangeBegin): Promise<OpenChange> {
    await this.load();
    const id = randomUUID();
    await this.write({ kind: 'begin', id, session: this.session, at: new Date().toISOString(), change });
    let steps = 0;
    return {
      id,
      step: (request, send) => this.step(id, steps++, request, send),
      alsoMoved: (moves) => this.write({ kind: 'moves', id, moves }),
      end: (state) => this.end(id, state),
    };
  }

  /** Ends a change that an earlier run of the application did not. */
  async end(id: string, state: EndState): Promise<Change> {
    await this.write({ kind: 'end', id, at: new Date().toISOString(), state });
    return this.changes.get(id) as Change;
  }

  async close(): Promise<void> {
    await this.writing.catch(() => {});
    await (await this.file)?.close();
    this.file = undefined;
  }

  private async step<T>(id: string, n: number, request: StepRequest, send: () => Promise<T>): Promise<T> {
    await this.write({ kind: 'step', id, n, at: new Date().toISOString(), request }).catch((error: unknown) => {
      // A disk that became full must not keep a tag on the empty image.
      if (request.why !== 'put-back') throw error;
    });
    const started = performance.now();
    const answer = (result: { status?: number; failure?: string }): Promise<void> =>
      // What has happened has happened, whether it could be written or not.
      this.write({ kind: 'answer', id, n, took: Math.round(performance.now() - started), ...result }).catch(() => {});
    try {
      const result = await send();
      await answer({ status: typeof result === 'number' ? result : 201 });
      return result;
    } catch (error) {
      await answer({ failure: isFailure(error) ? error.code : 'UNEXPECTED' });
      throw error;
    }
  }

  private load(): Promise<void> {
    this.loading ??= this.read().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  private async read(): Promise<void> {
    let text = '';
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageFailure(this.path, error);
    }
    for (const row of text.split('\n')) {
      const parsed = readLine(row);
      if (parsed) this.take(parsed);
    }
    // Whoever began these is no longer there to end them.
    for (const [id, change] of this.changes) if (change.state === 'running') this.changes.set(id, { ...change, state: 'interrupted' });
  }

  /** One line after the other, each on the disk before the next. */
  private write(event: Line): Promise<void> {
    const written = this.writing.catch(() => {}).then(() => this.append(event));
    this.writing = written;
    return written;
  }

  private async append(event: Line): Promise<void> {
    try {
      // A line that a crash cut must not swallow the one after it.
      this.file ??= open(this.path, 'a', 0o600).then(async (file) => {
        if ((await file.stat()).size > 0) await file.appendFile('\n');
        return file;
      });
      const file = await this.file;
      await file.appendFile(`${JSON.stringify(event)}\n`);
      await file.datasync();
    } catch (error) {
      this.file = undefined;
      throw storageFailure(this.path, error);
    }
    this.take(event);
  }

  private take(event: Line): void {
    const before = this.changes.get(event.id);
    switch (event.kind) {
      case 'begin':
        this.changes.set(event.id, {
          attached: [],
          ...(event.change as ChangeBegin),
          id: event.id,
          at: event.at,
          state: 'running',
          steps: [],
        });
        break;
      case 'step':
        if (before)
          this.changes.set(event.id, { ...before, steps: [...before.steps, { ...(event.request as StepRequest), at: event.at }] });
        break;
      case 'answer': {
        if (!before) break;
        const { took, status, failure } = event;
        const result = { took, ...(status === undefined ? {} : { status }), ...(failure === undefined ? {} : { failure }) };
        const steps = before.steps.map((step, i): ChangeStep => (i === event.n ? { ...step, ...result } : step));
        this.changes.set(event.id, { ...before, steps });
        break;
      }
      case 'moves':
        if (before) this.changes.set(event.id, { ...before, moves: [...before.moves, ...(event.moves as Change['moves'])] });
        break;
      case 'end':
        if (before) this.changes.set(event.id, { ...before, ended: event.at, state: event.state });
        break;
    }
  }
}

function readLine(row: string): Line | undefined {
  if (row === '') return undefined;
  try {
    return line.parse(JSON.parse(row));
  } catch {
    return undefined;
  }
}
