import { hasChecksum, isZero, WITHOUT_CONTENT } from '../../../layers/tar/header.ts';
import { bytesAt, numberAt } from '../../../layers/tar/number-field.ts';
import { readPax as recordsOf } from '../../../layers/tar/pax.ts';

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

/** Reads one block as a header (POSIX ustar, GNU, or the old format without a magic number). Pure. */
export function readHeader(block: Buffer): TarHeader {
  if (isZero(block)) return { kind: 'end' };
  const size = numberAt(block, 124, 12);
  if (!hasChecksum(block) || size === undefined || size < 0) return { kind: 'broken' };
  const textAt = (start: number, length: number): string => bytesAt(block, start, length).toString('utf8');
  const flag = textAt(156, 1) || '\0';
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? textAt(345, 155) : '';
  const name = textAt(0, 100);
  return {
    kind: 'entry',
    // Old tar programs end the name of a folder with a slash.
    type: name.endsWith('/') ? 'other' : (TYPES.get(flag) ?? 'other'),
    name: prefix ? `${prefix}/${name}` : name,
    target: textAt(157, 100),
    size: WITHOUT_CONTENT.has(flag) ? 0 : size,
  };
}

/** The readable records of a pax header, as text. Pure. */
export const readPax = (content: Buffer): ReadonlyMap<string, string> =>
  new Map(recordsOf(content).map(([key, value]) => [key, value.toString('utf8')]));
