import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Change, HistoryEntry } from '../../../shared/contract/history.ts';
import { syncFolder } from '../durable.ts';
import { linesOf } from './file-lines.ts';
import { readLine, writeLine } from './lines.ts';

const MONTH_FILE = /^(\d{4}-\d{2})\.jsonl$/;
/** Characters that are shown of a line that is not understood. */
const SHOWN_TEXT = 500;

/** An entry and its place in the order of the history. */
export type Placed = { readonly key: string; readonly entry: HistoryEntry };

export const monthOf = (at: string): string => at.slice(0, 7);

/** Where a change stands in the history: by the time at which it began. */
export const keyOf = ({ at, id }: Pick<Change, 'at' | 'id'>): string => `${at} ${id}`;

/** The changes that have ended: a file a month, a line a change. */
export class Months {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The months that have a file, in no order. */
  async all(): Promise<string[]> {
    const names = await readdir(this.folder).catch((): string[] => []);
    return names.flatMap((name) => MONTH_FILE.exec(name)?.[1] ?? []);
  }

  /** Adds a change that has ended. Resolves once it is on the disk itself. @throws the error of the file system. */
  async add(change: Change): Promise<void> {
    await this.addText(monthOf(change.at), writeLine({ kind: 'change', change }).trimEnd());
  }

  /** Adds a line as it is. @throws the error of the file system. */
  async addText(month: string, text: string): Promise<void> {
    const path = this.pathOf(month);
    const file = await open(path, 'a', 0o600);
    try {
      const { size } = await file.stat();
      // A line that a crash cut must not swallow the one after it.
      await file.appendFile(size > 0 ? `\n${text}\n` : `${text}\n`);
      await file.datasync();
      if (size === 0) await syncFolder(dirname(path));
    } finally {
      await file.close();
    }
  }

  /** The entries of a month, in no order. A change that was written twice is one. @throws the error of the file system. */
  async read(month: string): Promise<Placed[]> {
    const changes = new Map<string, Placed>();
    const unread: Placed[] = [];
    let last = month;
    let number = 0;
    for await (const { text } of linesOf(this.pathOf(month))) {
      number++;
      const line = readLine(text);
      if (line?.kind === 'change') {
        last = line.change.at;
        changes.set(line.change.id, { key: keyOf(line.change), entry: { kind: 'change', change: line.change } });
      } else if (line) {
        const at = line.kind === 'unread' ? line.at : undefined;
        const entry = { kind: 'unread', text: text.slice(0, SHOWN_TEXT), ...(at === undefined ? {} : { at }) } as const;
        // One without a time of this month stands where it was written.
        const time = at?.startsWith(month) === true ? at : last;
        unread.push({ key: `${time} ~line ${String(number).padStart(8, '0')}`, entry });
      }
    }
    return [...changes.values(), ...unread];
  }

  /** The lines of a month as they are. */
  async texts(month: string): Promise<ReadonlySet<string>> {
    const texts = new Set<string>();
    for await (const { text } of linesOf(this.pathOf(month))) texts.add(text);
    return texts;
  }

  private pathOf(month: string): string {
    return join(this.folder, `${month}.jsonl`);
  }
}
