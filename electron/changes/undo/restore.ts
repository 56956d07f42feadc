import { Failure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import type { RawManifest } from '../../registry/client.ts';
import { manifestOf } from '../../registry/manifest-of.ts';
import { restoreBytes } from '../core/prove.ts';
import { checkTag } from '../core/put-tag.ts';
import type { StepLog } from '../core/step-log.ts';
import type { UndoQuestion } from './plan.ts';

const MAX_NESTING = 4;

/** The bytes of a digest: from the trash, else from the registry. */
async function bytesOf({ client, repository, trash }: UndoQuestion, digest: string, tag?: string): Promise<RawManifest> {
  return (await trash.load(digest)) ?? manifestOf(client, repository, { digest, tag });
}

/** Restores the children of an index that are not found, before the index. */
async function putChildren(question: UndoQuestion, raw: RawManifest, stepLog: StepLog, nesting = 0): Promise<void> {
  const { client, repository } = question;
  const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
  if (manifest.kind !== 'index' || nesting > MAX_NESTING) return;
  for (const { digest } of manifest.manifests) {
    if (await client.head(repository, digest)) continue;
    const child = await bytesOf(question, digest);
    await putChildren(question, child, stepLog, nesting + 1);
    const request = { method: 'PUT', reference: digest, digest, mediaType: child.mediaType, why: 'child' } as const;
    await stepLog.step(request, () => client.putManifest(repository, digest, child));
  }
}

/**
 * Restores one tag from where the plan saw it (`seen`): children first, the same bytes, proven by a HEAD. @throws Failure CONFLICT where it was
 * moved since or the registry no longer answers, UNSUPPORTED where the registry does not accept it.
 */
export async function restore(
  question: UndoQuestion,
  tag: string,
  { digest, seen }: { readonly digest: string; readonly seen: string | null },
  stepLog: StepLog,
): Promise<void> {
  const { client, repository } = question;
  const raw = await bytesOf(question, digest, tag);
  await putChildren(question, raw, stepLog);
  // The check comes last, so that nothing is between it and the request.
  // A digest always names the same bytes: an index may have been restored with it.
  if (!isDigest(tag)) await checkTag({ client, repository, tag, expected: seen });
  else if (await client.head(repository, tag)) return;
  const end = await restoreBytes(client, repository, tag, raw, stepLog);
  if (end === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
  if (end === 'refused') throw new Failure('UNSUPPORTED', { feature: 'restore', why: 'refused' });
}
