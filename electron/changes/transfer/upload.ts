import { isFailure } from '../../../shared/errors.ts';
import type { Blobs, Upload } from '../../registry/blobs.ts';
import { retry } from '../../registry/http/retry.ts';
import { BLOB_RETRY, type Content, contentOf } from './blob-content.ts';

/** ms for closing an upload session that nobody needs any more. */
const CLOSING = 5_000;

export type Transfer = Content & {
  readonly to: Blobs;
  readonly repository: string;
  /** A session that a mount left open instead. */
  readonly upload?: Upload;
};

/** Bytes that are on their way, and why they ended before their end. */
type Ending = { readonly bytes: AsyncIterable<Uint8Array>; readonly failure: () => unknown };

/**
 * Content that ends instead of breaking when it is stopped, or turns out wrong: the registry then answers where the session is, and it can be
 * closed. Distribution 2 never lets go of one whose connection broke.
 */
function endingContent(transfer: Transfer, offset: number): Ending {
  let failure: unknown;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* contentOf(transfer, offset);
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
  const { bytes, failure } = endingContent(transfer, offset);
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
  const send = async (): Promise<void> => {
    upload ??= await to.start(repository, undefined, signal);
    if (!upload) return;
    if (size > offset) {
      const written = await write(transfer, upload, offset);
      upload = written.upload;
      if (written.failure) throw written.failure;
    }
    await to.finish(upload, digest, signal);
  };
  /** Finds out how far it came before it broke off. Whether there is nothing left to send. */
  const resume = async (): Promise<boolean> => {
    // The answer to its end may be all that was lost.
    if (await to.has(repository, digest, signal).catch(() => false)) return true;
    const state = upload && (await to.state(upload, signal).catch(() => undefined));
    if (!state) await close(to, upload);
    upload = state?.upload;
    offset = state?.offset ?? 0;
    onSent(offset);
    return false;
  };
  try {
    await retry(
      async (attempt) => {
        if (attempt === 1 || !(await resume())) await send();
      },
      { ...BLOB_RETRY, signal },
    );
  } catch (error) {
    await close(to, upload);
    throw error;
  }
}
