import { Failure } from '../../shared/errors.ts';
import type { Limit } from './limits.ts';

type Body = AsyncIterable<Buffer | Uint8Array>;

/** Reads a body whole, up to `limit` bytes, however it announces itself. @throws Failure INVALID_RESPONSE naming the limit. */
export async function readBody(body: Body, limit: Limit, where: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit.bytes) {
      throw new Failure('INVALID_RESPONSE', { where, why: limit.name });
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
