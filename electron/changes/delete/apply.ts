import type { DeleteOutcome, DeleteStep, SingleEvent } from '../../../shared/contract/delete.ts';
import type { Referrer } from '../../../shared/contract/history.ts';
import { asValue, Failure, isFailure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import type { DeleteAnswer } from '../../registry/http/failure.ts';
import { limits } from '../../registry/http/limits.ts';
import { pool } from '../../registry/pool.ts';
import { holdingOf, subjectIn } from '../core/holders.ts';
import { preserve, preserveUnlessTooLarge, type Saved } from '../core/preserve.ts';
import { proveSiblings, putBack, stateOf, statesOf, type TagState } from '../core/prove.ts';
import { checkTag } from '../core/put-tag.ts';
import type { RunSnapshot } from '../core/run-snapshot.ts';
import { headTags, listTags, tagsOn } from '../core/scan.ts';
import { readSnapshot } from '../core/snapshot.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import { unlist } from '../core/unlist.ts';
import { createPlaceholder } from './placeholder.ts';

/** One deletion as the person confirmed it. */
export type DeleteJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly what: 'tag' | 'image';
  /** How a single tag is removed here, as the probe found. */
  readonly way: 'tag-delete' | 'placeholder';
  /** The other tags on the digest that the person was shown. */
  readonly siblings: readonly string[];
  /** What refers to the image: kept before it goes, because some registries take it along. */
  readonly referrers: readonly Referrer[];
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
  /** The image's bytes, where they were kept before: several of its tags are removed one after the other. */
  readonly saved?: Saved;
  /** What several deletions know of the repository together; without it each asks for every tag itself. */
  readonly snapshot?: RunSnapshot;
};

/** Tags that are asked at once just before they are deleted. */
const WIDTH = 8;

type Emit = (event: Extract<SingleEvent, { kind: 'step' }>) => void;

/** What was learnt once the registry was asked how things are. */
type Settled = Pick<DeleteOutcome, 'tag' | 'removedTags' | 'movedTags'>;

const step = (emit: Emit, name: DeleteStep): void => emit({ kind: 'step', step: name });

/** Just before: the tag still points where the person saw it. @throws Failure CONFLICT. */
const checkOwn = ({ client, repository, tag, digest }: DeleteJob): Promise<void> => checkTag({ client, repository, tag, expected: digest });

/** The same for each of these tags. */
async function checkTags(job: DeleteJob, tags: readonly string[]): Promise<void> {
  const waiting = [...tags];
  await pool(
    WIDTH,
    () => waiting.shift(),
    (tag) => checkOwn({ ...job, tag }),
  );
}

/** Before a digest goes, every tag is asked again: exactly the tags that were shown may be on it, and no index may hold it. Answers the lists of referrers that name it. @throws Failure CONFLICT. */
async function checkImage(job: DeleteJob, saved: RawManifest, emit: Emit): Promise<readonly string[]> {
  const { repository, digest, tag } = job;
  const own = [tag, ...job.siblings];
  const now = await (job.snapshot?.look(own) ??
    readSnapshot({ client: job.client, repository, cache: job.cache }, 'indexes', (read, total) => {
      if (read % 100 === 0 || read === total) emit({ kind: 'step', step: 'check', read, total });
    }));
  // What is known together may be old: the tags that are to be deleted are asked again.
  if (job.snapshot) await checkTags(job, own);
  const { scan } = now;
  const tags = tagsOn(scan, digest);
  if (!tags.includes(tag)) throw new Failure('CONFLICT', { what: scan.heads.has(tag) ? 'tag-moved' : 'tag-gone', subject: tag });
  const shown = new Set(own);
  const surprise = tags.find((name) => !shown.has(name));
  if (surprise !== undefined) throw new Failure('CONFLICT', { what: 'new-tag', subject: surprise });
  if (scan.unread.length > 0 || scan.capped || now.unreadManifests.length > 0)
    throw new Failure('CONFLICT', { what: 'scan-incomplete', subject: scan.unread[0] ?? repository });
  const holding = holdingOf(now, { digest, subject: subjectIn(saved) });
  const [index] = holding.indexes;
  if (index) throw new Failure('CONFLICT', { what: 'new-index', subject: tagsOn(scan, index.digest)[0] ?? index.digest });
  return holding.lists;
}

/** The siblings that are on the digest now: only those can be lost by what follows, and only those are ever put back. */
export async function siblingsNow({
  client,
  repository,
  digest,
  siblings,
}: Pick<DeleteJob, 'client' | 'repository' | 'digest' | 'siblings'>): Promise<string[]> {
  const scan = await headTags(client, repository, siblings, undefined, () => {});
  return [...tagsOn(scan, digest), ...scan.unread];
}

/** It said yes and did nothing. */
const NOTHING_DONE: DeleteAnswer = { status: 202, errors: [] };

function refused({ status, errors }: DeleteAnswer): Failure {
  const said = errors.length > 0 ? { errors: [...errors] } : {};
  return new Failure('UNSUPPORTED', { feature: 'delete', why: 'answered', status, ...said });
}

/** Deletes what is asked for; a status that is no success is a failure, and 202 is believed only after a look. */
async function remove(job: DeleteJob, reference: string, why: 'prove' | 'remove' = 'remove'): Promise<void> {
  const { client, repository, digest, stepLog } = job;
  let errors: DeleteAnswer['errors'] = [];
  const status = await stepLog.step({ method: 'DELETE', reference, why }, async () => {
    const answer = await (isDigest(reference)
      ? client.deleteManifest(repository, reference)
      : client.deleteTag(repository, reference, digest));
    errors = answer.errors;
    return answer.status;
  });
  if (![200, 202, 204, 404].includes(status)) throw refused({ status, errors });
}

/** Puts a manifest, written down before. */
function put(
  { client, repository, stepLog }: DeleteJob,
  reference: string,
  manifest: RawManifest,
  why: 'prove' | 'replace',
): Promise<void> {
  const { digest, mediaType } = manifest;
  return stepLog.step({ method: 'PUT', reference, digest, mediaType, why }, () => client.putManifest(repository, reference, manifest));
}

/** Proves with content that nobody has that this connection may push here and delete by digest. */
async function proveRights(job: DeleteJob, placeholder: RawManifest): Promise<void> {
  await put(job, placeholder.digest, placeholder, 'prove');
  await remove(job, placeholder.digest, 'prove');
  if (await job.client.head(job.repository, placeholder.digest)) throw refused(NOTHING_DONE);
}

/** Points the tag at the placeholder and deletes that: the image and its other tags are never touched. */
async function replaceAndRemove(job: DeleteJob, placeholder: RawManifest, emit: Emit): Promise<void> {
  step(emit, 'replace');
  await checkOwn(job);
  await put(job, job.tag, placeholder, 'replace');
  step(emit, 'remove');
  await remove(job, placeholder.digest);
}

/** After anything that was sent: where the tag is now, and back with it if it was left on the placeholder. */
async function settleTag(job: DeleteJob, saved: Saved, placeholder: string | undefined, emit: Emit): Promise<Settled> {
  const state = await stateOf(job.client, job.repository, job.tag);
  if (state.kind === 'gone') return { tag: 'gone', removedTags: [job.tag], movedTags: [] };
  if (state.kind === 'unknown') return { tag: 'unknown', removedTags: [], movedTags: [] };
  if (state.digest === job.digest) return { tag: 'as-before', removedTags: [], movedTags: [] };
  if (saved === 'too-large' || state.digest !== placeholder) return { tag: 'moved', removedTags: [], movedTags: [job.tag] };
  step(emit, 'put-back');
  const restored = await putBack(job.client, job.repository, job.tag, saved, job.stepLog);
  const tag = restored === 'restored' ? 'as-before' : restored === 'refused' ? 'empty' : 'unknown';
  return { tag, removedTags: [], movedTags: [] };
}

/** What was learnt of an image: also the tags that still point to it, and siblings that could not be asked. */
type SettledImage = Settled & { readonly leftTags: string[]; readonly unproven: string[] };

async function settleImage(job: DeleteJob): Promise<SettledImage> {
  const states = await statesOf(job.client, job.repository, [job.tag, ...job.siblings]);
  const removedTags = states.filter(({ state }) => state.kind === 'gone').map(({ tag }) => tag);
  const movedTags = states.filter(({ state }) => state.kind === 'on' && state.digest !== job.digest).map(({ tag }) => tag);
  const leftTags = states.filter(({ state }) => state.kind === 'on' && state.digest === job.digest).map(({ tag }) => tag);
  const own = states[0]?.state;
  const unproven = states
    .slice(1)
    .filter(({ state }) => state.kind === 'unknown')
    .map(({ tag }) => tag);
  if (own?.kind === 'unknown' || !own) return { tag: 'unknown', removedTags, movedTags, leftTags, unproven };
  const tag = own.kind === 'gone' ? 'gone' : own.digest === job.digest ? 'as-before' : 'moved';
  return { tag, removedTags, movedTags, leftTags, unproven };
}

/** A registry that took siblings along gets them back from the saved bytes. */
export async function settleSiblings(
  job: Pick<DeleteJob, 'client' | 'repository' | 'digest' | 'siblings' | 'stepLog'>,
  saved: Saved,
  emit: Emit,
): Promise<Pick<DeleteOutcome, 'lostSiblings' | 'unprovenSiblings'>> {
  const { lost, unproven } = await proveSiblings(job.client, job.repository, job.siblings);
  const stillLost: string[] = [];
  for (const tag of lost) {
    step(emit, 'put-back');
    const restored = saved === 'too-large' ? 'refused' : await putBack(job.client, job.repository, tag, saved, job.stepLog);
    if (restored !== 'restored') stillLost.push(tag);
  }
  if (stillLost.length > 0) await job.stepLog.alsoMoved(stillLost.map((tag) => ({ tag, before: job.digest, after: null }))).catch(() => {});
  // Those that did not answer were to stay: whoever looks again restores one that is not found.
  if (unproven.length > 0)
    await job.stepLog.alsoMoved(unproven.map((tag) => ({ tag, before: job.digest, after: job.digest }))).catch(() => {});
  return { lostSiblings: stillLost, unprovenSiblings: unproven };
}

const UNTOUCHED: DeleteOutcome = {
  tag: 'as-before',
  removedTags: [],
  movedTags: [],
  lostSiblings: [],
  unprovenSiblings: [],
  stillListed: [],
  repositoryEmpty: false,
};

async function deleteTag(job: DeleteJob, saved: Saved, emit: Emit): Promise<DeleteOutcome> {
  let failure: DeleteOutcome['failure'];
  let placeholder: RawManifest | undefined;
  try {
    if (job.way === 'tag-delete') {
      step(emit, 'remove');
      await remove(job, job.tag);
    } else {
      step(emit, 'prove');
      const made = createPlaceholder();
      await proveRights(job, made);
      placeholder = made;
      await replaceAndRemove(job, made, emit);
    }
  } catch (error) {
    failure = asValue(error);
    // Nothing was sent that is about this tag.
    if (job.way === 'placeholder' && !placeholder) return { ...UNTOUCHED, failure };
  }
  step(emit, 'verify');
  const settled = await settleTag(job, saved, placeholder?.digest, emit);
  const siblings = await settleSiblings(job, saved, emit);
  // The answer was lost but the deed done: that is a success.
  if (settled.tag === 'gone') failure = undefined;
  else failure ??= asValue(refused(NOTHING_DONE));
  return { ...settled, ...siblings, stillListed: [], repositoryEmpty: false, ...(failure ? { failure } : {}) };
}

/** Whether the repository has no tag left, asked now; not claimed where that is not certain, and not asked for each of many. */
async function isEmpty({ client, repository, snapshot }: DeleteJob): Promise<boolean> {
  if (snapshot) return false;
  const { names, capped } = await listTags(client, repository, undefined).catch(() => ({ names: ['unknown'], capped: true }));
  return names.length === 0 && !capped;
}

/** Removes tags one by one, each only while it points to the image. @throws Failure at the first that cannot be removed. */
async function removeTags(job: DeleteJob, tags: readonly string[]): Promise<void> {
  for (const tag of tags) {
    await checkOwn({ ...job, tag });
    await remove(job, tag);
  }
}

type Ended = { readonly settled: SettledImage; readonly digest: TagState };

/** Where the tags of the image are now, and whether its digest still answers. */
async function endOf(job: DeleteJob): Promise<Ended> {
  const settled = await settleImage(job);
  // Where nobody answers, a person has waited long enough.
  return { settled, digest: await stateOf(job.client, job.repository, job.digest, settled.tag === 'unknown' ? 1 : undefined) };
}

/**
 * A registry may drop the digest and leave its tags. They are deleted one by one where it can do that; else the digest is restored from the
 * saved bytes, so that nothing is half deleted.
 */
async function settleLeftTags(job: DeleteJob, saved: RawManifest, ended: Ended, emit: Emit): Promise<Ended> {
  let now = ended;
  if (now.digest.kind !== 'gone' || now.settled.leftTags.length === 0) return now;
  if (job.way === 'tag-delete') {
    step(emit, 'remove');
    await removeTags(job, now.settled.leftTags).catch(() => {});
    step(emit, 'verify');
    now = await endOf(job);
  }
  if (now.digest.kind !== 'gone' || now.settled.leftTags.length === 0) return now;
  step(emit, 'put-back');
  const restored = await putBack(job.client, job.repository, job.digest, saved, job.stepLog);
  if (restored === 'restored') return endOf(job);
  return { ...now, settled: { ...now.settled, tag: restored === 'refused' ? 'digest-gone' : 'unknown' } };
}

async function deleteImage(job: DeleteJob, saved: RawManifest, lists: readonly string[], emit: Emit): Promise<DeleteOutcome> {
  let failure: DeleteOutcome['failure'];
  step(emit, 'remove');
  try {
    // Where a digest cannot go while a tag points at it, the tags that were confirmed go first.
    if (job.client.product.tagsFirst) await removeTags(job, [job.tag, ...job.siblings]);
    await remove(job, job.digest);
  } catch (error) {
    failure = asValue(error);
  }
  step(emit, 'verify');
  const { settled, digest } = await settleLeftTags(job, saved, await endOf(job), emit);
  const { unproven, leftTags: _, ...rest } = settled;
  // Tags that went prove nothing of the digest: it is asked, too.
  if (settled.removedTags.length === job.siblings.length + 1 && digest.kind === 'gone') failure = undefined;
  else
    failure ??= asValue(
      digest.kind === 'unknown' ? new Failure('CONFLICT', { what: 'outcome-unknown', subject: job.digest }) : refused(NOTHING_DONE),
    );
  const stillListed = digest.kind === 'gone' ? await unlist(job, job.digest, lists) : [];
  const proven = { lostSiblings: [], unprovenSiblings: unproven, stillListed, repositoryEmpty: await isEmpty(job) };
  return { ...rest, ...proven, ...(failure ? { failure } : {}) };
}

/**
 * Carries out one deletion: saves the bytes, checks again, removes, and ends with what the registry then says is true. Once something was
 * sent it never throws: the outcome tells where the tag and its siblings are. @throws Failure before anything was changed.
 */
export async function runDelete(job: DeleteJob, emit: Emit): Promise<DeleteOutcome> {
  step(emit, 'save');
  const isTagAlone = job.what === 'tag' && job.way === 'tag-delete';
  const saved = job.saved ?? (await (isTagAlone ? preserveUnlessTooLarge : preserve)(job, job.digest, job.tag));
  for (const { digest, reference } of job.referrers) {
    await preserve(job, digest, isDigest(reference) ? undefined : reference).catch((error: unknown) => {
      // A list may name what was deleted since: that is not there to be kept.
      if (!isFailure(error, 'NOT_FOUND')) throw error;
    });
  }
  // The check comes last, so that nothing is between it and the deed.
  step(emit, 'check');
  if (job.what === 'image') {
    // An image is deleted only where its bytes are kept.
    if (saved === 'too-large')
      throw new Failure('INVALID_RESPONSE', { where: 'manifest', why: limits.manifest.why, detail: limits.manifest.name });
    const lists = await checkImage(job, saved, emit);
    return deleteImage(job, saved, lists, emit);
  }
  const siblings = await siblingsNow(job);
  await checkOwn(job);
  return deleteTag({ ...job, siblings }, saved, emit);
}
