import type { CopyPlan } from '../../../../shared/contract/copy.ts';
import type { SummaryCache } from '../../../browse/image-summary.ts';
import { pool } from '../../../registry/pool.ts';
import { currentOf } from '../../retag/plan.ts';
import { type Payload, type Place, readPayload, type Wanted } from '../payload.ts';

const WIDTH = 8;

export type CopyQuestion = {
  readonly from: Place;
  readonly to: Place & { readonly tag: string };
  /** Both are of one registry, which can take blobs over from another repository by itself. */
  readonly sameRegistry: boolean;
  readonly wanted: Wanted;
  readonly cache: SummaryCache;
  readonly signal: AbortSignal;
};

type Share = { readonly blobs: number; readonly bytes: number };

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
  const there = new Set<string>();
  const waiting = [...blobs.keys()];
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (digest) => {
      if (await client.blobs.has(repository, digest, signal)) there.add(digest);
    },
  );
  return there;
}

/** What a copy would do: which bytes travel, which are there, and what the tag at the target is now. Reads, changes nothing. */
export async function planCopy({ from, wanted, ...question }: CopyQuestion): Promise<CopyPlan> {
  return planPayload(await readPayload(from, wanted, question.signal), question);
}

/** The same for what has been read already, from a registry or from a file. */
export async function planPayload(
  payload: Payload,
  { to, sameRegistry, cache, signal }: Omit<CopyQuestion, 'from' | 'wanted'>,
): Promise<CopyPlan> {
  const there = await blobsPresent(payload, to, signal);
  const { root, whole, manifests, blobs, platforms, referrers, missing: absent, foreign } = payload;
  const missing = [...blobs].filter(([digest]) => !there.has(digest));
  const current = await currentOf({ ...to, to: to.tag, hints: [], leaving: [], cache, signal }, root.digest);
  return {
    digest: root.digest,
    whole: whole.digest,
    mediaType: root.mediaType,
    platforms: [...platforms],
    missing: [...absent],
    foreign: shareOf([...foreign]),
    manifests: manifests.length,
    all: shareOf([...blobs]),
    there: shareOf([...blobs].filter(([digest]) => there.has(digest))),
    mounted: shareOf(sameRegistry ? missing : []),
    travels: shareOf(sameRegistry ? [] : missing),
    referrers: referrers.map(({ reference, artifactType }) => ({ name: reference, artifactType })),
    current,
  };
}
