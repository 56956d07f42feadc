import { createZstdDecompress } from 'node:zlib';
import { broken, Cursor } from './cursor.ts';
import { through } from './streams.ts';

const MAGIC = 0xfd2fb528;
const isSkippable = (magic: number): boolean => magic >= 0x184d2a50 && magic <= 0x184d2a5f;
const RAW = 0;
const RUN = 1;
const COMPRESSED = 2;

/** The bytes of one frame. Only its blocks tell where it ends (RFC 8878, section 3.1.1). */
async function* frameOf(cursor: Cursor, magic: Buffer): AsyncGenerator<Uint8Array> {
  const descriptor = await cursor.read(1);
  const flags = descriptor[0] ?? 0;
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  yield Buffer.concat([magic, descriptor, await cursor.read((isSingle ? 0 : 1) + dictionaryBytes + sizeBytes)]);
  for (let isLast = false; !isLast; ) {
    const header = await cursor.read(3);
    const value = header.readUIntLE(0, 3);
    const type = (value >> 1) & 3;
    if (type !== RAW && type !== RUN && type !== COMPRESSED) throw broken('ZSTD_error_corruption_detected');
    isLast = (value & 1) === 1;
    yield header;
    yield* cursor.take(type === RUN ? 1 : value >> 3);
  }
  if ((flags & 4) !== 0) yield await cursor.read(4);
}

/**
 * Unpacks zstd of any number of frames, as layers of zstd:chunked images have. Node's own decoder silently ends after the first frame.
 * @throws an error with a code of zlib; the signal's reason.
 */
export async function* unzstd(content: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const cursor = new Cursor(content);
  try {
    while (!(await cursor.isAtEnd())) {
      // A hostile file may have a hundred thousand frames in each part.
      signal.throwIfAborted();
      const magic = await cursor.read(4);
      const number = magic.readUInt32LE(0);
      if (isSkippable(number)) {
        const size = (await cursor.read(4)).readUInt32LE(0);
        for await (const _ of cursor.take(size));
      } else if (number === MAGIC) yield* through(frameOf(cursor, magic), createZstdDecompress());
      else throw broken('ZSTD_error_corruption_detected');
    }
  } finally {
    await cursor.close();
  }
}
