import { createHash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { Failure } from '../../../shared/errors.ts';
import { Cursor } from '../compression/cursor.ts';
import { isZlibError } from '../compression/unpack.ts';
import { unzstd } from '../compression/zstd.ts';
import { inflated } from '../points/inflated.ts';
import { driven } from './driven.ts';
import type { FilePlace, PackedSpan, PlacePart } from './toc.ts';

/** The bytes of a layer from `from` up to `to`, as they come. */
export type ReadRange = (from: number, to: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;

type Bytes = AsyncIterable<Uint8Array>;

/** Unpacks one part as a whole. */
function unpacked(packing: FilePlace['packing'], { point }: PlacePart, content: Bytes, signal: AbortSignal): Bytes {
  switch (packing) {
    case 'none':
      return content;
    case 'gzip':
      return driven(content, createGunzip());
    case 'zstd':
      return unzstd(content, signal);
    case 'deflate':
      return point ? inflated(content, point) : content;
  }
}

/** The `size` bytes after the first `skip`. Fewer come where the content is shorter. */
async function* sliced(content: Bytes, skip: number, size: number): AsyncGenerator<Uint8Array> {
  let [before, left] = [skip, size];
  for await (const chunk of content) {
    const start = Math.min(before, chunk.byteLength);
    before -= start;
    const part = chunk.subarray(start, start + left);
    left -= part.byteLength;
    if (part.byteLength > 0) yield part;
    if (left === 0) return;
  }
}

const damaged = (): Failure => new Failure('INVALID_RESPONSE', { where: 'blob', why: 'cannot-unpack' });

/** The bytes of the layer from `at` on, each span of them checked once it is complete. @throws Failure DIGEST_MISMATCH. */
async function* proven(content: Bytes, from: number, spans: readonly PackedSpan[]): AsyncGenerator<Uint8Array> {
  let at = from;
  let hash = createHash('sha256');
  const left = [...spans];
  for await (const chunk of content) {
    for (let start = 0; start < chunk.byteLength && left[0]; ) {
      const part = chunk.subarray(start, start + left[0].to - at);
      hash.update(part);
      start += part.byteLength;
      at += part.byteLength;
      if (at < left[0].to) continue;
      checkDigest(left[0].digest, hash.digest('hex'));
      left.shift();
      hash = createHash('sha256');
    }
    yield chunk;
  }
}

/**
 * The content of one file, read by one range of its layer; checked against its digest where one is known, else against those
 * of its parts or of the bytes of the layer.
 * @throws Failure INVALID_RESPONSE where it does not unpack or is too short, DIGEST_MISMATCH after the last byte.
 */
export async function* readContent(read: ReadRange, place: FilePlace, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const [first, last] = [place.parts[0], place.parts.at(-1)];
  if (!first || !last) return;
  const bytes = read(first.from, last.to, signal);
  const cursor = new Cursor(place.spans ? proven(bytes, first.from, place.spans) : bytes);
  const whole = createHash('sha256');
  let size = 0;
  try {
    for (const part of place.parts) {
      await cursor.skip(part.from - first.from - cursor.offset);
      const hash = createHash('sha256');
      const packed = cursor.take(part.to - part.from);
      for await (const chunk of sliced(unpacked(place.packing, part, packed, signal), part.skip, part.size)) {
        hash.update(chunk);
        whole.update(chunk);
        size += chunk.byteLength;
        yield chunk;
      }
      if (place.digest === undefined && part.digest !== undefined) checkDigest(part.digest, hash.digest('hex'));
    }
    // The rest of the last span, which nothing else proves.
    if (place.spans) await cursor.skip(last.to - first.from - cursor.offset);
  } catch (error) {
    throw isZlibError(error) ? damaged() : error;
  } finally {
    await cursor.close();
  }
  if (size !== place.size) throw damaged();
  if (place.digest !== undefined) checkDigest(place.digest, whole.digest('hex'));
}

function checkDigest(expected: string, hex: string): void {
  if (`sha256:${hex}` !== expected) throw new Failure('DIGEST_MISMATCH', { expected, actual: `sha256:${hex}` });
}
