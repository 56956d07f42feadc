import { createHash } from 'node:crypto';
import { Failure } from '../../../shared/errors.ts';
import { isTransient } from '../../registry/http/failure.ts';
import { backOff } from '../../registry/http/retry.ts';

/** How interrupted reads and writes of a blob are retried. */
export const BLOB_RETRY = { tries: 5, pause: 600, when: isTransient, told: 'tries' } as const;

/** Bytes of a blob from an offset on. */
export type BlobReader = (digest: string, offset: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/** A blob to read; `size` in bytes, as its descriptor says. */
export type Content = {
  readonly digest: string;
  readonly size: number;
  readonly read: BlobReader;
  readonly signal: AbortSignal;
  /** Waits while the work is paused. */
  readonly turn?: () => Promise<void>;
  /** How many bytes of the blob have been passed on. */
  readonly onSent: (sent: number) => void;
};

/**
 * A blob from `offset` to its end. Reading goes on where the source breaks off. The digest is verified when the blob is read from its beginning.
 * @throws Failure DIGEST_MISMATCH, INVALID_RESPONSE for more bytes than promised, and what the source ends with; the signal's reason.
 */
export async function* contentOf({ read, digest, size, signal, turn, onSent }: Content, offset = 0): AsyncGenerator<Uint8Array> {
  const algorithm = digest.slice(0, digest.indexOf(':'));
  const hash = offset === 0 ? createHash(algorithm) : undefined;
  let at = offset;
  let endWaiting = (): void => {};
  for (let attempt = 0; at < size; ) {
    try {
      await turn?.();
      for await (const chunk of read(digest, at, signal)) {
        endWaiting();
        at += chunk.byteLength;
        if (at > size) throw new Failure('INVALID_RESPONSE', { where: 'blob', why: 'more-bytes', detail: String(size) });
        attempt = 0;
        hash?.update(chunk);
        yield chunk;
        onSent(at);
        await turn?.();
        signal.throwIfAborted();
      }
      if (at < size) throw new Failure('NETWORK', { host: '', reason: 'cut', detail: '' });
    } catch (error) {
      // Resumes at the offset, and counts tries anew with each part that arrived: this is no retry of the whole.
      if (signal.aborted || !isTransient(error) || ++attempt === BLOB_RETRY.tries) {
        endWaiting();
        throw error;
      }
      endWaiting();
      endWaiting = await backOff({ ...BLOB_RETRY, attempt, failure: error, signal });
    }
  }
  const actual = hash && `${algorithm}:${hash.digest('hex')}`;
  if (actual !== undefined && actual !== digest) throw new Failure('DIGEST_MISMATCH', { expected: digest, actual });
}
