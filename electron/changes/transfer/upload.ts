import { isFailure } from '../../../shared/errors.ts';
import type { Blobs, Upload } from '../../registry/blobs.ts';
import { retry } from '../../registry/http/retry.ts';
import { BLOB_RETRY, type Content, contentOf } from './blob-content.ts';

/** ms for closing an upload session that is no longer needed. */
const CLOSING = 5_000;

export type Transfer = Content & {
  readonly to: Blobs;
  readonly repository: string;
  /** The session that the registry opened instead of a mount. */
  readonly upload?: Upload;
};

/** Bytes in transfer, and why they ended early. */
type Ending = { readonly bytes: AsyncIterable<Uint8Array>; readonly failure: () => unknown };

/**
 * Content that ends normally when it is stopped or turns out wrong. The registry then answers, and the session can be closed. Distribution 2
 * never releases a session whose connection broke.
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

/** Aborts a moment after `signal`, so that requests can end by themselves. */
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
    // A broken connection is also thrown into the content, unread; `error` says what it means.
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
 * Sends one blob while reading it, never whole in memory. After a broken connection it resumes where the registry allows that, else starts over.
 * When it gives up, it closes the session. @throws Failure; the signal's reason.
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
  /** Asks how far the upload came before the connection broke. Returns whether nothing is left to send. */
  const resume = async (): Promise<boolean> => {
    // Only the last answer may have been lost.
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
