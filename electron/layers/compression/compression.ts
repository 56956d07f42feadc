// undefined stands for any byte.
const MAGIC = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  // A skippable frame, with which parallel zstd begins (RFC 8878, section 3.1.2).
  ['zstd', [undefined, 0x2a, 0x4d, 0x18]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', [0x42, 0x5a, 0x68, undefined, 0x31, 0x41, 0x59]],
] as const;

export type Compression = (typeof MAGIC)[number][0] | 'none';

/** How content is compressed, by its first bytes. */
export const compressionOf = (start: Uint8Array): Compression =>
  MAGIC.find(([, magic]) => magic.every((byte, i) => byte === undefined || start[i] === byte))?.[0] ?? 'none';
