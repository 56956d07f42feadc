import type { DeleteOutcome } from '../../shared/contract/changes.ts';
import type { ManyGroup, ManyItem } from '../../shared/contract/delete-many.ts';
import { isFailure } from '../../shared/errors.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { SummaryCache } from '../registry/image-summary.ts';
import { type DeleteJob, runDelete } from './delete.ts';
import type { ManifestKeeper } from './keeper.ts';
import type { Recorder } from './recorder.ts';
import type { Run } from './runs.ts';
import { type Scan, scanRepository } from './scan.ts';

/** ms for which one look at every tag counts for several images; a single deletion looks again each time. */
const SCAN_AGE = 5_000;

export type ManyJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly groups: readonly ManyGroup[];
  readonly way: DeleteJob['way'];
  readonly keeper: ManifestKeeper;
  readonly cache: SummaryCache;
  readonly recorder: Recorder;
  /** Rests and ends between one image and the next. */
  readonly run: Run;
};

type Result = Omit<ManyItem, 'repository'>;

/** Looks at every tag at most every few seconds, however many images go. */
function sharedScan({ client, repository }: ManyJob): { look: () => Promise<Scan>; forget: () => void } {
  let at = Number.NEGATIVE_INFINITY;
  let scan: Promise<Scan> | undefined;
  return {
    look: () => {
      if (!scan || Date.now() - at > SCAN_AGE) {
        at = Date.now();
        scan = scanRepository(client, repository, undefined, () => {});
        // One that failed is not what the next is told.
        scan.catch(() => (scan = undefined));
      }
      return scan;
    },
    forget: () => (scan = undefined),
  };
}

/** What became of one tag of an image that was to go. */
function stateIn({ removedTags, movedTags, unprovenSiblings, tag }: DeleteOutcome, name: string): Result['state'] {
  if (removedTags.includes(name)) return 'gone';
  if (movedTags.includes(name)) return 'moved';
  return unprovenSiblings.includes(name) || tag === 'unknown' ? 'unknown' : 'as-before';
}

async function take(job: ManyJob, group: ManyGroup, tags: readonly string[], scan: () => Promise<Scan>): Promise<Result[]> {
  const { client, repository, way, keeper, cache, recorder } = job;
  const [tag = '', ...rest] = tags;
  const isImage = group.how === 'image';
  const siblings = isImage ? rest : [...group.others, ...group.tags.filter((name) => name !== tag)];
  const base = {
    client,
    repository,
    tag,
    digest: group.digest,
    what: isImage ? 'image' : 'tag',
    way,
    siblings,
    attached: isImage ? group.attached : [],
    keeper,
    cache,
    recorder,
  } as const;
  try {
    const outcome = await runDelete({ ...base, scan }, () => {});
    const failure = outcome.failure ? { failure: outcome.failure } : {};
    if (!isImage) return [{ tag, state: outcome.tag, ...failure }];
    return tags.map((name) => ({ tag: name, state: stateIn(outcome, name), ...failure }));
  } catch (error) {
    const failure = isFailure(error)
      ? { code: error.code, data: error.data }
      : { code: 'UNEXPECTED', data: { message: error instanceof Error ? error.name : 'unknown' } };
    // Nothing of it was sent: it is as it was.
    return tags.map((name) => ({ tag: name, state: 'not-tried', failure }));
  }
}

/**
 * Removes many tags of a repository, image by image, each as carefully as a single one: kept before, checked again, proven after. One that
 * fails stops no other. Whether everything went.
 */
export async function runDeleteMany(job: ManyJob, emit: (items: ManyItem[]) => void): Promise<boolean> {
  const { repository, run } = job;
  const scan = sharedScan(job);
  let clean = true;
  for (const group of job.groups) {
    const turns = group.how === 'image' ? [group.tags] : group.tags.map((tag) => [tag]);
    for (const tags of turns) {
      await run.turn();
      const items: Result[] = run.signal.aborted
        ? tags.map((tag) => ({ tag, state: 'not-tried' }))
        : await take(job, group, tags, scan.look);
      // An index that is gone no longer holds its platforms.
      if ((job.cache.get(group.digest)?.children.length ?? 0) > 0) scan.forget();
      clean &&= items.every(({ state }) => state === 'gone');
      emit(items.map((item) => ({ repository, ...item })));
    }
  }
  return clean;
}
