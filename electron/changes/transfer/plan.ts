import type { Share, TransferPlan } from '../../../shared/contract/transfer.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import { pool } from '../../registry/pool.ts';
import { currentOf } from '../core/current-tag.ts';
import type { Payload, Place } from './payload.ts';
import type { Target, TransferPorts } from './ports.ts';

const WIDTH = 8;

/** How many blobs, and their bytes. */
export const shareOf = (blobs: readonly (readonly [string, number])[]): Share => ({
  blobs: blobs.length,
  bytes: blobs.reduce((sum, [, size]) => sum + size, 0),
});

/** Digests of the payload's blobs that the target has already: each is asked for by a HEAD. */
export async function blobsPresent(
  { blobs }: Pick<Payload, 'blobs'>,
  { client, repository }: Place,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  const waiting = [...blobs.keys()];
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (digest) => {
      if (await client.blobs.has(repository, digest, signal)) present.add(digest);
    },
  );
  return present;
}

export type PlanTarget = {
  readonly to: Place & { readonly tag: string };
  readonly mounts: boolean;
  readonly cache: SummaryCache;
};

/** Where a payload is to go, for its plan. */
export async function targetOf(ports: TransferPorts, { connectionId, repository, tag }: Target, mounts: boolean): Promise<PlanTarget> {
  const cache = await ports.summaries.of(connectionId, repository);
  return { to: { client: ports.clients.of(connectionId), repository, tag }, mounts, cache };
}

/**
 * What transferring a payload would do: which bytes are transferred, which are present, and what the tag at the target is now. A registry mounts
 * blobs of its own (`mounts`). Reads, changes nothing.
 */
export async function planPayload(
  payload: Payload,
  { to, mounts, cache }: PlanTarget,
  signal: AbortSignal,
): Promise<Omit<TransferPlan, 'planId'>> {
  const present = await blobsPresent(payload, to, signal);
  const { root, whole, blobs, platforms, referrers, missing, foreign } = payload;
  const absent = [...blobs].filter(([digest]) => !present.has(digest));
  return {
    digest: root.digest,
    whole: whole.digest,
    platforms: [...platforms],
    missing: [...missing],
    foreign: shareOf([...foreign]),
    present: shareOf([...blobs].filter(([digest]) => present.has(digest))),
    toMount: shareOf(mounts ? absent : []),
    toTransfer: shareOf(mounts ? [] : absent),
    referrers: referrers.length,
    current: await currentOf({ ...to, to: to.tag, hints: [], leaving: [], cache, signal }, root.digest),
  };
}
