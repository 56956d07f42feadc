import { Failure, isFailure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { limits } from '../../registry/http/limits.ts';
import { preserve, preserveUnlessTooLarge } from '../core/preserve.ts';
import { checkImage, deleteImage } from './delete-image.ts';
import { deleteTag, siblingsNow } from './delete-tag.ts';
import { checkOwn, type DeleteJob, type DeleteOutcome, type OnStep } from './job.ts';

/**
 * Carries out one deletion: saves the bytes, checks again, deletes, and returns what the registry then reports. Once something was
 * sent it never throws: the outcome tells where the tag and its siblings are. @throws Failure before anything was changed.
 */
export async function deleteTarget(job: DeleteJob, onStep: OnStep): Promise<DeleteOutcome> {
  onStep('save');
  const isTagAlone = job.what === 'tag' && job.way === 'tag-delete';
  const saved = job.saved ?? (await (isTagAlone ? preserveUnlessTooLarge : preserve)(job, job.digest, job.tag));
  for (const { digest, reference } of job.referrers) {
    await preserve(job, digest, isDigest(reference) ? undefined : reference).catch((error: unknown) => {
      // A list may name a referrer that was deleted since: there is nothing to preserve.
      if (!isFailure(error, 'NOT_FOUND')) throw error;
    });
  }
  // The check comes last, so that nothing happens between it and the delete.
  onStep('check');
  if (job.what === 'image') {
    // An image is deleted only if its bytes were preserved.
    if (saved === 'too-large')
      throw new Failure('INVALID_RESPONSE', { where: 'manifest', why: limits.manifest.why, detail: limits.manifest.name });
    const lists = await checkImage(job, saved, onStep);
    return deleteImage(job, saved, lists, onStep);
  }
  const siblings = await siblingsNow(job);
  await checkOwn(job);
  return deleteTag({ ...job, siblings }, saved, onStep);
}
