import { Failure } from '../../../../shared/errors.ts';
import { type Payload, type Place, readPayload, referrerTags, type Wanted } from '../payload.ts';
import type { TagMove } from '../send.ts';
import { blobsPresent } from './plan.ts';

export type CopyOrder = {
  readonly from: Place;
  readonly to: Place & { readonly tag: string };
  readonly wanted: Wanted;
  /** What the person saw: the digest that arrives, and what the tag was (null for free). */
  readonly digest: string;
  readonly expected: string | null;
};

/** A copy as far as it can be known before anything is sent. */
export type PreparedCopy = { readonly payload: Payload; readonly there: ReadonlySet<string>; readonly tags: readonly TagMove[] };

/** Reads what a copy brings and what is there already. @throws Failure DIGEST_MISMATCH when it is not what the person saw. */
export async function prepareCopy({ from, to, wanted, digest, expected }: CopyOrder, signal: AbortSignal): Promise<PreparedCopy> {
  const payload = await readPayload(from, wanted, signal);
  if (payload.root.digest !== digest) throw new Failure('DIGEST_MISMATCH', { expected: digest, actual: payload.root.digest });
  const there = await blobsPresent(payload, to, signal);
  const tags: TagMove[] = [];
  for (const put of await referrerTags(payload, to, signal))
    tags.push({ ...put, expected: (await to.client.head(to.repository, put.tag, signal))?.digest ?? null });
  return { payload, there, tags: [...tags, { tag: to.tag, raw: payload.root, expected }] };
}
