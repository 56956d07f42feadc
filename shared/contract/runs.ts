import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, procedure, runIdSchema } from './base.ts';

import { type DeletePurpose, deleteStepSchema, itemSchema } from './delete.ts';
import { changeStateSchema } from './history.ts';
import { indexTroubleSchema } from './local-index.ts';
import { retagResultSchema } from './retag.ts';
import { savedContentSchema } from './transfer.ts';

const failureSchema = z.object({ code: z.string(), data: z.unknown() });

/** A repository of a saved registry, with the registry's name as it is shown. `tag` is empty where none is meant. */
const placeSchema = z.object({ connectionId: z.string(), connection: z.string(), repository: z.string(), tag: z.string() });

/** Tags that are deleted. `repository` is null for several; `tag` is the first of them. */
const deletionSchema = z.object({
  connectionId: z.string(),
  connection: z.string(),
  repository: z.string().nullable(),
  tag: z.string(),
  count: z.number(),
  /** How many of them are manifests without a tag, named by their digests. */
  untagged: z.number().optional(),
  /** Keeps every image. */
  untagOnly: z.boolean(),
});

/** What a run is about: enough for its title, and to open its dialog again. */
const aboutSchema = z.discriminatedUnion('kind', [
  /** One tag or many: `from` and `to` have the first, `images` all, with where each is copied from and to. */
  z.object({
    kind: z.literal('copy'),
    from: placeSchema,
    to: placeSchema,
    images: z.array(z.object({ reference: z.string(), tag: z.string() })),
    platforms: z.array(z.string()).nullable(),
    referrers: z.boolean(),
  }),
  /** One tag or many: `from` has the first, `tags` all. */
  z.object({
    kind: z.literal('save'),
    from: placeSchema,
    tags: z.array(z.string()),
    platforms: z.array(z.string()).nullable(),
    path: z.string(),
    format: z.enum(['oci', 'docker']),
  }),
  /** Files of an image, or a blob. `from` has no tag: what is saved is named by digests. */
  z.object({ kind: z.literal('save-content'), from: placeSchema, content: savedContentSchema, isFolder: z.boolean(), path: z.string() }),
  z.object({ kind: z.literal('load'), path: z.string(), to: placeSchema }),
  deletionSchema.extend({ kind: z.literal('delete') }),
  deletionSchema.extend({ kind: z.literal('clean-up') }),
  /**
   * New tags, each with the tag whose image it gets and whether it points to that already; `remove` then deletes the one old tag. `at` has the
   * first old tag.
   */
  z.object({
    kind: z.literal('retag'),
    at: placeSchema,
    targets: z.array(z.object({ from: z.string(), to: z.string(), isSame: z.boolean() })),
    remove: z.boolean(),
  }),
  /** The change that is undone or settled, and what is done about it. */
  z.object({
    kind: z.literal('undo'),
    changeId: z.string(),
    /** Others that are undone with it. */
    others: z.array(z.string()).optional(),
    how: z.enum(['undo', 'ask', 'restore', 'complete', 'leave']),
    /** What is undone was an undo itself: what it took back is done again. */
    redoes: z.boolean().optional(),
    at: placeSchema,
    count: z.number(),
    untagged: z.number().optional(),
  }),
  /** A whole registry that is read into the index. `again`: what was read before is read again. */
  z.object({ kind: z.literal('scan'), connectionId: z.string(), connection: z.string(), again: z.boolean() }),
  /** A repository whose manifests and blobs are asked for, to find those that are missing. */
  z.object({ kind: z.literal('check'), connectionId: z.string(), connection: z.string(), repository: z.string() }),
]);

/** What a manifest (`of`) names and the registry does not have. `tag` leads to the manifest. */
const brokenLinkSchema = z.object({
  what: z.enum(['child', 'subject', 'referrer', 'config', 'layer']),
  digest: z.string(),
  of: z.string(),
  tag: z.string().optional(),
});

/** A repository that a scan could not read, or not all of: how many of its tags. */
const scanProblemSchema = z.object({ repository: z.string(), unread: z.number(), failure: failureSchema.optional() });

const deletedSchema = z.object({
  deleted: z.number(),
  total: z.number(),
  /** Signatures and the like that were deleted with their images. */
  referrers: z.number().optional(),
  /** Results that say more than that a tag was deleted. */
  problems: z.number(),
  /** Tags about which nothing was sent; `lost` is why, where the registry could no longer be reached. */
  notTried: z.number(),
  lost: failureSchema.optional(),
  /** Kept tags of the images that were asked afterwards and are unchanged. */
  proven: z.number(),
  /** The repository was asked and has no tags left. Asked where one tag or image was deleted. */
  emptied: z.boolean(),
  /** An image was deleted whose space garbage collection can free. */
  freesSpace: z.boolean(),
});
/** Proven: the tag points to `digest`. Bytes that were transferred, mounted, and already present. */
const transferredSchema = z.object({ digest: z.string(), sent: z.number(), mounted: z.number(), present: z.number() });
/** What became of one tag at the target of a copy. `not-tried`: the copy ended before it. */
const copiedSchema = z.object({
  tag: z.string(),
  state: z.enum(['copied', 'unchanged', 'unknown', 'not-tried']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});
/** What a run came to, where it was not broken off. */
const resultSchema = z.discriminatedUnion('kind', [
  /** `digest` is that of the first image. `referrers` are those of the images that were copied. */
  transferredSchema.extend({ kind: z.literal('copy'), images: z.array(copiedSchema), referrers: z.number() }),
  transferredSchema.extend({ kind: z.literal('load') }),
  /** The file's size in bytes. */
  z.object({ kind: z.literal('save'), path: z.string(), bytes: z.number() }),
  z.object({ kind: z.literal('save-content'), path: z.string(), bytes: z.number() }),
  deletedSchema.extend({ kind: z.literal('delete') }),
  deletedSchema.extend({ kind: z.literal('clean-up') }),
  /**
   * One result for each new tag, and for the old one that was to be deleted. `digest` is that of the first image. `drifted`: old tags that point
   * to another image than the one that was confirmed and written.
   */
  z.object({ kind: z.literal('retag'), digest: z.string(), results: z.array(retagResultSchema), drifted: z.array(z.string()).optional() }),
  /** How the change ended, tags that point again to what they did, and new ones that were removed. */
  z.object({ kind: z.literal('undo'), state: changeStateSchema, restored: z.number(), removed: z.number() }),
  /** Repositories that were read, also by an earlier start, of all. `trouble`: the index is not what it was. */
  z.object({
    kind: z.literal('scan'),
    read: z.number(),
    total: z.number(),
    /** The first of them, and how many there are. */
    problems: z.array(scanProblemSchema),
    problemCount: z.number(),
    trouble: indexTroubleSchema.optional(),
  }),
  /** What was followed, and what was found: the first of the broken links, and how many there are. `unread`: got no answer. */
  z.object({
    kind: z.literal('check'),
    tags: z.number(),
    manifests: z.number(),
    blobs: z.number(),
    broken: z.array(brokenLinkSchema),
    brokenCount: z.number(),
    unread: z.number(),
  }),
]);

/** How far a run has come. While it reads, `total` may still grow. */
const progressSchema = z.object({
  phase: z.enum(['read', 'work']),
  done: z.number(),
  total: z.number(),
  unit: z.enum(['bytes', 'tags', 'items', 'repositories']),
  /** Units a second over the last moments; absent until that can be said. */
  perSecond: z.number().optional(),
  /** What is being done to the one tag or image that is deleted. */
  step: deleteStepSchema.optional(),
});

/** A request failed in a way that passes, and is tried again. */
const waitingSchema = z.object({
  failure: failureSchema,
  /** When, in ISO 8601. */
  until: z.string(),
  /** The try that failed, from 1, and how many there are; absent where the run goes on without it, too. */
  attempt: z.number(),
  tries: z.number().optional(),
});

/** Why a run has paused itself. It waits for the person, who may know better than to wait until then (ISO 8601). */
const haltedSchema = z.object({ failure: failureSchema, until: z.string().optional() });

const runSchema = z.object({
  id: z.string(),
  about: aboutSchema,
  /** `stopped`: ended early by the person. What it did until then is in `result` and in the history. */
  state: z.enum(['running', 'paused', 'stopping', 'done', 'failed', 'stopped']),
  progress: progressSchema.optional(),
  /** ISO 8601 */
  started: z.string(),
  ended: z.string().optional(),
  result: resultSchema.optional(),
  failure: failureSchema.optional(),
  /** Why it stands still, where it does. */
  waiting: waitingSchema.optional(),
  halted: haltedSchema.optional(),
  /** A registry that was asked and has not answered for some seconds, since when in ISO 8601. */
  silent: z.object({ host: z.string(), since: z.string() }).optional(),
  /** Its changes in the history: what an undo takes. */
  changeIds: z.array(z.string()),
  /** Whether it can be taken up again, once it has ended early. */
  canRetry: z.boolean(),
  /** The person has seen how it ended. */
  dismissed: z.boolean(),
});

/** A blob under way, in bytes. */
const blobProgressSchema = z.object({ digest: z.string(), size: z.number(), sent: z.number() });

/** What only the dialog of a run shows. */
const detailSchema = z.object({
  run: runSchema,
  /** Results that a person should read, up to a limit; each event adds to them. */
  items: z.array(itemSchema),
  /** Results beyond the limit. */
  itemsLeftOut: z.number(),
  /** The blobs that are under way now, and how many are left with these. */
  blobs: z.array(blobProgressSchema),
  blobsLeft: z.number(),
});

export type Run = z.infer<typeof runSchema>;
export type RunAbout = z.infer<typeof aboutSchema>;
export type RunKind = RunAbout['kind'];
export type RunResult = z.infer<typeof resultSchema>;
export type RunProgress = z.infer<typeof progressSchema>;
export type RunDetail = z.infer<typeof detailSchema>;
export type CopiedImage = z.infer<typeof copiedSchema>;
export type RunItem = z.infer<typeof itemSchema>;
export type ScanProblem = z.infer<typeof scanProblemSchema>;
export type BrokenLink = z.infer<typeof brokenLinkSchema>;
export type BlobProgress = z.infer<typeof blobProgressSchema>;

/** Whether a run has come to an end. */
export const hasEnded = ({ state }: Pick<Run, 'state'>): boolean => state === 'done' || state === 'failed' || state === 'stopped';

/** Whether a run changes nothing: nobody is asked whether it may end with the window. */
export const isReading = ({ kind }: RunAbout): boolean => kind === 'scan' || kind === 'check';

/** Whether a run settles a change that waits for a decision. */
export const isSettling = (about: RunAbout): about is Extract<RunAbout, { kind: 'undo' }> => about.kind === 'undo' && about.how !== 'undo';

/** Whether a run, or its result, is a deletion: by hand or by the rules of a clean-up. */
export const isDeletion = <T extends { readonly kind: string }>(value: T | undefined): value is Extract<T, { kind: DeletePurpose }> =>
  value?.kind === 'delete' || value?.kind === 'clean-up';

/** Whether the result of a run that is done says more than that everything was done. */
export function hasProblems(result: RunResult | undefined): boolean {
  if (isDeletion(result)) return result.problems > 0;
  if (result?.kind === 'scan') return result.problemCount > 0 || result.trouble !== undefined;
  if (result?.kind === 'check') return result.brokenCount > 0 || result.unread > 0;
  if (result?.kind === 'retag') return result.results.some(({ state }) => state !== 'moved' && state !== 'removed');
  return result?.kind === 'copy' && result.images.some(({ state }) => state !== 'copied');
}

const runId = z.object({ id: runIdSchema });

export const runsContract = {
  /** Every run that is kept, then each that changed, a few times a second. Leaving the stream does not touch the runs. */
  watch: procedure.output(eventIterator(z.object({ kind: z.enum(['all', 'changed']), runs: z.array(runSchema) }))),
  /** One run: first (`start`) everything so far, then what changed, until it has ended. NOT_FOUND where it is no longer kept. */
  follow: procedure.input(runId).output(eventIterator(detailSchema.extend({ kind: z.enum(['start', 'more']) }))),
  /** Pauses, resumes or stops a run. One that has ended ignores it. */
  say: command.input(runId.extend({ what: z.enum(['pause', 'resume', 'stop']) })).output(z.object({})),
  /** Takes a run up again that failed or was stopped, as a new run with the same order. NOT_FOUND where it cannot be. */
  retry: command.input(runId).output(z.object({ runId: z.string() })),
  /** Notes that the person has seen how a run ended. */
  dismiss: command.input(runId).output(z.object({})),
};
