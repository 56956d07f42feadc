import type { Transform } from 'node:stream';
import type { Zlib } from 'node:zlib';
import { Unpacker } from '../compression/unpacker.ts';

/** Bytes given to an unpacker at once. */
const PIECE = 16 * 1024;

/**
 * Content through an unpacker, which is given no more than it was asked for: leaving the loop leaves `content` at a known place. Ends with the
 * unpacker, whatever follows. @throws the unpacker's errors.
 */
export async function* driven(content: AsyncIterable<Uint8Array>, stage: Transform & Zlib): AsyncGenerator<Uint8Array> {
  const unpacker = new Unpacker(stage);
  try {
    for await (const chunk of content) {
      for (let at = 0; at < chunk.byteLength; at += PIECE) {
        yield* await unpacker.write(chunk.subarray(at, at + PIECE));
        if (unpacker.isOver) return;
      }
    }
    yield* await unpacker.end();
  } finally {
    unpacker.close();
  }
}
