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
import { ByteMeter, type TransferReport } from './byte-meter.ts';
import type { Payload, Place, TagPut } from './payload.ts';
import { sendBlob } from './upload.ts';

const WIDTH = 4;

/** A tag at the target, what it is to point to, and what it was when that was decided. */
export type TagMove = TagPut & { readonly expected: string | null };

export type SendJob = {
  readonly payload: Pick<Payload, 'manifests' | 'blobs'>;
  readonly to: Place;
  /** In the order in which they are put. The last is the one that was asked for. */
  readonly tags: readonly TagMove[];
  /** Blobs that the target has; those that are transferred are added. */
  readonly present: Set<string>;
  /** A repository of the same registry, from which it can mount blobs. */
  readonly mountFrom: string | undefined;
  readonly read: BlobReader;
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
  readonly signal: AbortSignal;
  /** Waits while the work is paused. */
  readonly turn?: () => Promise<void>;
};

/** Bytes that were transferred, mounted, and already present. */
export type SentBytes = { readonly sent: number; readonly mounted: number; readonly present: number };

/** A blob that the registry does not mount is sent like any other. */
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

/** Puts a manifest by its digest, which may be repeated. */
async function putByDigest({ to, signal }: SendJob, raw: RawManifest): Promise<void> {
  await retry(() => to.client.putManifest(to.repository, raw.digest, raw, signal), { ...BLOB_RETRY, signal });
}

/** Mounts the blob where the registry has it in another repository, else sends it. Whether it was mounted. */
async function transferBlob(job: SendJob, meter: ByteMeter, digest: string, size: number): Promise<boolean> {
  const { to, mountFrom, read, stepLog, signal, turn } = job;
  const { blobs } = to.client;
  const mount = mountFrom === undefined ? undefined : { digest, from: mountFrom };
  return stepLog.step(
    { method: 'POST', reference: digest, why: 'blob', ...(mountFrom === undefined ? {} : { mount: mountFrom }) },
    async () => {
      const upload = mount && (await tryMount(blobs, to.repository, mount, signal));
      if (mount && !upload) {
        meter.remove(digest);
        return true;
      }
      const onSent = (sent: number): void => meter.note(digest, sent);
      onSent(0);
      const rest = { ...(upload ? { upload } : {}), ...(turn ? { turn } : {}) };
      await sendBlob({ to: blobs, repository: to.repository, digest, size, read, signal, onSent, ...rest });
      return false;
    },
  );
}

/** The digests of those that were mounted. */
async function transferAll(job: SendJob, meter: ByteMeter, absent: readonly (readonly [string, number])[]): Promise<string[]> {
  const mounted: string[] = [];
  // Large blobs first, so that no long one is left for the end.
  const waiting = absent.toSorted((a, b) => a[1] - b[1]);
  await pool(
    WIDTH,
    () => waiting.pop(),
    async ([digest, size]) => {
      await job.turn?.();
      if (await transferBlob(job, meter, digest, size)) mounted.push(digest);
      job.present.add(digest);
    },
  );
  return mounted;
}

/** Points one tag at what was transferred, if nobody has moved it since. @throws Failure CONFLICT. */
async function putTag({ to, stepLog, signal }: SendJob, { tag, raw, expected }: TagMove): Promise<void> {
  signal.throwIfAborted();
  const seen = { ...to, tag, expected };
  // What is sent is proven, even when the run is stopped.
  if (expected === raw.digest) await checkTag(seen, signal);
  else await putTagIfUnmoved(seen, raw, stepLog, signal);
}

/** The payload's blobs that the target does not have. */
export const absentOf = ({ payload, present }: Pick<SendJob, 'payload' | 'present'>): [string, number][] =>
  [...payload.blobs].filter(([digest]) => !present.has(digest));

/**
 * Sends an image: blobs first, a few at once and each as it is read; then manifests, children before their index; then the tags, each proven.
 * Ended early, it leaves no tag that points to something incomplete. Returns the blobs that were mounted. @throws Failure; the signal's reason.
 */
export async function sendImage(job: SendJob, meter: ByteMeter): Promise<readonly string[]> {
  const { payload, to, tags, trash, cache, stepLog, signal } = job;
  const { client, repository } = to;
  for (const { expected, raw } of tags)
    if (expected !== null && expected !== raw.digest) await preserve({ client, repository, trash, cache }, expected);
  const mounted = await transferAll(job, meter, absentOf(job));
  for (const raw of payload.manifests.slice(0, -1)) {
    signal.throwIfAborted();
    const { digest, mediaType } = raw;
    if (await client.head(repository, digest, signal)) continue;
    await stepLog.step({ method: 'PUT', reference: digest, digest, mediaType, why: 'child' }, () => putByDigest(job, raw));
  }
  for (const move of tags) await putTag(job, move);
  return mounted;
}

/** The bytes of these blobs. */
export const sizesOf = (digests: Iterable<string>, blobs: ReadonlyMap<string, number>): number =>
  [...digests].reduce((sum, digest) => sum + (blobs.get(digest) ?? 0), 0);

/** Sends one image and reports its progress. @throws Failure; the signal's reason. */
export async function sendPayload(job: SendJob, report: TransferReport): Promise<SentBytes> {
  const { blobs } = job.payload;
  const present = sizesOf(job.present, blobs);
  const meter = new ByteMeter(absentOf(job), report);
  const mounted = await meter.during(() => sendImage(job, meter));
  return { sent: meter.total, mounted: sizesOf(mounted, blobs), present };
}
