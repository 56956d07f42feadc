import { constants, createGunzip, createInflateRaw } from 'node:zlib';
import { Unpacker } from '../compression/unpacker.ts';
import { driven } from '../toc/driven.ts';
import type { RestartPoint } from '../toc/toc.ts';
import { streamFromBit } from './from-bit.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Bytes given to an unpacker at once. */
const PIECE = 16 * 1024;
/** Checksum and length behind the deflate stream of a gzip member. */
const TRAILER = 8;

/** Content without its first bytes, from a part of it that was taken on. */
async function* after(first: Uint8Array, rest: AsyncIterator<Uint8Array>, skip: number): AsyncGenerator<Uint8Array> {
  let left = skip;
  for (let chunk = first; ; ) {
    const part = chunk.subarray(left);
    left = Math.max(0, left - chunk.byteLength);
    if (part.byteLength > 0) yield part;
    const next = await rest.next();
    if (next.done) return;
    chunk = next.value;
  }
}

/**
 * Unpacks gzip from a restart point on; `content` begins at its first byte, and may end anywhere. Goes on with the members that follow.
 * @throws an error with a code of zlib.
 */
export async function* inflated(content: Bytes, { bits, window }: RestartPoint): AsyncGenerator<Uint8Array> {
  const dictionary = window.length > 0 ? { dictionary: window } : {};
  const unpacker = new Unpacker(createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH, ...dictionary }));
  const parts = streamFromBit(content, bits);
  let fed = 0;
  try {
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      for (let at = 0; at < next.value.byteLength; at += PIECE) {
        const piece = next.value.subarray(at, at + PIECE);
        fed += piece.byteLength;
        yield* await unpacker.write(piece);
        if (!unpacker.isOver) continue;
        const used = at + piece.byteLength - (fed - unpacker.consumed);
        return yield* driven(after(next.value.subarray(used), parts, TRAILER), createGunzip());
      }
    }
    yield* await unpacker.end();
  } finally {
    unpacker.close();
    await parts.return(undefined);
  }
}
