import type { DeleteEvent, DeleteOutcome, DeleteStep } from '../../shared/contract/changes.ts';
import { Failure, isFailure } from '../../shared/errors.ts';
import type { RawManifest, RegistryClient } from '../registry/client.ts';
import type { SummaryCache } from '../registry/image-summary.ts';
import type { ManifestKeeper } from './keeper.ts';
import { createPlaceholder } from './placeholder.ts';
import { proveSiblings, putBack, stateOf } from './prove.ts';
import { indexDigests, readSummaries, scanRepository, tagsOn } from './scan.ts';

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
  readonly keeper: ManifestKeeper;
  readonly cache: SummaryCache;
};

type Emit = (event: DeleteEvent) => void;

/** What was learnt once the registry was asked how things are. */
type Settled = Pick<DeleteOutcome, 'tag' | 'removedTags'>;

const step = (emit: Emit, name: DeleteStep): void => emit({ kind: 'step', step: name });

/** Just before: the tag still points where the person saw it. @throws Failure CONFLICT. */
async function checkTag({ client, repository, tag, digest }: DeleteJob): Promise<void> {
  const head = await client.head(repository, tag);
  if (!head) throw new Failure('CONFLICT', { what: 'tag-gone', subject: tag });
  if (head.digest !== digest) throw new Failure('CONFLICT', { what: 'tag-moved', subject: tag, now: head.digest });
}

/** Before a digest goes, every tag is asked again: exactly the tags that were shown may be on it, and no index may hold it. @throws Failure CONFLICT. */
async function checkImage(job: DeleteJob, emit: Emit): Promise<void> {
  const { client, repository, digest, tag } = job;
  const scan = await scanRepository(client, repository, undefined, (read, total) => {
    if (read % 100 === 0 || read === total) emit({ kind: 'step', step: 'check', read, total });
  });
  const now = tagsOn(scan, digest);
  if (!now.includes(tag)) throw new Failure('CONFLICT', { what: scan.heads.has(tag) ? 'tag-moved' : 'tag-gone', subject: tag });
  const shown = new Set([tag, ...job.siblings]);
  const surprise = now.find((name) => !shown.has(name)) ?? scan.unread[0];
  if (surprise !== undefined || scan.capped) throw new Failure('CONFLICT', { what: 'tags-changed', subject: surprise ?? repository });
  const indexes = await readSummaries(client, repository, indexDigests(scan), job.cache, undefined);
  for (const index of indexes.values()) {
    if (index.digest !== digest && index.children.includes(digest))
      throw new Failure('CONFLICT', { what: 'tags-changed', subject: tagsOn(scan, index.digest)[0] ?? repository });
  }
}

async function save(job: DeleteJob): Promise<RawManifest> {
  const raw = await job.client.manifest(job.repository, job.digest);
  await job.keeper.save(raw);
  return raw;
}

function refused(status: number): Failure {
  return new Failure('UNSUPPORTED', { feature: 'delete', why: `the registry answered ${status}` });
}

/** Deletes what is asked for; a status that is no success is a failure, and 202 is believed only after a look. */
async function remove(job: DeleteJob, reference: string): Promise<void> {
  const status = await job.client.deleteManifest(job.repository, reference);
  if (status !== 202 && status !== 200 && status !== 204 && status !== 404) throw refused(status);
}

/** Proves with content that nobody has that this connection may push here and delete by digest. */
async function proveRights(job: DeleteJob, placeholder: RawManifest): Promise<void> {
  await job.client.putManifest(job.repository, placeholder.digest, placeholder);
  await remove(job, placeholder.digest);
  if (await job.client.head(job.repository, placeholder.digest)) throw refused(202);
}

/** Points the tag at the placeholder and deletes that: the image and its other tags are never touched. */
async function replaceAndRemove(job: DeleteJob, placeholder: RawManifest, emit: Emit): Promise<void> {
  step(emit, 'replace');
  await checkTag(job);
  await job.client.putManifest(job.repository, job.tag, placeholder);
  step(emit, 'remove');
  await remove(job, placeholder.digest);
}

/** After anything that was sent: where the tag is now, and back with it if it was left on the placeholder. */
async function settleTag(job: DeleteJob, saved: RawManifest, placeholder: string | undefined, emit: Emit): Promise<Settled> {
  const state = await stateOf(job.client, job.repository, job.tag);
  if (state.kind === 'gone') return { tag: 'gone', removedTags: [job.tag] };
  if (state.kind === 'unknown') return { tag: 'unknown', removedTags: [] };
  if (state.digest !== placeholder) return { tag: 'as-before', removedTags: [] };
  step(emit, 'put-back');
  const restored = await putBack(job.client, job.repository, job.tag, saved);
  return { tag: restored ? 'as-before' : 'empty', removedTags: [] };
}

async function settleImage(job: DeleteJob): Promise<Settled> {
  const states = await Promise.all(
    [job.tag, ...job.siblings].map(async (tag) => ({ tag, state: await stateOf(job.client, job.repository, tag) })),
  );
  const removedTags = states.filter(({ state }) => state.kind === 'gone').map(({ tag }) => tag);
  const own = states[0]?.state;
  if (own?.kind === 'unknown' || !own) return { tag: 'unknown', removedTags };
  return { tag: own.kind === 'gone' ? 'gone' : 'as-before', removedTags };
}

/** A registry that took siblings along gets them back from the saved bytes. */
async function settleSiblings(
  job: DeleteJob,
  saved: RawManifest,
  emit: Emit,
): Promise<Pick<DeleteOutcome, 'lostSiblings' | 'unprovenSiblings'>> {
  const { lost, unproven } = await proveSiblings(job.client, job.repository, job.siblings);
  const stillLost: string[] = [];
  for (const tag of lost) {
    step(emit, 'put-back');
    if (!(await putBack(job.client, job.repository, tag, saved))) stillLost.push(tag);
  }
  return { lostSiblings: stillLost, unprovenSiblings: unproven };
}

const asValue = (error: unknown): NonNullable<DeleteOutcome['failure']> =>
  isFailure(error)
    ? { code: error.code, data: error.data }
    : { code: 'UNEXPECTED', data: { message: error instanceof Error ? error.name : 'unknown' } };

async function deleteTag(job: DeleteJob, saved: RawManifest, emit: Emit): Promise<DeleteOutcome> {
  let failure: DeleteOutcome['failure'];
  let placeholder: RawManifest | undefined;
  try {
    if (job.way === 'tag-delete') {
      step(emit, 'remove');
      await remove(job, job.tag);
    } else {
      step(emit, 'prove');
      placeholder = createPlaceholder();
      await proveRights(job, placeholder);
      await replaceAndRemove(job, placeholder, emit);
    }
  } catch (error) {
    failure = asValue(error);
  }
  step(emit, 'verify');
  const settled = await settleTag(job, saved, placeholder?.digest, emit);
  const siblings = await settleSiblings(job, saved, emit);
  // The answer was lost but the deed done: that is a success.
  if (settled.tag === 'gone') failure = undefined;
  else failure ??= asValue(refused(202));
  return { ...settled, ...siblings, ...(failure ? { failure } : {}) };
}

async function deleteImage(job: DeleteJob, emit: Emit): Promise<DeleteOutcome> {
  let failure: DeleteOutcome['failure'];
  step(emit, 'remove');
  try {
    await remove(job, job.digest);
  } catch (error) {
    failure = asValue(error);
  }
  step(emit, 'verify');
  const settled = await settleImage(job);
  if (settled.removedTags.length === job.siblings.length + 1) failure = undefined;
  else failure ??= asValue(refused(202));
  return { ...settled, lostSiblings: [], unprovenSiblings: [], ...(failure ? { failure } : {}) };
}

/**
 * Carries out one deletion: checks again, saves the bytes, removes, and ends with what the registry then says is true. Once something was
 * sent it never throws: the outcome tells where the tag and its siblings are. @throws Failure before anything was changed.
 */
export async function runDelete(job: DeleteJob, emit: Emit): Promise<void> {
  step(emit, 'check');
  if (job.what === 'image') await checkImage(job, emit);
  else await checkTag(job);
  step(emit, 'save');
  const saved = await save(job);
  const outcome = job.what === 'image' ? await deleteImage(job, emit) : await deleteTag(job, saved, emit);
  emit({ kind: 'done', outcome });
}
