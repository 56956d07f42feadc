/** Bytes of a header, and of the blocks that content is padded to. */
export const BLOCK = 512;

/** The kind of entry that a header begins. Images need nothing of `other`. */
type EntryType = 'file' | 'link' | 'symlink' | 'pax' | 'long-name' | 'long-link' | 'other';

/** One header of a tar file; `size` is of the content that follows, in bytes. */
export type TarHeader =
  | { readonly kind: 'end' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'entry'; readonly type: EntryType; readonly name: string; readonly target: string; readonly size: number };

const TYPES: ReadonlyMap<string, EntryType> = new Map([
  ['\0', 'file'],
  ['0', 'file'],
  ['7', 'file'],
  ['1', 'link'],
  ['2', 'symlink'],
  ['x', 'pax'],
  ['L', 'long-name'],
  ['K', 'long-link'],
]);
/** Entries without content, whatever size their header says: links, devices, folders and pipes. */
const WITHOUT_CONTENT: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);

function textAt(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

/** A number in octal digits, or in base 256 where its first bit is set; undefined where it cannot be a file's size. */
function numberAt(block: Buffer, start: number, length: number): number | undefined {
  const field = block.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) === 0) {
    const digits = textAt(block, start, length).trim();
    return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : undefined;
  }
  if (field[0] !== 0x80) return undefined;
  const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Old tar programs summed signed bytes. */
function hasChecksum(block: Buffer): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const sum = numberAt(block, 148, 8);
  return sum === unsigned || sum === signed;
}

/** Reads one block of {@link BLOCK} bytes as a header (POSIX ustar, GNU, or the old format without a magic number). Pure. */
export function readHeader(block: Buffer): TarHeader {
  if (block.every((byte) => byte === 0)) return { kind: 'end' };
  const size = numberAt(block, 124, 12);
  if (!hasChecksum(block) || size === undefined) return { kind: 'broken' };
  const flag = textAt(block, 156, 1) || '\0';
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  return {
    kind: 'entry',
    // Old tar programs end the name of a folder with a slash.
    type: name.endsWith('/') ? 'other' : (TYPES.get(flag) ?? 'other'),
    name: prefix ? `${prefix}/${name}` : name,
    target: textAt(block, 157, 100),
    size: WITHOUT_CONTENT.has(flag) ? 0 : size,
  };
}

/** The readable records of a pax header (`length key=value` and a newline each). Pure. */
export function readPax(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.byteLength; ) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 || space - at > 10 ? Number.NaN : Number(content.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at + 1 || at + length > content.byteLength) break;
    const record = content.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
