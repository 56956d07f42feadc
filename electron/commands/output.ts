import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { displayText } from '../../shared/text.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `84.2 MB`: decimal units, as registries and disks count. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `2026-11-26 21:50`, in UTC: the same wherever it is printed. */
export const timeText = (iso: string | undefined): string => (iso === undefined ? '' : iso.slice(0, 16).replace('T', ' '));

/** `1 tag`, `12 tags`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** Columns with two spaces between them, each as wide as its longest text; `right` are those of figures. Without spaces at the ends of lines. */
export function columns(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  const place = (cell: string, i: number): string => (right.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0));
  return rows.map((row) => row.map(place).join('  ').trimEnd());
}

export type Streams = { readonly out: Writable; readonly err: Writable };

/** What a command prints: results on standard output, all else on standard error. */
export class Output {
  readonly isJson: boolean;
  private readonly streams: Streams;
  private shown = '';

  constructor(streams: Streams, isJson: boolean) {
    this.streams = streams;
    this.isJson = isJson;
  }

  /** A line of text. Names from registries may contain what a terminal would obey. */
  async line(text: string): Promise<void> {
    await this.raw(`${displayText(text)}\n`);
  }

  /** One document, or one line of many. */
  async json(value: unknown): Promise<void> {
    await this.raw(`${JSON.stringify(value)}\n`);
  }

  /** Text or bytes as they are. Resolves once there is room for more. Where they cannot be written, whoever has the stream decides what becomes of the command. */
  async raw(data: string | Uint8Array): Promise<void> {
    const { out } = this.streams;
    if (out.destroyed || out.errored) return;
    if (!out.write(data)) await once(out, 'drain').catch(() => {});
  }

  /** A table under a heading, which is bold on a terminal that has colours (https://no-color.org). */
  async table(heading: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []): Promise<void> {
    const shown = rows.map((row) => row.map((cell) => displayText(cell).replaceAll('\n', ' ')));
    const [head = '', ...lines] = columns([heading, ...shown], new Set(right));
    const stream = this.streams.out as NodeJS.WriteStream;
    await this.raw(`${styleText('bold', head, { stream })}\n`);
    if (lines.length > 0) await this.raw(`${lines.join('\n')}\n`);
  }

  /** A question, after which the person types. */
  prompt(text: string): void {
    this.streams.err.write(displayText(text));
  }

  /** How far something has come: one line that is written over, on a terminal alone. */
  progress(text: string): void {
    const stream = this.streams.err as NodeJS.WriteStream;
    if (!stream.isTTY || text === this.shown) return;
    stream.write(`\r\u001b[K${displayText(text).slice(0, stream.columns - 1)}`);
    this.shown = text;
  }

  /** Something to know beside the result. */
  note(text: string): void {
    this.streams.err.write(`${displayText(text)}\n`);
  }
}
