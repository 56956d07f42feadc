import type { CurrentTag } from '../../../shared/contract/retag.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { holdingOf } from './holders.ts';
import { headTags, scanRepository, tagsOn } from './scan.ts';
import { isComplete, withManifests } from './snapshot.ts';

/** A tag that will be written, and what helps to tell whether the image it points to now keeps a tag. */
export type TargetQuestion = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly to: string;
  /** Tags that probably share the digest of `to`: read first, so that a large repository need not be read. */
  readonly hints: readonly string[];
  /** Tags that the same change moves: they do not keep their image. */
  readonly leaving: readonly string[];
  readonly cache: SummaryCache;
  readonly signal: AbortSignal | undefined;
};

/** Where a tag that will point to `digest` points now. Only reads. */
export async function currentOf(question: TargetQuestion, digest: string): Promise<CurrentTag> {
  const { client, repository, to, signal } = question;
  const target = await client.head(repository, to, signal);
  if (!target) return { state: 'free' };
  if (target.digest === digest) return { state: 'same' };
  return { state: 'taken', digest: target.digest, ...(await whatKeeps(question, target.digest)) };
}

/** The digest that a tag must still have when the plan is applied; null where the tag must not exist. */
export function expectedOf({ current, digest }: { readonly current: CurrentTag; readonly digest: string }): string | null {
  if (current.state === 'free') return null;
  return current.state === 'same' ? digest : current.digest;
}

/** A tag other than `to` that points to `digest`; if there is none, the indexes that contain it. */
async function whatKeeps(
  { client, repository, to, hints, leaving, cache, signal }: TargetQuestion,
  digest: string,
): Promise<{ keptAs?: string; complete: boolean; indexes: string[] }> {
  const nothing = (): void => {};
  const isKept = (tag: string): boolean => tag !== to && !leaving.includes(tag);
  const hinted = await headTags(client, repository, hints.filter(isKept), signal, nothing);
  const known = tagsOn(hinted, digest)[0];
  if (known !== undefined) return { keptAs: known, complete: true, indexes: [] };
  const scan = await scanRepository(client, repository, signal, nothing);
  const found = tagsOn(scan, digest).find(isKept);
  if (found !== undefined) return { keptAs: found, complete: true, indexes: [] };
  const snapshot = await withManifests({ client, repository, cache, signal }, scan, 'indexes');
  // No subject is given: a list of referrers that names the digest also keeps it reachable.
  const holding = holdingOf(snapshot, { digest }).indexes;
  return { complete: isComplete(snapshot), indexes: holding.map((index) => tagsOn(scan, index.digest)[0] ?? index.digest) };
}
