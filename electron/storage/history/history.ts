import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isWaiting } from '../../../shared/change.ts';
import type { Change, EndState, HistoryEntry, Move, StepEntry, StepRequest } from '../../../shared/contract/history.ts';
import { Failure, isFailure, storageFailure } from '../../../shared/errors.ts';
import type { ChangeBegin, ChangeLog, ChangeRecord, OpenChange } from '../../changes/core/ports.ts';
import { isPart, syncFolder, writeDurably } from '../durable.ts';
import { carryOver } from './carry-over.ts';
import { ChangeFile } from './change-file.ts';
import { hasMove, moveOf, type Page, readDone, readMoves, readRecord, readSteps, readSummary } from './change-reader.ts';
import { lastLines } from './file-lines.ts';
import { changeIdSchema, type NewLine, writeLine } from './lines.ts';
import { keyOf, Months, monthOf, type Placed } from './months.ts';
import { after, beginLines, begun } from './summary.ts';

/** A change that is running or waits: its summary and the file that its steps go to. */
type Open = { change: Change; readonly file: ChangeFile /** It was interrupted, and is being settled. */; isResumed: boolean };

/** What is shown of a file whose first line is not understood. */
async function unreadFile(path: string): Promise<Placed> {
  const at = (await stat(path)).mtime.toISOString();
  const { lines } = await lastLines(path, SHOWN_TEXT);
  return { key: `${at} ~file`, entry: { kind: 'unread', at, text: lines.join('\n').trim() } };
}

/** A tag of a repository. */
type TagOf = { readonly connectionId: string; readonly repository: string; readonly tag: string };

export type ListPage = { readonly before?: string | undefined; readonly limit: number; readonly search: string };

/** Changes that are looked at in one go. */
const LOOKED_AT = 200;
/** Bytes that are shown of a file that is not understood. */
const SHOWN_TEXT = 500;

const nameOf = (id: string): string => `${id}.jsonl`;

/**
 * The history of changes, in the folder `history`: a file a change, a line an event, only ever added to. A step is on the disk itself before it
 * is sent. The file of a change that is running or waits for a decision is in `open`; once it has ended, its summary is added to the file of
 * its month, and its file moves to the folder of that month. So a start reads only what is open (docs/decisions/history.md).
 */
export class History implements ChangeLog {
  private readonly dataFolder: string;
  private readonly folder: string;
  private readonly openFolder: string;
  private readonly months: Months;
  private readonly entries = new Map<string, Open>();
  /** Open files whose first line is not understood. */
  private unread: readonly Placed[] = [];
  private loading: Promise<void> | undefined;
  private lastTime = 0;

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder;
    this.folder = join(dataFolder, 'history');
    this.openFolder = join(this.folder, 'open');
    this.months = new Months(this.folder);
  }

  /** A page of the history, newest first. @throws Failure STORAGE; the signal's reason. */
  async list({ before, limit, search }: ListPage, signal?: AbortSignal): Promise<{ entries: HistoryEntry[]; next: string | null }> {
    await this.load();
    const text = search.trim().toLowerCase();
    const changes = [...this.entries.values()].map(({ change }): Placed => ({ key: keyOf(change), entry: { kind: 'change', change } }));
    const open = [...changes, ...this.unread];
    const months = new Set([...(await this.months.all()), ...open.map(({ key }) => monthOf(key))]);
    const entries: HistoryEntry[] = [];
    for (const month of [...months].sort().reverse()) {
      if (before !== undefined && month > monthOf(before)) continue;
      for (const { key, entry } of await this.monthOf(month, open)) {
        if (before !== undefined && key >= before) continue;
        signal?.throwIfAborted();
        if (!(await this.matches(entry, text))) continue;
        entries.push(entry);
        if (entries.length === limit) return { entries, next: key };
      }
    }
    return { entries, next: null };
  }

  /** Changes that are running or wait for a decision, newest first. @throws Failure STORAGE. */
  async open(): Promise<Change[]> {
    await this.load();
    return [...this.entries.values()].map(({ change }) => change).sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
  }

  /** Changes that wait for a decision, and those whose decision is being carried out. @throws Failure STORAGE. */
  async interrupted(): Promise<Change[]> {
    const isResumed = ({ id, state }: Change): boolean => state === 'running' && this.entries.get(id)?.isResumed === true;
    return (await this.open()).filter((change) => isWaiting(change) || isResumed(change));
  }

  /** How many tags of a change are where it was to put them, as far as the registry has answered. @throws Failure NOT_FOUND, STORAGE. */
  async done(id: string): Promise<number> {
    return this.reading(readDone(await this.knownPath(id)));
  }

  /** The newest change that moved a tag or deleted it, as far as it was carried out. @throws Failure STORAGE; the signal's reason. */
  async lastOfTag(
    { connectionId, repository, tag }: TagOf,
    signal?: AbortSignal,
  ): Promise<{ change: Change; after: string | null } | undefined> {
    let before: string | undefined;
    do {
      const { entries, next } = await this.list({ before, limit: LOOKED_AT, search: '' }, signal);
      for (const entry of entries) {
        if (entry.kind === 'unread' || entry.change.connection.id !== connectionId || entry.change.repository !== repository) continue;
        if (!entry.change.movedTags) continue;
        signal?.throwIfAborted();
        const path = await this.pathOf(entry.change.id);
        const move = path === undefined ? undefined : await this.reading(moveOf(path, tag));
        if (move) return { change: entry.change, after: move.after };
      }
      before = next ?? undefined;
    } while (before !== undefined);
    return undefined;
  }

  /** @throws Failure STORAGE. */
  async get(id: string): Promise<ChangeRecord | undefined> {
    const path = await this.pathOf(id);
    const record = path === undefined ? undefined : await this.reading(readRecord(path));
    const known = this.entries.get(id)?.change;
    return record && known ? { ...record, state: known.state } : record;
  }

  /** A page of the steps of a change. @throws Failure NOT_FOUND, STORAGE. */
  async steps(id: string, page: Page): Promise<{ change: Change; entries: StepEntry[]; next: number | null }> {
    const path = await this.knownPath(id);
    const change = this.entries.get(id)?.change ?? (await this.reading(readSummary(path)));
    if (!change) throw new Failure('NOT_FOUND', { what: 'change' });
    return { change, ...(await this.reading(readSteps(path, page))) };
  }

  /** A page of the tags of a change. @throws Failure NOT_FOUND, STORAGE. */
  async moves(id: string, page: Page): Promise<{ moves: Move[]; next: number | null }> {
    return this.reading(readMoves(await this.knownPath(id), page));
  }

  /** Begins a change. @throws Failure STORAGE: then nothing may be sent. */
  async begin(change: ChangeBegin): Promise<OpenChange> {
    await this.load();
    const id = randomUUID();
    const [first, ...lines] = beginLines(id, this.now(), change);
    const path = join(this.openFolder, nameOf(id));
    try {
      await this.prepare();
      await writeDurably(path, Buffer.from([first, ...lines].map(writeLine).join(''), 'utf8'));
    } catch (error) {
      throw storageFailure(path, error);
    }
    const entry = { change: begun(first), file: new ChangeFile(path), isResumed: false };
    this.entries.set(id, entry);
    return this.recording(entry);
  }

  /** Continues a change that waits for a decision. @throws Failure STORAGE: then nothing may be sent. */
  async resume(id: string): Promise<OpenChange> {
    const entry = await this.entry(id);
    await this.add(entry, { kind: 'resume', at: new Date().toISOString() });
    entry.isResumed = true;
    return this.recording(entry);
  }

  /** Ends a change that waits for a decision. @throws Failure STORAGE. */
  async end(id: string, state: EndState): Promise<Change> {
    const entry = await this.entry(id);
    await this.add(entry, { kind: 'end', at: new Date().toISOString(), state }, { sync: true, stays: true });
    await this.moveToMonth(entry);
    return entry.change;
  }

  /** Closes the open files. A change that is still running opens its file again. */
  async close(): Promise<void> {
    await Promise.all([...this.entries.values()].map(({ file }) => file.close()));
  }

  private recording(entry: Open): OpenChange {
    let steps = entry.change.steps;
    return {
      id: entry.change.id,
      step: (request, send) => this.step(entry, steps++, request, send),
      alsoMoved: (moves) => this.add(entry, { kind: 'moves', moves: [...moves] }),
      end: async (state) => {
        const line = { kind: 'end', at: new Date().toISOString(), state } as const;
        const isWritten = await this.add(entry, line, { sync: true, stays: true }).then(
          () => true,
          () => false,
        );
        if (isWritten) await this.moveToMonth(entry);
        else entry.change = after(entry.change, line);
        return entry.change;
      },
    };
  }

  private async step<T>(entry: Open, n: number, request: StepRequest, send: () => Promise<T>): Promise<T> {
    // A disk that became full must not keep a tag on the empty image.
    const isRestoring = request.why === 'restore';
    await this.add(entry, { kind: 'step', n, at: new Date().toISOString(), request }, { sync: true, stays: isRestoring }).catch(
      (error: unknown) => {
        if (!isRestoring) throw error;
      },
    );
    const started = performance.now();
    const answer = (result: { status?: number; failure?: string }): Promise<void> =>
      // What has happened has happened, whether it can be written or not.
      this.add(entry, { kind: 'answer', n, took: Math.round(performance.now() - started), ...result }, { sync: false, stays: true }).catch(
        () => {},
      );
    try {
      const result = await send();
      await answer({ status: typeof result === 'number' ? result : 201 });
      return result;
    } catch (error) {
      await answer({ failure: isFailure(error) ? error.code : 'UNEXPECTED' });
      throw error;
    }
  }

  private async add(entry: Open, line: NewLine, writing?: Parameters<ChangeFile['append']>[1]): Promise<void> {
    await entry.file.append(line, writing);
    entry.change = after(entry.change, line);
  }

  /** Takes a change that has ended out of what is open. Where the disk does not allow it, the next start does. */
  private async moveToMonth(entry: Open): Promise<void> {
    const { change, file } = entry;
    await file.close();
    if (change.state === 'running' || isWaiting(change)) return;
    try {
      await this.months.add(change);
      const folder = join(this.folder, monthOf(change.at));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(file.path, join(folder, nameOf(change.id)));
      this.entries.delete(change.id);
      await syncFolder(folder);
    } catch {
      // It stays open on the disk, with its end in its file.
    }
  }

  private load(): Promise<void> {
    this.loading ??= this.read().catch((error: unknown) => {
      this.loading = undefined;
      throw storageFailure(this.folder, error);
    });
    return this.loading;
  }

  private async read(): Promise<void> {
    await carryOver(this.dataFolder, this.folder, this.months);
    const names = await readdir(this.openFolder).catch((error: NodeJS.ErrnoException): string[] => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const unread: Placed[] = [];
    for (const name of names) {
      const path = join(this.openFolder, name);
      // One that was being written when the process ended: its change sent nothing.
      if (isPart(name)) await rm(path, { force: true });
      else if (name.endsWith('.jsonl')) unread.push(...(await this.take(path, name)));
    }
    this.unread = unread;
  }

  /** Takes the file of an open change. Answers what to show of one whose first line is not understood. */
  private async take(path: string, name: string): Promise<Placed[]> {
    const found = await readSummary(path);
    if (!found || name !== nameOf(found.id)) return [await unreadFile(path)];
    // What began it is no longer there to end it.
    const change: Change = found.state === 'running' ? { ...found, state: 'interrupted' } : found;
    const entry = { change, file: new ChangeFile(path), isResumed: false };
    this.entries.set(change.id, entry);
    await this.moveToMonth(entry);
    return [];
  }

  /** The folders, lasting: with those that hold their names. */
  private async prepare(): Promise<void> {
    const made = await mkdir(this.openFolder, { recursive: true, mode: 0o700 });
    if (made === undefined) return;
    await syncFolder(this.folder);
    await syncFolder(this.dataFolder);
  }

  /** Now, and later than any time before, so that what began in one millisecond has an order. */
  private now(): string {
    const now = Date.now();
    this.lastTime = now === this.lastTime ? now + 1 : now;
    return new Date(this.lastTime).toISOString();
  }

  /** The entries of a month with those of it that are open, newest first. */
  private async monthOf(month: string, open: readonly Placed[]): Promise<Placed[]> {
    const own = open.filter(({ key }) => monthOf(key) === month);
    const ended = (await this.reading(this.months.read(month))).filter(
      ({ entry }) => entry.kind === 'unread' || !this.entries.has(entry.change.id),
    );
    return [...own, ...ended].sort((a, b) => (a.key < b.key ? 1 : -1));
  }

  private async matches(entry: HistoryEntry, text: string): Promise<boolean> {
    if (text === '') return true;
    if (entry.kind === 'unread') return entry.text.toLowerCase().includes(text);
    const { connection, repository, tag, from, id } = entry.change;
    if ([connection.name, connection.url, repository, tag, from].some((part) => part?.toLowerCase().includes(text))) return true;
    const path = await this.pathOf(id);
    return path !== undefined && (await this.reading(hasMove(path, text)));
  }

  private async entry(id: string): Promise<Open> {
    await this.load();
    const entry = this.entries.get(id);
    if (!entry) throw new Failure('NOT_FOUND', { what: 'change' });
    return entry;
  }

  private async knownPath(id: string): Promise<string> {
    const path = await this.pathOf(id);
    if (path === undefined) throw new Failure('NOT_FOUND', { what: 'change' });
    return path;
  }

  /** The file of a change: among those that are open, or in the folder of a month. */
  private async pathOf(id: string): Promise<string | undefined> {
    await this.load();
    const entry = this.entries.get(id);
    if (entry) return entry.file.path;
    if (!changeIdSchema.safeParse(id).success) return undefined;
    for (const month of (await this.months.all()).sort().reverse()) {
      const path = join(this.folder, month, nameOf(id));
      const isThere = await stat(path).then(
        () => true,
        () => false,
      );
      if (isThere) return path;
    }
    return undefined;
  }

  private async reading<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      throw storageFailure(this.folder, error);
    });
  }
}
