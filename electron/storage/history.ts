import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Change, ChangeBegin, ChangeStep, EndState, StepRequest, UnreadHistory } from '../../shared/contract/history.ts';
import { isFailure, storageFailure } from '../../shared/errors.ts';
import type { ChangeLog, OpenChange } from '../changes/core/ports.ts';
import { syncFolder } from './durable.ts';
import { type Line, type NewLine, readLine, writeLine } from './history-line.ts';

/** A change as it is held in memory: adding a step costs the same for the first and for the last. */
type Entry = { change: Omit<Change, 'steps'>; readonly steps: Map<number, ChangeStep> };

const NEWLINE = 0x0a;
/** Lines between two pauses while a long file is read. */
const BATCH = 500;
/** Characters of a line that is not understood, and how many of those are shown. */
const SHOWN_TEXT = 500;
const SHOWN_UNREAD = 100;

/** Whether a line tells of what has happened, or of what is sent even where it cannot be written. */
const happensAnyway = (event: NewLine): boolean =>
  event.kind === 'answer' || event.kind === 'end' || (event.kind === 'step' && event.request.why === 'put-back');

const changeOf = ({ change, steps }: Entry): Change => ({ ...change, steps: [...steps.values()] });

/**
 * The history of changes, one line of JSON an event, only ever added to: a step is on the disk itself before it is sent. Each line is read by
 * its own schema: one that was cut by a crash, or that a later version wrote, costs nothing but itself and is kept.
 */
export class History implements ChangeLog {
  private readonly path: string;
  private readonly session = randomUUID();
  private readonly changes = new Map<string, Entry>();
  private readonly unreadLines = new Map<string, UnreadHistory>();
  private loading: Promise<void> | undefined;
  private file: Promise<FileHandle> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'history.jsonl');
  }

  /** Every change, newest first. @throws Failure STORAGE. */
  async list(): Promise<Change[]> {
    await this.load();
    return [...this.changes.values()].reverse().map(changeOf);
  }

  /** Changes that are under way and how many steps each has had. @throws Failure STORAGE. */
  async running(): Promise<{ id: string; steps: number }[]> {
    await this.load();
    return [...this.changes].flatMap(([id, { change, steps }]) => (change.state === 'running' ? [{ id, steps: steps.size }] : []));
  }

  /** What could not be understood, newest first, and how much there is of it. @throws Failure STORAGE. */
  async unread(): Promise<{ unread: UnreadHistory[]; unreadTotal: number }> {
    await this.load();
    return { unread: [...this.unreadLines.values()].reverse().slice(0, SHOWN_UNREAD), unreadTotal: this.unreadLines.size };
  }

  async get(id: string): Promise<Change | undefined> {
    await this.load();
    const entry = this.changes.get(id);
    return entry && changeOf(entry);
  }

  /** Begins a change. @throws Failure STORAGE: then nothing may be sent. */
  async begin(change: ChangeBegin): Promise<OpenChange> {
    await this.load();
    const id = randomUUID();
    await this.write({ kind: 'begin', id, session: this.session, at: new Date().toISOString(), change });
    return this.open(id);
  }

  /** Takes a change up again that waits for a decision. @throws Failure STORAGE: then nothing may be sent. */
  async resume(id: string): Promise<OpenChange> {
    await this.write({ kind: 'resume', id, at: new Date().toISOString() });
    return this.open(id);
  }

  /** Ends a change that waits for a decision. @throws Failure STORAGE. */
  async end(id: string, state: EndState): Promise<Change> {
    await this.write({ kind: 'end', id, at: new Date().toISOString(), state });
    return this.known(id);
  }

  async close(): Promise<void> {
    await this.writing.catch(() => {});
    await this.closeFile();
  }

  /** A file that could not be written is closed, too: a disk that stays full must not use up what this process may open. */
  private async closeFile(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.then((opened) => opened.close()).catch(() => {});
  }

  private open(id: string): OpenChange {
    let steps = Math.max(-1, ...(this.changes.get(id)?.steps.keys() ?? [])) + 1;
    return {
      id,
      step: (request, send) => this.step(id, steps++, request, send),
      alsoMoved: (moves) => this.write({ kind: 'moves', id, moves }),
      end: async (state) => {
        const event = { kind: 'end', id, at: new Date().toISOString(), state } as const;
        await this.write(event).catch(() => this.take(event));
        return this.known(id);
      },
    };
  }

  private known(id: string): Change {
    return changeOf(this.changes.get(id) as Entry);
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
    let file = Buffer.alloc(0);
    try {
      file = await readFile(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageFailure(this.path, error);
    }
    for (let start = 0, lines = 1; start < file.length; lines++) {
      const found = file.indexOf(NEWLINE, start);
      const end = found === -1 ? file.length : found;
      this.takeLine(file.toString('utf8', start, end));
      start = end + 1;
      if (lines % BATCH === 0) await breathe();
    }
    // What began these is no longer there to end them.
    for (const entry of this.changes.values())
      if (entry.change.state === 'running') entry.change = { ...entry.change, state: 'interrupted' };
  }

  /** One line after the other, each on the disk before the next. */
  private write(event: NewLine): Promise<void> {
    const written = this.writing.catch(() => {}).then(() => this.append(event));
    this.writing = written;
    return written;
  }

  private async append(event: NewLine): Promise<void> {
    try {
      this.file ??= this.openFile();
      const file = await this.file;
      const { size } = await file.stat();
      try {
        await file.appendFile(writeLine(event));
        await file.datasync();
      } catch (error) {
        // What was refused does not happen, and is not to be found at the next start.
        if (!happensAnyway(event)) await file.truncate(size).catch(() => {});
        throw error;
      }
    } catch (error) {
      await this.closeFile();
      throw storageFailure(this.path, error);
    }
    this.take(event);
  }

  private async openFile(): Promise<FileHandle> {
    const file = await open(this.path, 'a', 0o600);
    try {
      // A line that a crash cut must not swallow the one after it.
      if ((await file.stat()).size > 0) await file.appendFile('\n');
      await syncFolder(dirname(this.path));
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** A line from the file; what is not understood is noted beside the change that it belongs to. */
  private takeLine(text: string): void {
    const line = readLine(text);
    if (!line) return;
    if (line.kind === 'event' && (line.event.kind === 'begin' || this.changes.has(line.event.id))) return this.take(line.event);
    const { id, at, what } = line.kind === 'event' ? { at: undefined, ...line.event, what: line.event.kind } : line;
    const entry = id === undefined ? undefined : this.changes.get(id);
    if (entry) {
      const { unreadLines } = entry.change;
      // It ended, in a way that is not known here: it is not taken for interrupted.
      entry.change = { ...entry.change, unreadLines: unreadLines + 1, ...(what === 'end' ? { state: 'unrecognized' as const } : {}) };
      return;
    }
    const key = id ?? `line ${this.unreadLines.size}`;
    const before = this.unreadLines.get(key);
    this.unreadLines.set(
      key,
      before ? { ...before, lines: before.lines + 1 } : { lines: 1, text: text.slice(0, SHOWN_TEXT), ...(at === undefined ? {} : { at }) },
    );
  }

  private take(event: NewLine | Line): void {
    if (event.kind === 'begin') {
      const { id, at, change } = event;
      const { referrers = [], images = [] } = change;
      this.changes.set(id, { change: { ...change, referrers, images, id, at, state: 'running', unreadLines: 0 }, steps: new Map() });
      return;
    }
    const entry = this.changes.get(event.id);
    if (!entry) return;
    switch (event.kind) {
      case 'step':
        entry.steps.set(event.n, { ...event.request, at: event.at });
        break;
      case 'answer': {
        const { n, took, status, failure } = event;
        const step = entry.steps.get(n);
        const result = { took, ...(status === undefined ? {} : { status }), ...(failure === undefined ? {} : { failure }) };
        if (step) entry.steps.set(n, { ...step, ...result });
        break;
      }
      case 'moves':
        entry.change = { ...entry.change, moves: [...entry.change.moves, ...event.moves] };
        break;
      case 'resume':
        entry.change = { ...entry.change, state: 'running' };
        break;
      case 'end':
        entry.change = { ...entry.change, ended: event.at, state: event.state };
        break;
    }
  }
}
