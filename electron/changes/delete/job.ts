import type { DeleteItem, DeleteStep } from '../../../shared/contract/delete.ts';
import type { Referrer } from '../../../shared/contract/history.ts';
import { asValue, Failure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { DeleteAnswer } from '../../registry/http/failure.ts';
import type { Saved } from '../core/preserve.ts';
import type { Way } from '../core/probe.ts';
import { checkTag } from '../core/put-tag.ts';
import type { RunSnapshot } from '../core/run-snapshot.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import type { StillListed } from '../core/unlist.ts';

/** One deletion as the person confirmed it. */
export type DeleteJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly what: 'tag' | 'image';
  /** How a single tag is deleted here, as the probe found. */
  readonly way: Way;
  /** The other tags on the digest that the person was shown. */
  readonly siblings: readonly string[];
  /** What refers to the image: preserved before it is deleted, because some registries delete it, too. */
  readonly referrers: readonly Referrer[];
  readonly trash: Trash;
  readonly cache: SummaryCache;
  readonly stepLog: StepLog;
  /** The image's bytes, where they were preserved before: several of its tags are deleted one after the other. */
  readonly saved?: Saved;
  /** A snapshot of the repository that several deletions share; without it each one reads every tag. */
  readonly snapshot?: RunSnapshot | undefined;
};

type TagEnd = Exclude<DeleteItem['state'], 'not-tried' | 'lost' | 'vanished'>;
type ValueFailure = NonNullable<DeleteItem['failure']>;

/** The outcome of one tag, or of one manifest without a tag. */
export type Result = Omit<DeleteItem, 'repository'>;

export const notTried = (tags: readonly string[], error?: unknown): Result[] =>
  tags.map((tag) => ({ tag, state: 'not-tried', ...(error === undefined ? {} : { failure: asValue(error) }) }));

/** The proven outcome: where the tag and its siblings pointed afterwards, as the registry answered. */
export type DeleteOutcome = {
  readonly tag: TagEnd;
  readonly removedTags: readonly string[];
  /** Tags that someone moved to another image meanwhile. They are left alone. */
  readonly movedTags: readonly string[];
  /** Siblings that no longer point where they did; empty unless something went wrong. */
  readonly lostSiblings: readonly string[];
  /** Siblings that could not be checked. */
  readonly unprovenSiblings: readonly string[];
  /** Lists of referrers that still name the deleted image, and why. */
  readonly stillListed: StillListed;
  /** The repository was checked and has no tags left. */
  readonly repositoryEmpty: boolean;
  /** Why it ended before it was done. */
  readonly failure?: ValueFailure;
};

/** What a check found out about the tag and its siblings. */
export type Settled = Pick<DeleteOutcome, 'tag' | 'removedTags' | 'movedTags'>;

/** Called with the current step, and with the progress of reading every tag again. */
export type OnStep = (step: DeleteStep, read?: { readonly done: number; readonly total: number }) => void;

/** Makes sure, right before a request, that the tag still points where the person saw it. @throws Failure CONFLICT. */
export const checkOwn = ({ client, repository, tag, digest }: DeleteJob): Promise<void> =>
  checkTag({ client, repository, tag, expected: digest });

/** An answer that reported success although nothing was done. */
export const NOTHING_DONE: DeleteAnswer = { status: 202, errors: [] };

export function refused({ status, errors }: DeleteAnswer): Failure {
  const said = errors.length > 0 ? { errors: [...errors] } : {};
  return new Failure('UNSUPPORTED', { feature: 'delete', why: 'answered', status, ...said });
}

/** Sends a DELETE. A status other than success is a failure; a 202 is proven afterwards. */
export async function remove(job: DeleteJob, reference: string, why: 'prove' | 'remove' = 'remove'): Promise<void> {
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
