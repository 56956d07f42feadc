import type { ImagePlan, Share, TargetPlan } from '../../../shared/contract/transfer.ts';
import { blames } from '../../../shared/errors.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import { pool } from '../../registry/pool.ts';
import { currentsOf } from '../core/current-tag.ts';
import { countReferrers, type Payload, type Place } from './payload.ts';
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
): Promise<Set<string>> {
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

/** Where images go. `mounts`: the registry mounts blobs of its own. */
export type PlanTarget = { readonly to: Place; readonly mounts: boolean; readonly cache: SummaryCache };

/** Where images are to go, for their plan. */
export async function targetOf(
  ports: TransferPorts,
  { connectionId, repository }: Omit<Target, 'tag'>,
  mounts: boolean,
): Promise<PlanTarget> {
  const cache = await ports.summaries.of(connectionId, repository);
  return { to: { client: ports.clients.of(connectionId), repository }, mounts, cache };
}

/** Whether the registry has the repository: it knows no tags of one that it does not have. */
async function stateOf({ client, repository }: Place, signal: AbortSignal): Promise<TargetPlan['repository']> {
  try {
    for await (const _ of client.tags(repository, signal)) return 'found';
    return 'new';
  } catch (error) {
    // An account that may push need not be allowed to list.
    if (blames(error) === 'connection') throw error;
    return 'unknown';
  }
}

/** An image, and the tag that it gets. */
export type TaggedPayload = { readonly payload: Payload; readonly tag: string };

/**
 * What transferring images would do: which bytes are transferred, which are present, and what each tag at the target is now. A blob that several
 * share counts once. Reads, changes nothing.
 */
export async function planPayloads(
  images: readonly TaggedPayload[],
  { to, mounts, cache }: PlanTarget,
  signal: AbortSignal,
): Promise<Omit<TargetPlan, 'planId'> & { readonly images: ImagePlan[] }> {
  const blobs = new Map(images.flatMap(({ payload }) => [...payload.blobs]));
  const present = await blobsPresent({ blobs }, to, signal);
  const absent = [...blobs].filter(([digest]) => !present.has(digest));
  const targets = images.map(({ payload, tag }) => ({ to: tag, digest: payload.root.digest, hints: [] }));
  const currents = await currentsOf({ ...to, cache, signal }, targets);
  return {
    repository: await stateOf(to, signal),
    present: shareOf([...blobs].filter(([digest]) => present.has(digest))),
    toMount: shareOf(mounts ? absent : []),
    toTransfer: shareOf(mounts ? [] : absent),
    images: images.map(({ payload: { root, whole, platforms, missing, foreign, referrers } }, i) => ({
      digest: root.digest,
      whole: whole.digest,
      platforms: [...platforms],
      missing: [...missing],
      foreign: shareOf([...foreign]),
      referrers: countReferrers(referrers),
      current: currents[i] ?? { state: 'free' },
    })),
  };
}
