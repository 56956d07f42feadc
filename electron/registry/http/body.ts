import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Failure } from '../../../shared/errors.ts';
import type { Part } from '../../../shared/reasons.ts';
import type { Limit } from './limits.ts';

type Body = AsyncIterable<Buffer | Uint8Array>;

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * A body as it was before it was encoded (RFC 9110 section 8.4): some send gzip although none was allowed. Whoever reads it counts what comes out, so
 * that a bomb meets the same limit. @throws Failure INVALID_RESPONSE for an encoding that is not known or broken.
 */
export async function* decoded(body: Body, encoding: string | undefined, where: Part): AsyncGenerator<Uint8Array> {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return yield* body;
  const create = DECODERS[name];
  if (!create) throw new Failure('INVALID_RESPONSE', { where, why: 'encoding-unknown', detail: name.slice(0, 50) });
  const decoder = create();
  pipeline(Readable.from(body, { objectMode: false }), decoder, () => {});
  try {
    for await (const chunk of decoder) yield chunk;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw /^(?:Z_|ERR_BROTLI|ERR__ERROR)/.test(code)
      ? new Failure('INVALID_RESPONSE', { where, why: 'encoding-broken', detail: name })
      : error;
  }
}

/** Reads a body whole, up to `limit` bytes, however it announces itself. @throws Failure INVALID_RESPONSE naming the limit. */
export async function readBody(body: Body, limit: Limit, where: Part): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit.bytes) {
      throw new Failure('INVALID_RESPONSE', { where, why: limit.why, detail: limit.name });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Reads the start of an error body and lets the rest go. */
export async function readErrorBody(body: Body, limit: Limit): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > limit.bytes) break;
    }
  } catch {
    // An error answer that breaks off is still that error.
  }
  return Buffer.concat(chunks, size).subarray(0, limit.bytes);
}
