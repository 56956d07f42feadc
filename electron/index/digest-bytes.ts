/** A digest as the index keeps it: its bytes alone, whose number tells the algorithm. */
export function bytesOf(digest: string): Buffer {
  return Buffer.from(digest.slice(digest.indexOf(':') + 1), 'hex');
}

/** The digest of these bytes: 32 are a sha256, 64 a sha512. */
export function digestOfBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${bytes.byteLength === 64 ? 'sha512' : 'sha256'}:${hex}`;
}
