import type { DeleteOutcome } from '../../shared/contract/changes.ts';
import type { ManyGroup, ManyItem } from '../../shared/contract/delete-many.ts';
import { subjectOf } from '../../shared/digest.ts';
import { asValue } from '../../shared/errors.ts';
import { protectedOf } from '../../shared/pattern.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { SummaryCache } from '../registry/image-summary.ts';
import { type DeleteJob, runDelete } from './delete.ts';
import type { ManifestKeeper } from './keeper.ts';
import type { Recorder } from './recorder.ts';
import type { Run } from './runs.ts';
import { headTags, listTags, type Scan, scanRepository } from './scan.ts';

/** ms for which one look at every tag counts for several images; a single deletion looks again each time. */
const SCAN_AGE = 3_000;

export type ManyJob = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly groups: readonly ManyGroup[];
  readonly way: DeleteJob['way'];
  readonly keeper: ManifestKeeper;
  readonly cache: SummaryCache;
  readonly recorder: Recorder;
  /** Patterns of names that are asked again before every image: what a person protected is not lost to a look that is seconds old. */
  readonly protectedTags: readonly string[];
  /** Rests and ends between one image and the next. */
  readonly run: Run;
};

type Result = Omit<ManyItem, 'repository'>;

/** Looks at every tag at most every few seconds, however many images go. */
function sharedScan({ client, repository, protectedTags }: ManyJob): { look: () => Promise<Scan>; forget: () => void } {
  let at = Number.NEGATIVE_INFINITY;
  let scan: Promise<Scan> | undefined;
  /** Names that came since, and those that are protected, asked now. */
  const freshened = async (old: Scan): Promise<Scan> => {
    const { names, capped } = await listTags(client, repository, undefined);
    const guarded = new Set(protectedOf(names, protectedTags));
    const asked = names.filter((name) => guarded.has(name) || !old.heads.has(name));
    const fresh = await headTags(client, repository, asked, undefined, () => {});
    const listed = new Set(names);
    const known = [...old.heads].filter(([name]) => listed.has(name) && !guarded.has(name));
    return { heads: new Map([...known, ...fresh.heads]), unread: [...old.unread, ...fresh.unread], capped: old.capped || capped };
  };
  return {
    look: async () => {
      if (!scan || Date.now() - at > SCAN_AGE) {
        at = Number.POSITIVE_INFINITY;
        scan = scanRepository(client, repository, undefined, () => {});
        // One that failed is not what the next is told.
        scan.then(
          () => (at = Date.now()),
          () => (scan = undefined),
        );
        return scan;
      }
      return freshened(await scan);
    },
    forget: () => (scan = undefined),
  };
}

/** What became of one tag of an image that was to go. */
function stateIn({ removedTags, movedTags, unprovenSiblings, tag }: DeleteOutcome, name: string): Result['state'] {
  if (removedTags.includes(name)) return 'gone';
  if (movedTags.includes(name)) return 'moved';
  if (unprovenSiblings.includes(name) || tag === 'unknown') return 'unknown';
  return tag === 'digest-gone' ? 'digest-gone' : 'as-before';
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
    // What a registry took along unasked is said, and an undo knows of it.
    const lost = outcome.lostSiblings.map((name): Result => ({ tag: name, state: 'lost' }));
    if (!isImage) return [{ tag, state: outcome.tag, ...failure }, ...lost];
    return [...tags.map((name) => ({ tag: name, state: stateIn(outcome, name), ...failure })), ...lost];
  } catch (error) {
    // Nothing of it was sent: it is as it was.
    return tags.map((name) => ({ tag: name, state: 'not-tried', failure: asValue(error) }));
  }
}

/** A signature whose image was to go in the same run, and is still there: it stays with it. */
async function isStillWanted({ client, repository, groups }: ManyJob, tags: readonly string[]): Promise<boolean> {
  const subjects = new Set(tags.flatMap((tag) => subjectOf(tag) ?? []));
  for (const { digest } of groups) if (subjects.has(digest) && (await client.head(repository, digest).catch(() => ({})))) return true;
  return false;
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
      if (!run.signal.aborted && (await isStillWanted(job, tags))) {
        emit(tags.map((tag) => ({ repository, tag, state: 'not-tried' })));
        clean = false;
        continue;
      }
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
