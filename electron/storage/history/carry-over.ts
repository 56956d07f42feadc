import { appendFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isWaiting } from '../../../shared/change.ts';
import type { Change } from '../../../shared/contract/history.ts';
import { syncFolder } from '../durable.ts';
import { linesOf } from './file-lines.ts';
import { readFormerLine } from './former-lines.ts';
import { changeIdSchema, type UnreadLine, writeLine } from './lines.ts';
import { type Months, monthOf } from './months.ts';
import { after, begun } from './summary.ts';

/** Characters that are held before they are written to the files of their changes. */
const HELD = 4 * 1024 * 1024;

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A change of the former file, or the lines of one that begins in a way that is not understood. */
type Carried = { change: Change | undefined; readonly month: string; readonly firstLine: string; text: string };

/** Sorts the lines of the former file into files, one a change, in a folder of their own. */
class Sorting {
  readonly changes = new Map<string, Carried>();
  /** Lines that belong to no change, with the month in which they were written. */
  readonly loose: { readonly month: string; readonly text: string }[] = [];
  private readonly folder: string;
  private month = monthOf(new Date().toISOString());
  private held = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  pathOf(id: string): string {
    return join(this.folder, `${id}.jsonl`);
  }

  async take(text: string): Promise<void> {
    const line = readFormerLine(text);
    if (!line) return;
    if (line.kind === 'unread') this.takeUnread(text, line);
    else {
      const [first] = line.lines;
      if (first?.kind === 'begin') {
        this.month = monthOf(first.at);
        this.changes.set(line.id, { change: begun(first), month: this.month, firstLine: text, text: '' });
      }
      const own = this.changes.get(line.id);
      if (!own) this.takeUnread(text, { kind: 'unread', id: line.id });
      else {
        if (first?.kind !== 'begin') own.change = own.change && line.lines.reduce<Change>(after, own.change);
        this.hold(own, line.lines.map(writeLine).join(''));
      }
    }
    if (this.held > HELD) await this.flush();
  }

  /** Writes what is held to the files. */
  async flush(): Promise<void> {
    for (const [id, own] of this.changes) {
      if (own.text === '') continue;
      await appendFile(this.pathOf(id), own.text, { mode: 0o600 });
      own.text = '';
    }
    this.held = 0;
  }

  private hold(own: Carried, text: string): void {
    own.text += text;
    this.held += text.length;
  }

  private takeUnread(text: string, line: UnreadLine): void {
    if (line.id === undefined) return void this.loose.push({ month: line.at ? monthOf(line.at) : this.month, text });
    let own = this.changes.get(line.id);
    if (!own) {
      own = { change: undefined, month: line.at ? monthOf(line.at) : this.month, firstLine: text, text: '' };
      this.changes.set(line.id, own);
    }
    own.change = own.change && after(own.change, line);
    this.hold(own, `${text}\n`);
  }
}

/** Gives a file its place, unless an earlier attempt has. */
async function settleFile(from: string, to: string): Promise<void> {
  if (await isThere(to)) return;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const file = await open(from, 'r+');
  await file.sync().finally(() => file.close());
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Adds lines to a month, but for those that an earlier attempt has added. */
async function addMissing(months: Months, month: string, texts: readonly string[]): Promise<void> {
  const known = await months.texts(month);
  const missing = texts.filter((text) => !known.has(text));
  if (missing.length > 0) await months.addText(month, missing.join('\n'));
}

/**
 * Carries the one file of the first version over into the files of this one. A process that ends in between does it again at the next start:
 * what is there already is not written twice, and the former file keeps its name until all of it is on the disk. Then it is set aside.
 * @throws the error of the file system.
 */
export async function carryOver(dataFolder: string, folder: string, months: Months): Promise<void> {
  const former = join(dataFolder, 'history.jsonl');
  if (!(await isThere(former))) return;
  const staging = join(folder, 'carrying');
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  const sorting = new Sorting(staging);
  for await (const { text } of linesOf(former)) await sorting.take(text);
  await sorting.flush();
  const byMonth = new Map<string, string[]>();
  const note = (month: string, text: string): void => void byMonth.set(month, [...(byMonth.get(month) ?? []), text]);
  for (const [id, { change, month, firstLine }] of sorting.changes) {
    const isOpen = change !== undefined && (change.state === 'running' || isWaiting(change));
    if (!changeIdSchema.safeParse(id).success) continue;
    await settleFile(sorting.pathOf(id), join(folder, isOpen ? 'open' : month, `${id}.jsonl`));
    if (!isOpen) note(month, change ? writeLine({ kind: 'change', change }).trimEnd() : firstLine);
  }
  for (const { month, text } of sorting.loose) note(month, text);
  for (const [month, texts] of byMonth) await addMissing(months, month, texts);
  await rename(former, join(dataFolder, 'history.former.jsonl'));
  await syncFolder(dataFolder);
  await rm(staging, { recursive: true, force: true });
}
