import { constants, createGunzip, inflateRawSync } from 'node:zlib';
import { Unpacker } from '../compression/unpacker.ts';
import type { RestartPoint } from '../toc/toc.ts';
import { type BlockStart, findBlock } from './block-search.ts';
import { fromBit } from './from-bit.ts';
import { OutputWindow } from './output-window.ts';

const KiB = 1024;
/** Unpacked bytes between two points: a file is read from the last one before it. */
export const POINT_DISTANCE = 4 * KiB * KiB;
/** Packed bytes that are looked through at once, and those behind that a place is tried with. */
const LOOK = 128 * KiB;
const TRY = 24 * KiB;
/** Packed bytes until the next look after one that found nothing: looking takes longer than unpacking. */
const REST = 1024 * KiB;
/** Unpacked bytes at once. */
const CHUNK = 256 * KiB;
/** Packed bytes at once, which may unpack to a thousand times as much. */
const PIECE = 64 * KiB;

type Bytes = AsyncIterable<Uint8Array>;

/** What unpacks from a place in `packed` on, as far as it goes; undefined where nothing does. */
function tried(packed: Uint8Array, { from, bits }: BlockStart, window: Uint8Array): Buffer | undefined {
  try {
    return inflateRawSync(fromBit(packed.subarray(from, from + TRY), bits), {
      finishFlush: constants.Z_SYNC_FLUSH,
      dictionary: window,
      maxOutputLength: 64 * KiB * KiB,
    });
  } catch {
    return undefined;
  }
}

/** Nothing before: whatever is referred to is zeros, so that a place can be tried before what precedes it is known. */
const UNKNOWN = new Uint8Array(32 * KiB);
const SHORTEST = 16 * KiB;

/** The next place in `packed` where a block really seems to begin. */
function blockIn(packed: Uint8Array, end: number): BlockStart | undefined {
  for (let from = 0; from < end; ) {
    const found = findBlock(packed, from, end);
    if (!found) return undefined;
    if ((tried(packed, found, UNKNOWN)?.length ?? 0) >= SHORTEST) return found;
    from = found.from + 1;
  }
  return undefined;
}

/** Bytes of the header of a gzip member (RFC 1952 section 2.3). */
export function gzipHeaderSize(start: Uint8Array): number {
  const flags = start[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (start[at] ?? 0) + ((start[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) if (flags & flag) at = start.indexOf(0, at) + 1 || start.length;
  return at + (flags & 2 ? 2 : 0);
}

/**
 * Unpacks gzip as `gunzip` does, and tells on the way where unpacking can begin again: about every {@link POINT_DISTANCE} bytes, each proven by
 * unpacking from it and comparing what comes. What came of one piece is read while zlib, in a thread of its own, is at the next one. @throws an error
 * with a code of zlib.
 */
export async function* gunzipWithPoints(content: Bytes, onPoint: (point: RestartPoint) => void): AsyncGenerator<Uint8Array> {
  const pass = new Pass(onPoint);
  try {
    for await (const chunk of content) yield* pass.take(chunk);
    yield* pass.end();
  } finally {
    pass.close();
  }
}

class Pass {
  private readonly unpacker = new Unpacker(createGunzip({ chunkSize: CHUNK }));
  private readonly output = new OutputWindow();
  private readonly onPoint: (point: RestartPoint) => void;
  /** Packed bytes given to the unpacker. */
  private fed = 0;
  private lastPoint = 0;
  /** Packed bytes that are held back while a place is looked for. */
  private held: Uint8Array[] = [];
  private heldSize = 0;
  private restUntil = 0;
  /** What came of the last piece and is not read yet. */
  private made: readonly Uint8Array[] = [];

  constructor(onPoint: (point: RestartPoint) => void) {
    this.onPoint = onPoint;
  }

  async *take(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    if (this.fed === 0 && this.heldSize === 0) this.onPoint({ from: gzipHeaderSize(chunk), bits: 0, out: 0, window: new Uint8Array(0) });
    for (let at = 0; at < chunk.byteLength; at += PIECE) yield* this.takePiece(chunk.subarray(at, at + PIECE));
  }

  private async *takePiece(piece: Uint8Array): AsyncGenerator<Uint8Array> {
    const isDue = this.output.size - this.lastPoint >= POINT_DISTANCE && this.fed >= this.restUntil;
    if (!isDue && this.heldSize === 0) return yield* this.feed(piece);
    this.held.push(piece);
    this.heldSize += piece.byteLength;
    if (this.heldSize >= LOOK + TRY) yield* this.look();
  }

  async *end(): AsyncGenerator<Uint8Array> {
    for (const piece of this.held.splice(0)) yield* this.feed(piece);
    yield* this.rest();
    this.made = await this.unpacker.end();
    yield* this.rest();
  }

  close(): void {
    this.unpacker.close();
  }

  /** Looks for a place in what is held, and notes it where unpacking from it gives what comes. */
  private async *look(): AsyncGenerator<Uint8Array> {
    const packed = Buffer.concat(this.held.splice(0));
    this.heldSize = 0;
    const found = blockIn(packed, packed.length - TRY);
    if (!found) {
      this.restUntil = this.fed + packed.length + REST;
      return yield* this.feed(packed);
    }
    // All that the blocks before unpack to has come with the last byte that belongs to them.
    const before = found.from + (found.bits > 0 ? 1 : 0);
    const start = this.fed;
    yield* this.feed(packed.subarray(0, before));
    yield* this.rest();
    const point = { from: start + found.from, bits: found.bits, out: this.output.size, window: this.output.last() };
    const expected = tried(packed, found, point.window);
    const compared = expected && this.output.compare(expected);
    yield* this.feed(packed.subarray(before));
    yield* this.rest();
    if (!compared?.isSame()) return;
    this.lastPoint = point.out;
    this.onPoint(point);
  }

  private async *feed(packed: Uint8Array): AsyncGenerator<Uint8Array> {
    this.fed += packed.byteLength;
    for (let at = 0; at < packed.byteLength; at += PIECE) {
      const coming = this.unpacker.write(packed.subarray(at, at + PIECE));
      // It is awaited once the chunks before are read, where nobody leaves meanwhile.
      coming.catch(() => {});
      yield* this.rest();
      this.made = await coming;
    }
  }

  private *rest(): Generator<Uint8Array> {
    const chunks = this.made;
    this.made = [];
    for (const chunk of chunks) {
      this.output.add(chunk);
      yield chunk;
    }
  }
}
