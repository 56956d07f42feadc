import type { DeleteGroup, DeleteItem } from '../../../shared/contract/delete.ts';
import type { Referrer } from '../../../shared/contract/history.ts';
import { Failure, failureOf } from '../../../shared/errors.ts';
import { KnownHolders } from '../core/known-holders.ts';
import type { ChangePorts } from '../core/ports.ts';
import { type Way, wayOf } from '../core/probe.ts';
import type { RunControl } from '../core/run-work.ts';
import { type Scan, scanRepository, tagsOn } from '../core/scan.ts';
import type { StepLog } from '../core/step-log.ts';
import { deleteUntagged, unlistDeleted } from '../core/untagged.ts';
import { deleteGroups } from './groups.ts';
import type { DeleteOutcome } from './job.ts';
import { deleteTarget } from './target.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

/** How a single tag can be deleted here; undefined where it cannot. */
export async function wayToRemove(
  ports: ChangePorts,
  { connectionId, repository }: InRepository,
  signal?: AbortSignal,
): Promise<Way | undefined> {
  const client = ports.clients.of(connectionId);
  return wayOf(await ports.probe.ask(client, connectionId, repository, signal), client.product.tagsFirst);
}

const refused = (): Failure => new Failure('UNSUPPORTED', { feature: 'delete', why: 'refused' });

export type TagToRemove = InRepository & { readonly tag: string; readonly digest: string };

/**
 * Deletes one tag as part of another change and proves its siblings. Returns where the tag points after that, and why. @throws Failure CONFLICT
 * where a sibling was deleted with it, or could not be checked.
 */
export async function deleteTagWithin(
  ports: ChangePorts,
  { connectionId, repository, tag, digest }: TagToRemove,
  stepLog: StepLog,
): Promise<{ readonly state: Exclude<DeleteOutcome['tag'], 'digest-deleted'>; readonly failure?: DeleteOutcome['failure'] | undefined }> {
  const way = await wayToRemove(ports, { connectionId, repository });
  if (!way) throw refused();
  const client = ports.clients.of(connectionId);
  const scan = await scanRepository(client, repository, undefined, () => {});
  const siblings = tagsOn(scan, digest).filter((name) => name !== tag);
  const cache = await ports.summaries.of(connectionId, repository);
  const trash = ports.trash;
  const job = { client, repository, tag, digest, what: 'tag', way, siblings, referrers: [], trash, cache, stepLog } as const;
  const outcome = await deleteTarget(job, () => {});
  const [unsure] = [...outcome.lostSiblings, ...outcome.unprovenSiblings];
  if (unsure !== undefined) throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: unsure });
  // Deleting one tag does not touch the digest.
  return { state: outcome.tag === 'digest-deleted' ? 'unchanged' : outcome.tag, failure: outcome.failure };
}

/** Tags of one image that are to be deleted, and whether the image is deleted with them; without tags it is the image alone. */
export type Removal = { readonly digest: string; readonly tags: readonly string[]; readonly isImage: boolean };

export type RemovalJob = InRepository & {
  readonly removals: readonly Removal[];
  /** What refers to the images: preserved before they are deleted. */
  readonly referrers: readonly Referrer[];
  /** The change that made them is undone: signatures are deleted although their image is kept. */
  readonly isTakenBack: boolean;
  readonly stepLog: StepLog;
  readonly run: RunControl;
  /** Called with the outcome of tags that are done. */
  readonly onDone: (items: readonly DeleteItem[]) => void;
};

/** The failure of a bulk delete for its first tag that was not deleted. */
function thrownFor({ tag, state, failure }: DeleteItem): unknown {
  if (state === 'unknown') return new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
  if (failure) return failureOf(failure);
  if (state === 'moved') return new Failure('CONFLICT', { what: 'tag-moved', subject: tag });
  // A tag that was not tried without a failure is a signature whose image is kept.
  const why = state === 'not-tried' ? 'image-kept' : state === 'lost' ? 'others-lost' : 'still-found';
  return new Failure('UNSUPPORTED', { feature: 'delete', why });
}

/**
 * Deletes tags and images as part of another change, as carefully as any bulk deletion, and reads the repository once for all of
 * them. It ends early where the run is stopped. @throws Failure once the rest is done, where something was not deleted.
 */
export async function removeAll(ports: ChangePorts, job: RemovalJob): Promise<void> {
  const { connectionId, repository, removals, referrers, stepLog, run, onDone } = job;
  if (removals.length === 0) return;
  const client = ports.clients.of(connectionId);
  const way = await wayToRemove(ports, { connectionId, repository });
  if (!way) throw refused();
  const cache = await ports.summaries.of(connectionId, repository);
  const trash = ports.trash;
  const tagged = removals.filter(({ tags }) => tags.length > 0);
  const readAll = (): Promise<Scan> => scanRepository(client, repository, run.signal, () => {});
  const scan = tagged.some(({ isImage }) => !isImage) ? await readAll() : undefined;
  const groups = tagged.map(({ digest, tags, isImage }, i): DeleteGroup => {
    const others = isImage || !scan ? [] : tagsOn(scan, digest).filter((tag) => !tags.includes(tag));
    return {
      ...{ digest, mediaType: '', tags: [...tags], others, how: isImage ? 'image' : 'tags' },
      ...{ indexes: [], referrers: i === 0 && isImage ? [...referrers] : [], lists: [], obstacles: [] },
    };
  });
  const { protectedTags } = ports.clients.connection(connectionId);
  const knownHolders = (digests: readonly string[]) => ports.knownHolders({ connectionId, repository }, digests);
  const left: DeleteItem[] = [];
  await deleteGroups(
    {
      ...{ client, repository, groups, way, trash, cache, stepLog, run, protectedTags, knownHolders },
      ...{ reachAgain: ports.reachAgain, isTakenBack: job.isTakenBack },
    },
    (items) => {
      // What someone else deleted or moved is not part of this change.
      left.push(...items.filter(({ state, failure }) => state !== 'vanished' && (state !== 'deleted' || failure !== undefined)));
      onDone(items);
    },
  );
  if (run.signal.aborted) return;
  const [first] = left;
  if (first) throw thrownFor(first);
  // An image may still exist without its tags: its digest is checked.
  let fresh: Promise<Scan> | undefined;
  const images = removals.filter(({ isImage }) => isImage);
  const holders = new KnownHolders({ client, repository, cache }, () => knownHolders(images.map(({ digest }) => digest)));
  for (const { digest, tags } of images) {
    run.signal.throwIfAborted();
    const image = { client, repository, digest, trash, cache, stepLog };
    if (await client.head(repository, digest)) {
      fresh ??= readAll();
      await holders.check(digest, await fresh);
      await deleteUntagged(image, await fresh);
    } else await unlistDeleted(image);
    if (tags.length === 0) onDone([{ repository, tag: digest, state: 'deleted' }]);
  }
}
