import type { CurrentTag, RetagPlan } from '../../../shared/contract/retag.ts';
import { Failure } from '../../../shared/errors.ts';
import { isLegacyType } from '../../../shared/oci/media-types.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { manifestOf } from '../../registry/manifest-of.ts';
import { holdingOf } from '../core/holders.ts';
import { preserve } from '../core/preserve.ts';
import { putTagIfUnmoved } from '../core/put-tag.ts';
import { headTags, scanRepository, tagsOn } from '../core/scan.ts';
import { isComplete, withManifests } from '../core/snapshot.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';

/** A tag that is to be written, and what helps to tell what becomes of what it points at now. */
export type TargetQuestion = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly to: string;
  /** Tags believed to share the digest of `to`: asked first, so that a large repository need not be. */
  readonly hints: readonly string[];
  /** Tags that leave what they are on in the same step: they keep nothing reachable. */
  readonly leaving: readonly string[];
  readonly cache: SummaryCache;
  readonly signal: AbortSignal | undefined;
};

export type RetagQuestion = TargetQuestion & { readonly from: string };

/** What a retag would do: where both tags point now, and whether the image that the new one leaves keeps a tag. Reads only. */
export async function planRetag(question: RetagQuestion): Promise<RetagPlan> {
  const { client, repository, from, to, signal } = question;
  const source = await client.head(repository, from, signal);
  if (!source) throw new Failure('CONFLICT', { what: 'tag-deleted', subject: from });
  return { from: { tag: from, digest: source.digest }, to, current: await currentOf(question, source.digest) };
}

/** What a tag that is to point at `digest` is today. Reads, changes nothing. */
export async function currentOf(question: TargetQuestion, digest: string): Promise<CurrentTag> {
  const { client, repository, to, signal } = question;
  const target = await client.head(repository, to, signal);
  if (!target) return { state: 'free' };
  if (target.digest === digest) return { state: 'same' };
  return { state: 'taken', digest: target.digest, ...(await whatKeeps(question, target.digest)) };
}

/** A tag other than `to` that keeps `digest`, and, where there is none, the indexes that do. */
async function whatKeeps(
  { client, repository, to, hints, leaving, cache, signal }: TargetQuestion,
  digest: string,
): Promise<{ keptAs?: string; complete: boolean; indexes: string[] }> {
  const nothing = (): void => {};
  const stays = (tag: string): boolean => tag !== to && !leaving.includes(tag);
  const hinted = await headTags(client, repository, hints.filter(stays), signal, nothing);
  const known = tagsOn(hinted, digest)[0];
  if (known !== undefined) return { keptAs: known, complete: true, indexes: [] };
  const scan = await scanRepository(client, repository, signal, nothing);
  const found = tagsOn(scan, digest).find(stays);
  if (found !== undefined) return { keptAs: found, complete: true, indexes: [] };
  const snapshot = await withManifests({ client, repository, cache, signal }, scan, 'indexes');
  // Without its subject: a list of referrers that names it keeps it reachable, too.
  const holding = holdingOf(snapshot, { digest }).indexes;
  return { complete: isComplete(snapshot), indexes: holding.map((index) => tagsOn(scan, index.digest)[0] ?? index.digest) };
}

export type RetagJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  /** A tag that points to `digest`, where there is one. */
  readonly from?: string;
  readonly to: string;
  readonly digest: string;
  /** What `to` pointed at in the plan; undefined where it was free. */
  readonly expected: string | undefined;
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
};

/** Puts the very bytes of `digest` under `to`, and proves it with a HEAD. @throws Failure CONFLICT when `to` is not as the plan saw it. */
export async function retag({ client, repository, from, to, digest, expected, trash, cache, stepLog }: RetagJob): Promise<void> {
  const manifest = await manifestOf(client, repository, { digest, tag: from });
  if (isLegacyType(manifest.mediaType)) throw new Failure('UNSUPPORTED', { feature: 'media-type', detail: manifest.mediaType });
  if (expected !== undefined && expected !== digest) await preserve({ client, repository, trash, cache }, expected, to);
  await putTagIfUnmoved({ client, repository, tag: to, expected: expected ?? null }, manifest, stepLog);
}
