const MAGIC = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  // Its fourth byte is a level.
  ['bzip2', [0x42, 0x5a, 0x68, undefined, 0x31, 0x41, 0x59]],
] as const;

export type Compression = (typeof MAGIC)[number][0] | 'none';

/** How something is compressed, by its first bytes. */
export const compressionOf = (start: Uint8Array): Compression =>
  MAGIC.find(([, magic]) => magic.every((byte, i) => byte === undefined || start[i] === byte))?.[0] ?? 'none';
