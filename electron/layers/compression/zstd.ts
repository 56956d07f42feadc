import { setImmediate as turn } from 'node:timers/promises';
import { createZstdDecompress, zstdDecompressSync } from 'node:zlib';
import { broken, Cursor } from './cursor.ts';
import { through } from './streams.ts';

/** Bytes unpacked at once. */
const CHUNK = 256 * 1024;

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

/** Bytes between the first one of a frame's head, which tells it, and its blocks. */
function headSize(flags: number): number {
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  return (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
}

/** Bytes of a checksum behind the blocks. */
const checksumSize = (flags: number): number => ((flags & 4) !== 0 ? 4 : 0);

/** The length of the small frame that `bytes` begin with; undefined where they are another thing, or end before it does. Pure. */
function smallFrame(bytes: Buffer): number | undefined {
  if (bytes.byteLength < 5 || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  const flags = bytes[4] ?? 0;
  const most = Math.min(SMALL, bytes.byteLength) - checksumSize(flags);
  let at = 5 + headSize(flags);
  for (let isLast = false; !isLast; ) {
    if (at + 3 > most) return undefined;
    const value = bytes.readUIntLE(at, 3);
    const type = (value >> 1) & 3;
    if (type !== RAW && type !== RUN && type !== COMPRESSED) return undefined;
    isLast = (value & 1) === 1;
    at += 3 + (type === RUN ? 1 : value >> 3);
  }
  return at <= most ? at + checksumSize(flags) : undefined;
}

/** The bytes of one frame. Only its blocks tell where it ends (RFC 8878, section 3.1.1). */
async function* frameOf(cursor: Cursor, magic: Buffer): AsyncGenerator<Uint8Array> {
  const descriptor = await cursor.read(1);
  const flags = descriptor[0] ?? 0;
  yield Buffer.concat([magic, descriptor, await cursor.read(headSize(flags))]);
  for (let isLast = false; !isLast; ) {
    const header = await cursor.read(3);
    const value = header.readUIntLE(0, 3);
    const type = (value >> 1) & 3;
    if (type !== RAW && type !== RUN && type !== COMPRESSED) throw broken('ZSTD_error_corruption_detected');
    isLast = (value & 1) === 1;
    yield header;
    yield* cursor.take(type === RUN ? 1 : value >> 3);
  }
  if (checksumSize(flags) > 0) yield await cursor.read(checksumSize(flags));
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
      return yield* through(one(whole), createZstdDecompress({ chunkSize: CHUNK }));
    }
    parts.push(value);
    size += value.byteLength;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* parts;
    yield* frame;
  }
  yield* through(all(), createZstdDecompress({ chunkSize: CHUNK }));
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
      // Where it is there as a whole nothing is waited for: layers have tens of thousands of such frames.
      const length = smallFrame(cursor.there);
      const small = length === undefined ? undefined : unpackSmall(cursor.there.subarray(0, length));
      if (length !== undefined && small) {
        cursor.takeThere(length);
        if (small.byteLength > 0) yield small;
        continue;
      }
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
