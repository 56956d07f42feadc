import type { CopyProgress } from '../../../shared/contract/copy.ts';
import { isFailure } from '../../../shared/errors.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { Blobs, Upload } from '../../registry/blobs.ts';
import type { RawManifest } from '../../registry/client.ts';
import { isTransient } from '../../registry/http/failure.ts';
import { retry } from '../../registry/http/retry.ts';
import { pool } from '../../registry/pool.ts';
import { preserve } from '../core/preserve.ts';
import { checkTag, putTagIfUnmoved } from '../core/put-tag.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import { BLOB_RETRY, type BlobReader } from './blob-content.ts';
import type { Payload, Place, TagPut } from './payload.ts';
import { sendBlob } from './upload.ts';

const WIDTH = 4;
/** ms between two reports of how far it has come. */
const REPORT = 200;

/** A tag at the target, what it is to point at, and what it was when that was decided. */
export type TagMove = TagPut & { readonly expected: string | null };

export type SendJob = {
  readonly payload: Pick<Payload, 'manifests' | 'blobs'>;
  readonly to: Place;
  /** In the order in which they are put; the last is the one that was asked for. */
  readonly tags: readonly TagMove[];
  /** Blobs that are at the target. */
  readonly there: ReadonlySet<string>;
  /** A repository of the same registry, from which it can take blobs over by itself. */
  readonly mountFrom: string | undefined;
  readonly read: BlobReader;
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
  readonly signal: AbortSignal;
};

/** How many bytes were sent, and how many came by other ways. */
export type SentBytes = { readonly sent: number; readonly mounted: number; readonly there: number };

type Meter = { readonly sent: Map<string, number>; readonly mounted: Set<string> };

function progressOf({ payload, there }: SendJob, { sent, mounted }: Meter): CopyProgress {
  const missing = [...payload.blobs].filter(([digest]) => !there.has(digest) && !mounted.has(digest));
  return {
    kind: 'progress',
    sent: [...sent.values()].reduce((sum, bytes) => sum + bytes, 0),
    total: missing.reduce((sum, [, size]) => sum + size, 0),
    blobs: missing.map(([digest, size]) => ({ digest, size, sent: sent.get(digest) ?? 0 })),
  };
}

/** A registry that will not take a blob over gets it as any other. */
async function tryMount(
  blobs: Blobs,
  repository: string,
  mount: { digest: string; from: string },
  signal: AbortSignal,
): Promise<Upload | undefined> {
  try {
    return await blobs.start(repository, mount, signal);
  } catch (error) {
    if (!isFailure(error, 'REGISTRY') && !isFailure(error, 'NOT_FOUND') && !isTransient(error)) throw error;
    return blobs.start(repository, undefined, signal);
  }
}

/** A manifest by its digest may be put as often as need be. */
async function putByDigest({ to, signal }: SendJob, raw: RawManifest): Promise<void> {
  await retry(() => to.client.putManifest(to.repository, raw.digest, raw, signal), { ...BLOB_RETRY, signal });
}

/** Mounts the blob where the registry has it in another repository, else sends it. */
async function bring(job: SendJob, meter: Meter, digest: string, size: number): Promise<void> {
  const { to, mountFrom, read, stepLog, signal } = job;
  const { blobs } = to.client;
  const mount = mountFrom === undefined ? undefined : { digest, from: mountFrom };
  await stepLog.step(
    { method: 'POST', reference: digest, why: 'blob', ...(mountFrom === undefined ? {} : { mount: mountFrom }) },
    async () => {
      const upload = mount && (await tryMount(blobs, to.repository, mount, signal));
      if (mount && !upload) return void meter.mounted.add(digest);
      const onSent = (sent: number): void => void meter.sent.set(digest, sent);
      onSent(0);
      await sendBlob({ to: blobs, repository: to.repository, digest, size, read, signal, onSent, ...(upload ? { upload } : {}) });
    },
  );
}

async function bringAll(job: SendJob, meter: Meter): Promise<void> {
  // The large ones first: then the end is not one long layer alone.
  const waiting = [...job.payload.blobs].filter(([digest]) => !job.there.has(digest)).sort((a, b) => a[1] - b[1]);
  await pool(
    WIDTH,
    () => waiting.pop(),
    ([digest, size]) => bring(job, meter, digest, size),
  );
}

/** Points one tag at what was transferred, if nobody has moved it since. @throws Failure CONFLICT. */
async function putTag({ to, stepLog, signal }: SendJob, { tag, raw, expected }: TagMove): Promise<void> {
  signal.throwIfAborted();
  const seen = { ...to, tag, expected };
  // What is sent is proven, even when the run is stopped.
  if (expected === raw.digest) await checkTag(seen, signal);
  else await putTagIfUnmoved(seen, raw, stepLog, signal);
}

/**
 * Carries out a copy: blobs first, a few at once and each as it is read; then manifests, children before their index; then the tags, each
 * proven. Ended early, it leaves no tag that points at something incomplete. @throws Failure; the signal's reason.
 */
export async function sendPayload(job: SendJob, emit: (progress: CopyProgress) => void): Promise<SentBytes> {
  const { payload, to, tags, there, trash, cache, stepLog, signal } = job;
  const { client, repository } = to;
  const meter: Meter = { sent: new Map(), mounted: new Set() };
  for (const { expected, raw } of tags)
    if (expected !== null && expected !== raw.digest) await preserve({ client, repository, trash, cache }, expected);
  const report = (): void => emit(progressOf(job, meter));
  const timer = setInterval(report, REPORT);
  try {
    report();
    await bringAll(job, meter);
  } finally {
    clearInterval(timer);
    report();
  }
  for (const raw of payload.manifests.slice(0, -1)) {
    signal.throwIfAborted();
    const { digest, mediaType } = raw;
    if (await client.head(repository, digest, signal)) continue;
    await stepLog.step({ method: 'PUT', reference: digest, digest, mediaType, why: 'child' }, () => putByDigest(job, raw));
  }
  for (const move of tags) await putTag(job, move);
  const sizes = (digests: Iterable<string>): number => [...digests].reduce((sum, digest) => sum + (payload.blobs.get(digest) ?? 0), 0);
  return { sent: [...meter.sent.values()].reduce((sum, bytes) => sum + bytes, 0), mounted: sizes(meter.mounted), there: sizes(there) };
}
