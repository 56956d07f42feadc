import { setImmediate as turn } from 'node:timers/promises';
import { createZstdDecompress, zstdDecompressSync } from 'node:zlib';
import { broken, Cursor } from './cursor.ts';
import { through } from './streams.ts';

/** Bytes of a frame that is unpacked in one piece, and those that it may unpack to: a decoder of its own takes longer than a small file. */
const SMALL = 256 * 1024;
const SMALL_UNPACKED = 8 * 1024 ** 2;

/** ms after which something else has its turn, also whoever wants to stop this: a hostile file has a hundred thousand frames in each part. */
const MOST_AT_ONCE = 10;

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

/** A small frame in one piece; undefined where it unpacks to more than that. @throws an error with a code of zlib. */
function unpackSmall(frame: Buffer): Buffer | undefined {
  try {
    return zstdDecompressSync(frame, { maxOutputLength: SMALL_UNPACKED });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

/** Unpacks one frame, a small one at once: the layers of zstd:chunked images have one for each file. */
async function* unpackFrame(frame: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size <= SMALL) {
    const { done, value } = await frame.next();
    if (done) {
      const whole = Buffer.concat(parts);
      const small = unpackSmall(whole);
      if (small) return yield small;
      return yield* through(one(whole), createZstdDecompress());
    }
    parts.push(value);
    size += value.byteLength;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* parts;
    yield* frame;
  }
  yield* through(all(), createZstdDecompress());
}

async function* one(part: Uint8Array): AsyncGenerator<Uint8Array> {
  yield part;
}

/**
 * Unpacks zstd of any number of frames, as layers of zstd:chunked images have. Node's own decoder silently ends after the first frame.
 * @throws an error with a code of zlib; the signal's reason.
 */
export async function* unzstd(content: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const cursor = new Cursor(content);
  let began = performance.now();
  try {
    while (!(await cursor.isAtEnd())) {
      if (performance.now() - began > MOST_AT_ONCE) {
        await turn();
        began = performance.now();
      }
      signal.throwIfAborted();
      const magic = await cursor.read(4);
      const number = magic.readUInt32LE(0);
      if (isSkippable(number)) {
        const size = (await cursor.read(4)).readUInt32LE(0);
        for await (const _ of cursor.take(size));
      } else if (number === MAGIC) yield* unpackFrame(frameOf(cursor, magic));
      else throw broken('ZSTD_error_corruption_detected');
    }
  } finally {
    await cursor.close();
  }
}
