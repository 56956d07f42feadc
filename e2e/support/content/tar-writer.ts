// Writes tars as no sensible program does: names in any bytes, headers that lie, entries twice. What is sensible is packed with tar-stream.

type Text = string | Buffer;
type Records = readonly (readonly [key: string, value: Text])[];

/** One entry, as its header is to be. `size`: what the header says, where that is not how long the content is. */
export type MadeEntry = {
  readonly name: Text;
  /** The type, a regular file without it. */
  readonly flag?: string;
  readonly content?: Text;
  readonly size?: number;
  readonly link?: Text;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly user?: string;
  readonly group?: string;
  readonly prefix?: Text;
  /** Seconds since 1970. */
  readonly modified?: number;
  readonly major?: number;
  readonly minor?: number;
  /** A pax header before it. */
  readonly pax?: Records;
};

const BLOCK = 512;
const bytes = (text: Text): Buffer => Buffer.from(text as string);
const padded = (content: Buffer): Buffer => Buffer.concat([content, Buffer.alloc((BLOCK - (content.byteLength % BLOCK)) % BLOCK)]);

/** The content of a pax header. */
export function paxRecords(records: Records): Buffer {
  return Buffer.concat(
    records.map(([key, value]) => {
      const rest = Buffer.concat([Buffer.from(` ${key}=`), bytes(value), Buffer.from('\n')]);
      let length = rest.byteLength;
      while (length !== rest.byteLength + String(length).length) length = rest.byteLength + String(length).length;
      return Buffer.concat([Buffer.from(String(length)), rest]);
    }),
  );
}

function headerOf(entry: MadeEntry): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (text: Text, at: number, most: number): void => void bytes(text).copy(block, at, 0, most);
  const octal = (value: number, at: number, digits: number): void => put(value.toString(8).padStart(digits, '0'), at, digits);
  put(entry.name, 0, 100);
  octal(entry.mode ?? (entry.flag === '5' ? 0o755 : 0o644), 100, 7);
  octal(entry.uid ?? 0, 108, 7);
  octal(entry.gid ?? 0, 116, 7);
  octal(entry.size ?? bytes(entry.content ?? '').byteLength, 124, 11);
  octal(entry.modified ?? 1_767_225_600, 136, 11);
  put(entry.flag ?? '0', 156, 1);
  put(entry.link ?? '', 157, 100);
  put('ustar\0' + '00', 257, 8);
  put(entry.user ?? '', 265, 31);
  put(entry.group ?? '', 297, 31);
  octal(entry.major ?? 0, 329, 7);
  octal(entry.minor ?? 0, 337, 7);
  put(entry.prefix ?? '', 345, 155);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((all, byte) => all + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return block;
}

function entryBytes(entry: MadeEntry): Buffer {
  const { pax, ...rest } = entry;
  const before = pax ? entryBytes({ name: 'PaxHeader', flag: 'x', content: paxRecords(pax) }) : Buffer.alloc(0);
  return Buffer.concat([before, headerOf(rest), padded(bytes(entry.content ?? ''))]);
}

/** A tar of these entries, in their order. */
export const madeTar = (entries: readonly MadeEntry[]): Buffer => Buffer.concat([...entries.map(entryBytes), Buffer.alloc(2 * BLOCK)]);
