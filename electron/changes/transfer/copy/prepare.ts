import { Failure } from '../../../../shared/errors.ts';
import { type Cargo, companionTags, type Place, readCargo, type Wanted } from './cargo.ts';
import { blobsThere } from './plan.ts';
import type { TagMove } from './run.ts';

export type CopyOrder = {
  readonly from: Place;
  readonly to: Place & { readonly tag: string };
  readonly wanted: Wanted;
  /** What the person saw: the digest that arrives, and what the tag was (null for free). */
  readonly digest: string;
  readonly expected: string | null;
};

/** A copy as far as it can be known before anything is sent. */
export type PreparedCopy = { readonly cargo: Cargo; readonly there: ReadonlySet<string>; readonly tags: readonly TagMove[] };

/** Reads what a copy brings and what is there already. @throws Failure DIGEST_MISMATCH when it is not what the person saw. */
export async function prepareCopy({ from, to, wanted, digest, expected }: CopyOrder, signal: AbortSignal): Promise<PreparedCopy> {
  const cargo = await readCargo(from, wanted, signal);
  if (cargo.root.digest !== digest) throw new Failure('DIGEST_MISMATCH', { expected: digest, actual: cargo.root.digest });
  const there = await blobsThere(cargo, to, signal);
  const tags: TagMove[] = [];
  for (const put of await companionTags(cargo, to, signal))
    tags.push({ ...put, expected: (await to.client.head(to.repository, put.tag, signal))?.digest ?? null });
  return { cargo, there, tags: [...tags, { tag: to.tag, raw: cargo.root, expected }] };
}
