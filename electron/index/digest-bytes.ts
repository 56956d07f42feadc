import { isUnverifiable } from '../../shared/oci/digest.ts';

/** Before the bytes of a blake3, which are as many as those of a sha256. */
const BLAKE3 = Buffer.from([0xb3]);

/** A digest as the index keeps it: its bytes alone, whose number tells the algorithm. */
export function bytesOf(digest: string): Buffer {
  const bytes = hexOf(digest);
  return isUnverifiable(digest) ? Buffer.concat([BLAKE3, bytes]) : bytes;
}

function hexOf(digest: string): Buffer {
  return Buffer.from(digest.slice(digest.indexOf(':') + 1), 'hex');
}

/** The digest of these bytes: 32 are a sha256, 64 a sha512, one more than 32 a blake3. */
export function digestOfBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  if (bytes.byteLength === 33) return `blake3:${hex.slice(2)}`;
  return `${bytes.byteLength === 64 ? 'sha512' : 'sha256'}:${hex}`;
}
