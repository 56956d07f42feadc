import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure, isFailure } from '../../../shared/errors.ts';
import type { Blobs, Upload } from '../../registry/blobs.ts';
import { isTransient } from '../../registry/failure.ts';

const TRIES = 5;
const FIRST_PAUSE = 300;
/** ms for closing an upload session that nobody needs any more. */
const CLOSING = 5_000;

/** Bytes of a blob from an offset on. */
export type BlobReader = (digest: string, offset: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;

export type Transfer = {
  readonly to: Blobs;
  readonly repository: string;
  readonly digest: string;
  /** Bytes, as the descriptor says. */
  readonly size: number;
  readonly read: BlobReader;
  /** A session that a mount left open instead. */
  readonly upload?: Upload;
  readonly signal: AbortSignal;
  /** How many bytes of the blob have been sent; falls back where a part has to be sent again. */
  readonly onSent: (sent: number) => void;
};

const pause = (attempt: number, signal: AbortSignal): Promise<void> => wait(FIRST_PAUSE * 2 ** attempt, undefined, { signal });

/** Bytes that are on their way, and why they ended before their end. */
type Content = { readonly bytes: AsyncIterable<Uint8Array>; readonly failure: () => unknown };

/** The blob from `offset` to its end, read on where the source breaks off; hashed when it is read from its beginning. */
async function* readOn({ read, digest, size, signal, onSent }: Transfer, offset: number): AsyncGenerator<Uint8Array> {
  const algorithm = digest.slice(0, digest.indexOf(':'));
  const hash = offset === 0 ? createHash(algorithm) : undefined;
  let at = offset;
  for (let attempt = 0; at < size; ) {
    try {
      for await (const chunk of read(digest, at, signal)) {
        at += chunk.byteLength;
        if (at > size) throw new Failure('INVALID_RESPONSE', { where: 'blob', why: `more than its ${size} bytes` });
        attempt = 0;
        hash?.update(chunk);
        yield chunk;
        onSent(at);
        signal.throwIfAborted();
      }
      if (at < size) throw new Failure('NETWORK', { host: '', reason: 'cut', detail: 'the blob ended early' });
    } catch (error) {
      if (signal.aborted || !isTransient(error) || ++attempt === TRIES) throw error;
      await pause(attempt, signal);
    }
  }
  const actual = hash && `${algorithm}:${hash.digest('hex')}`;
  if (actual !== undefined && actual !== digest) throw new Failure('DIGEST_MISMATCH', { expected: digest, actual });
}

/**
 * Content that ends instead of breaking when it is stopped, or turns out wrong: the registry then answers where the session is, and it can be
 * closed. Distribution 2 never lets go of one whose connection broke.
 */
function contentOf(transfer: Transfer, offset: number): Content {
  let failure: unknown;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* readOn(transfer, offset);
    } catch (error) {
      failure = error;
    }
  }
  return { bytes: bytes(), failure: () => failure };
}

/** Aborted a moment after `signal`: what is under way has that long to end by itself. */
function afterwards(signal: AbortSignal): { readonly signal: AbortSignal; readonly done: () => void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => controller.abort(signal.reason), CLOSING);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const done = (): void => {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  };
  return { signal: controller.signal, done };
}

async function write(transfer: Transfer, upload: Upload, offset: number): Promise<{ upload: Upload; failure: unknown }> {
  const { to, size, signal } = transfer;
  const { bytes, failure } = contentOf(transfer, offset);
  const late = afterwards(signal);
  try {
    return { upload: await to.write(upload, bytes, { offset, size }, late.signal), failure: failure() };
  } catch (error) {
    // A connection that breaks is thrown into the content as it is; what it means is in `error`.
    const own = failure();
    throw isFailure(own) ? own : error;
  } finally {
    late.done();
  }
}

async function close(to: Blobs, upload: Upload | undefined): Promise<void> {
  if (upload) await to.cancel(upload, AbortSignal.timeout(CLOSING)).catch(() => {});
}

/**
 * Sends one blob as it is read, never whole in memory. A connection that breaks off is taken up where the registry allows it, else the blob is
 * begun again; when it is given up, its session is closed. @throws Failure; the signal's reason.
 */
export async function sendBlob(transfer: Transfer): Promise<void> {
  const { to, repository, digest, size, signal, onSent } = transfer;
  let upload = transfer.upload;
  let offset = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      upload ??= await to.start(repository, undefined, signal);
      if (!upload) return;
      if (size > offset) {
        const written = await write(transfer, upload, offset);
        upload = written.upload;
        if (written.failure) throw written.failure;
      }
      return await to.finish(upload, digest, signal);
    } catch (error) {
      if (signal.aborted || !isTransient(error) || attempt === TRIES) {
        await close(to, upload);
        throw error;
      }
      await pause(attempt, signal);
      // The answer to its end may be all that was lost.
      if (await to.has(repository, digest, signal).catch(() => false)) return;
      const state = upload && (await to.state(upload, signal).catch(() => undefined));
      if (!state) await close(to, upload);
      upload = state?.upload;
      offset = state?.offset ?? 0;
      onSent(offset);
    }
  }
}
