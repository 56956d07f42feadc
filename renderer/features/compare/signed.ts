import type { Format } from '../../lib/text/format.ts';

/** A difference in bytes with its sign: `+5.1 MB`, `−17.8 MB`. */
export function signedBytes(format: Format, bytes: number): string {
  if (bytes === 0) return format.bytes(0);
  return `${bytes > 0 ? '+' : '−'}${format.bytes(Math.abs(bytes))}`;
}
