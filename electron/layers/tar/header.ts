import { bytesAt, numberAt } from './number-field.ts';

/** Bytes of a header, and of the blocks that content is padded to. */
export const BLOCK = 512;

/** One header of a tar, as it is: names in their bytes, `flag` the character of its type. */
export type Header = {
  readonly flag: string;
  readonly name: Buffer;
  readonly link: Buffer;
  /** Bytes of content that follow, without padding. */
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user: Buffer;
  readonly group: Buffer;
  /** Seconds since 1970. */
  readonly modified: number;
  /** Of a device. */
  readonly device: Device;
};

/** The numbers of a device. */
export type Device = { readonly major: number; readonly minor: number };

const NONE = Buffer.alloc(0);
const NO_DEVICE: Device = { major: 0, minor: 0 };

/** Flags of entries without content, whatever size their header says: links, devices, folders and pipes (Go's archive/tar, `isHeaderOnly`). */
export const WITHOUT_CONTENT: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);

/** Whether the sum in a header is that of its bytes. Old tar programs summed signed ones. */
export function hasChecksum(block: Buffer): boolean {
  let unsigned = 8 * 0x20;
  let high = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = block[i] as number;
    unsigned += byte;
    high += byte >> 7;
  }
  // The sum was made as if its own field were blanks.
  for (let i = 148; i < 156; i++) {
    const byte = block[i] as number;
    unsigned -= byte;
    high -= byte >> 7;
  }
  const sum = numberAt(block, 148, 8);
  return sum === unsigned || sum === unsigned - 256 * high;
}

/**
 * What stands before the name. Only POSIX's format has it. Go before 1.8 wrote it in GNU's format, too, where that has times
 * (https://go.dev/issue/21005): Docker's images of that age have such headers.
 */
function prefixOf(block: Buffer): Buffer {
  // Few have one.
  if (block[345] === 0) return NONE;
  const magic = block.toString('latin1', 257, 263);
  if (magic === 'ustar\0') return block.toString('latin1', 508, 512) === 'tar\0' ? bytesAt(block, 345, 131) : bytesAt(block, 345, 155);
  const isGoOfOld = magic === 'ustar ' && numberAt(block, 345, 12) === undefined;
  return isGoOfOld ? bytesAt(block, 345, 155) : NONE;
}

const deviceOf = (block: Buffer): Device => ({ major: numberAt(block, 329, 8) ?? 0, minor: numberAt(block, 337, 8) ?? 0 });

const SLASH = Buffer.from('/');

/** Reads one block of {@link BLOCK} bytes as a header (POSIX ustar, star, GNU, or the old format without a magic number). Undefined where it is none. Pure. */
export function readHeader(block: Buffer): Header | undefined {
  if (!hasChecksum(block)) return undefined;
  const numbers = {
    size: numberAt(block, 124, 12),
    mode: numberAt(block, 100, 8),
    uid: numberAt(block, 108, 8),
    gid: numberAt(block, 116, 8),
    modified: numberAt(block, 136, 12),
  };
  const { size, mode, uid, gid, modified } = numbers;
  if (size === undefined || size < 0 || mode === undefined || uid === undefined || gid === undefined) return undefined;
  const flag = String.fromCharCode(block[156] || 0x30);
  const hasOwner = block.toString('latin1', 257, 262) === 'ustar';
  const name = bytesAt(block, 0, 100);
  const prefix = prefixOf(block);
  return {
    flag,
    name: prefix.byteLength > 0 ? Buffer.concat([prefix, SLASH, name]) : name,
    link: bytesAt(block, 157, 100),
    ...{ size, mode, uid, gid, modified: modified ?? 0 },
    user: hasOwner ? bytesAt(block, 265, 32) : NONE,
    group: hasOwner ? bytesAt(block, 297, 32) : NONE,
    device: flag === '3' || flag === '4' ? deviceOf(block) : NO_DEVICE,
  };
}

/** Whether a block ends the archive, where another one like it follows. */
export const isZero = (block: Buffer): boolean => block[0] === 0 && block.every((byte) => byte === 0);
