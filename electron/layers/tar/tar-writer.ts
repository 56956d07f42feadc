import { isAscii, isUtf8 } from 'node:buffer';
import type { FileKind } from '../../../shared/files/file-entry.ts';
import { FLAGS } from './entry-of.ts';
import { BLOCK, type Device, type Header } from './header.ts';
import type { PaxRecord } from './pax.ts';
import type { SparseMap } from './sparse.ts';

/** An entry of a tar that is written. Names are bytes, as an image has them. */
export type WrittenEntry = Pick<Header, 'name' | 'mode' | 'uid' | 'gid' | 'user' | 'group'> & {
  readonly kind: FileKind;
  /** Of links. */
  readonly link?: Buffer;
  /** Bytes of the content; of a sparse file its own, holes included. */
  readonly size: number;
  /** ms since 1970. */
  readonly modified: number;
  readonly device?: Device;
  readonly xattrs?: readonly PaxRecord[];
  /** Of a sparse file: only these parts of it follow. */
  readonly map?: SparseMap | undefined;
};

const NAME = 100;
const OWNER = 31;
/** The largest numbers that fields of 7 and 11 octal digits have room for. */
const SMALL = 8 ** 7 - 1;
const LARGE = 8 ** 11 - 1;

/** What ends a tar. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** Fills the last block of a content. */
export const paddingOf = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

function recordBytes([key, value]: PaxRecord): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  // The length counts its own digits.
  let length = rest.byteLength;
  while (length !== rest.byteLength + String(length).length) length = rest.byteLength + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** Whether a header has room for a text, so that every tool reads it as it is. What is not UTF-8 has no better place. */
const fits = (text: Buffer, most: number): boolean => text.byteLength <= most && (isAscii(text) || !isUtf8(text));

const isWhole = (modified: number): boolean => modified >= 0 && modified % 1000 === 0 && modified / 1000 <= LARGE;

/** What the header has no room for (POSIX pax; sparse files in GNU's form 1.0). */
function recordsOf(entry: WrittenEntry, stored: number): PaxRecord[] {
  const { name, link, user, group, map, modified, xattrs = [] } = entry;
  const records: PaxRecord[] = [];
  const add = (isNeeded: boolean, key: string, value: Buffer | string): void => {
    if (isNeeded) records.push([key, Buffer.from(value as string)]);
  };
  add(map !== undefined, 'GNU.sparse.major', '1');
  add(map !== undefined, 'GNU.sparse.minor', '0');
  add(map !== undefined, 'GNU.sparse.name', name);
  add(map !== undefined, 'GNU.sparse.realsize', String(entry.size));
  add(map === undefined && !fits(name, NAME), 'path', name);
  add(link !== undefined && !fits(link, NAME), 'linkpath', link ?? '');
  add(stored > LARGE, 'size', String(stored));
  add(entry.uid > SMALL, 'uid', String(entry.uid));
  add(entry.gid > SMALL, 'gid', String(entry.gid));
  add(!fits(user, OWNER), 'uname', user);
  add(!fits(group, OWNER), 'gname', group);
  add(!isWhole(modified), 'mtime', (modified / 1000).toFixed(3));
  return [...records, ...xattrs];
}

type HeaderFields = Omit<WrittenEntry, 'kind' | 'size' | 'xattrs' | 'map'> & { readonly flag: string; readonly stored: number };

function headerBlock({ flag, stored, name, link, user, group, device, ...numbers }: HeaderFields): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number, most: number): void =>
    void block.write(Math.max(0, Math.min(value, most)).toString(8).padStart(digits, '0'), at, 'latin1');
  name.copy(block, 0, 0, NAME);
  octal(numbers.mode, 100, 7, SMALL);
  octal(numbers.uid, 108, 7, SMALL);
  octal(numbers.gid, 116, 7, SMALL);
  octal(stored, 124, 11, LARGE);
  octal(Math.floor(numbers.modified / 1000), 136, 11, LARGE);
  block.write(flag, 156, 'latin1');
  link?.copy(block, 157, 0, NAME);
  block.write('ustar\x0000', 257, 'latin1');
  user.copy(block, 265, 0, OWNER);
  group.copy(block, 297, 0, OWNER);
  octal(device?.major ?? 0, 329, 7, SMALL);
  octal(device?.minor ?? 0, 337, 7, SMALL);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

const NOBODY = { mode: 0o644, uid: 0, gid: 0, user: Buffer.alloc(0), group: Buffer.alloc(0), modified: 0 };

/** The map of a sparse file, which stands before its content, in whole blocks. */
function mapBytes({ extents }: SparseMap): Buffer {
  const lines = [extents.length, ...extents.flatMap(({ offset, length }) => [offset, length])];
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return Buffer.concat([text, paddingOf(text.byteLength)]);
}

/** Bytes of the content that follow {@link entryHeader}, without padding. */
export const contentLength = ({ kind, size, map }: WrittenEntry): number =>
  kind !== 'file' ? 0 : map ? map.extents.reduce((sum, { length }) => sum + length, 0) : size;

/** What stands before the content of an entry: its header, and before that what the header has no room for. Pure. */
export function entryHeader(entry: WrittenEntry): Buffer {
  const map = entry.map ? mapBytes(entry.map) : Buffer.alloc(0);
  const stored = contentLength(entry) + map.byteLength;
  const records = Buffer.concat(recordsOf(entry, stored).map(recordBytes));
  const before = headerBlock({ ...NOBODY, flag: 'x', name: Buffer.from('PaxHeader'), stored: records.byteLength });
  const pax = records.byteLength === 0 ? [] : [before, records, paddingOf(records.byteLength)];
  return Buffer.concat([...pax, headerBlock({ ...entry, flag: FLAGS[entry.kind], stored }), map]);
}
