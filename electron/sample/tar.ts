import { createHash } from 'node:crypto';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';

/** What a layer of the sample contains at a path: a folder ends in `/`. */
export type SampleEntry = {
  readonly path: string;
  readonly content?: Buffer | string;
  /** Of a symbolic link, where it points to. */
  readonly target?: string;
  readonly mode?: number;
  readonly owner?: readonly [id: number, name: string];
};

/** The bytes of a layer as a registry has them, with the digest of the tar in it. */
export type LayerBlob = { readonly bytes: Buffer; readonly mediaType: string; readonly diffId: string };

const BLOCK = 512;
/** Seconds since 1970: layers that differ only in the time of their build would have other digests at every start. */
const MODIFIED = Date.UTC(2026, 9, 14, 8, 30) / 1000;

/** Digits of a header field: octal, with a NUL behind them. */
const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

const typeOf = ({ path, target }: SampleEntry): string => (target !== undefined ? '2' : path.endsWith('/') ? '5' : '0');

const modeOf = (entry: SampleEntry): number => entry.mode ?? { '0': 0o644, '2': 0o777, '5': 0o755 }[typeOf(entry)] ?? 0;

/** A header of the ustar format (POSIX.1-1988): paths of the sample have at most 100 bytes. */
function headerOf(entry: SampleEntry, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const [id, name] = entry.owner ?? [0, 'root'];
  header.write(entry.path, 0);
  header.write(octal(modeOf(entry), 8) + octal(id, 8) + octal(id, 8) + octal(size, 12) + octal(MODIFIED, 12), 100);
  header.write(`        ${typeOf(entry)}${entry.target ?? ''}`, 148);
  header.write('ustar\0' + '00', 257);
  header.write(name, 265);
  header.write(name, 297);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function tarOf(entries: readonly SampleEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    return [headerOf(entry, content.byteLength), content, Buffer.alloc(-content.byteLength & (BLOCK - 1))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** A layer of these files. */
export function layerOf(entries: readonly SampleEntry[], compression: 'gzip' | 'zstd' = 'gzip'): LayerBlob {
  const tar = tarOf(entries);
  return {
    bytes: compression === 'gzip' ? gzipSync(tar, { level: constants.Z_BEST_SPEED }) : zstdCompressSync(tar),
    mediaType: `application/vnd.oci.image.layer.v1.tar+${compression}`,
    diffId: `sha256:${createHash('sha256').update(tar).digest('hex')}`,
  };
}
