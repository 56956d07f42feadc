import { asValue } from '../../../shared/errors.ts';
import type { RawManifest } from '../../registry/client.ts';
import type { Saved } from '../core/preserve.ts';
import { proveSiblings, restoreBytes, stateOf } from '../core/prove.ts';
import { headTags, tagsOn } from '../core/scan.ts';
import { checkOwn, type DeleteJob, type DeleteOutcome, NOTHING_DONE, type OnStep, refused, remove, type Settled } from './job.ts';
import { createPlaceholder } from './placeholder.ts';

/** The siblings that point to the digest now. Only those can be lost in the next steps, and only those are ever restored. */
export async function siblingsNow({
  client,
  repository,
  digest,
  siblings,
}: Pick<DeleteJob, 'client' | 'repository' | 'digest' | 'siblings'>): Promise<string[]> {
  const scan = await headTags(client, repository, siblings, undefined, () => {});
  return [...tagsOn(scan, digest), ...scan.unread];
}

/** Puts a manifest; the step is recorded before. */
function put(
  { client, repository, stepLog }: DeleteJob,
  reference: string,
  manifest: RawManifest,
  why: 'prove' | 'replace',
): Promise<void> {
  const { digest, mediaType } = manifest;
  return stepLog.step({ method: 'PUT', reference, digest, mediaType, why }, () => client.putManifest(repository, reference, manifest));
}

/** Proves with unique content that this connection may push here and delete by digest. */
async function proveRights(job: DeleteJob, placeholder: RawManifest): Promise<void> {
  await put(job, placeholder.digest, placeholder, 'prove');
  await remove(job, placeholder.digest, 'prove');
  if (await job.client.head(job.repository, placeholder.digest)) throw refused(NOTHING_DONE);
}

/** Points the tag to the placeholder and deletes the placeholder: the image and its other tags are never touched. */
async function replaceAndRemove(job: DeleteJob, placeholder: RawManifest, onStep: OnStep): Promise<void> {
  onStep('replace');
  await checkOwn(job);
  await put(job, job.tag, placeholder, 'replace');
  onStep('remove');
  await remove(job, placeholder.digest);
}

/** Where the tag points after anything was sent. Restores it if it was left on the placeholder. */
async function settleTag(job: DeleteJob, saved: Saved, placeholder: string | undefined, onStep: OnStep): Promise<Settled> {
  const state = await stateOf(job.client, job.repository, job.tag);
  if (state.kind === 'absent') return { tag: 'deleted', removedTags: [job.tag], movedTags: [] };
  if (state.kind === 'unknown') return { tag: 'unknown', removedTags: [], movedTags: [] };
  if (state.digest === job.digest) return { tag: 'unchanged', removedTags: [], movedTags: [] };
  if (saved === 'too-large' || state.digest !== placeholder) return { tag: 'moved', removedTags: [], movedTags: [job.tag] };
  onStep('restore');
  const restored = await restoreBytes(job.client, job.repository, job.tag, saved, job.stepLog);
  const tag = restored === 'restored' ? 'unchanged' : restored === 'refused' ? 'empty' : 'unknown';
  return { tag, removedTags: [], movedTags: [] };
}

/** Restores siblings that the registry deleted too, from the saved bytes. */
export async function settleSiblings(
  job: Pick<DeleteJob, 'client' | 'repository' | 'digest' | 'siblings' | 'stepLog'>,
  saved: Saved,
  onStep: OnStep,
): Promise<Pick<DeleteOutcome, 'lostSiblings' | 'unprovenSiblings'>> {
  const { lost, unproven } = await proveSiblings(job.client, job.repository, job.siblings);
  const stillLost: string[] = [];
  for (const tag of lost) {
    onStep('restore');
    const restored = saved === 'too-large' ? 'refused' : await restoreBytes(job.client, job.repository, tag, saved, job.stepLog);
    if (restored !== 'restored') stillLost.push(tag);
  }
  if (stillLost.length > 0) await job.stepLog.alsoMoved(stillLost.map((tag) => ({ tag, before: job.digest, after: null }))).catch(() => {});
  // Siblings whose state is unknown should have been kept: the next check restores one that is not found.
  if (unproven.length > 0)
    await job.stepLog.alsoMoved(unproven.map((tag) => ({ tag, before: job.digest, after: job.digest }))).catch(() => {});
  return { lostSiblings: stillLost, unprovenSiblings: unproven };
}

const UNTOUCHED: DeleteOutcome = {
  tag: 'unchanged',
  removedTags: [],
  movedTags: [],
  lostSiblings: [],
  unprovenSiblings: [],
  stillListed: [],
  repositoryEmpty: false,
};

/** Deletes one tag, keeps its image, and proves where the tag and its siblings point. Never throws once something was sent. */
export async function deleteTag(job: DeleteJob, saved: Saved, onStep: OnStep): Promise<DeleteOutcome> {
  let failure: DeleteOutcome['failure'];
  let placeholder: RawManifest | undefined;
  try {
    if (job.way === 'tag-delete') {
      onStep('remove');
      await remove(job, job.tag);
    } else {
      onStep('prove');
      const made = createPlaceholder();
      await proveRights(job, made);
      placeholder = made;
      await replaceAndRemove(job, made, onStep);
    }
  } catch (error) {
    failure = asValue(error);
    // Nothing was sent about this tag.
    if (job.way === 'placeholder' && !placeholder) return { ...UNTOUCHED, failure };
  }
  onStep('verify');
  const settled = await settleTag(job, saved, placeholder?.digest, onStep);
  const siblings = await settleSiblings(job, saved, onStep);
  // The answer was lost but the tag is deleted: that is a success.
  if (settled.tag === 'deleted') failure = undefined;
  else failure ??= asValue(refused(NOTHING_DONE));
  return { ...settled, ...siblings, stillListed: [], repositoryEmpty: false, ...(failure ? { failure } : {}) };
}
