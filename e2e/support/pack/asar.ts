import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

type Entry = {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
  readonly integrity?: {
    readonly algorithm: string;
    readonly hash: string;
    readonly blockSize: number;
    readonly blocks: readonly string[];
  };
};

export type AsarFile = {
  readonly path: string;
  readonly unpacked: boolean;
  readonly integrity: Entry['integrity'];
  readonly bytes: Buffer;
};

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

function filesOf(entry: Entry, path: string): (readonly [path: string, entry: Entry])[] {
  if (!entry.files) return [[path, entry]];
  return Object.entries(entry.files).flatMap(([name, child]) => filesOf(child, path === '' ? name : `${path}/${name}`));
}

/** The files of an asar, and the hash of its header that stands in the program. https://github.com/electron/asar#format */
export function readAsar(archive: string): { readonly headerHash: string; readonly files: readonly AsarFile[] } {
  const bytes = readFileSync(archive);
  const header = bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12));
  const content = bytes.subarray(8 + bytes.readUInt32LE(4));
  const files = filesOf(JSON.parse(header) as Entry, '').map(([path, { unpacked = false, offset, size = 0, integrity }]) => ({
    path,
    unpacked,
    integrity,
    bytes: unpacked ? readFileSync(`${archive}.unpacked/${path}`) : content.subarray(Number(offset), Number(offset) + size),
  }));
  return { headerHash: sha256(header), files };
}

/** Whether a file is what the header says of it, as a whole and block by block. https://www.electronjs.org/docs/latest/tutorial/asar-integrity */
export function isIntact({ bytes, integrity }: AsarFile): boolean {
  if (integrity?.algorithm !== 'SHA256' || integrity.hash !== sha256(bytes)) return false;
  const { blockSize, blocks } = integrity;
  return blocks.every((hash, index) => hash === sha256(bytes.subarray(index * blockSize, (index + 1) * blockSize)));
}
