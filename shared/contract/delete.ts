import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  command,
  connectionIdSchema,
  digestSchema,
  inRepositorySchema,
  procedure,
  repositorySchema,
  runIdSchema,
  tagSchema,
} from './base.ts';
import { referrerSchema } from './history.ts';

const MOST = 100_000;

/** What a deletion can do here, and why not. */
const obstacleSchema = z.enum([
  'read-only',
  'delete-disabled',
  'no-permission',
  'in-index',
  'vendor-only',
  'tag-delete-missing',
  'unknown-capability',
  'scan-incomplete',
  'too-large',
]);

const singlePlanSchema = z.object({
  tag: z.string(),
  digest: z.string(),
  mediaType: z.string(),
  /** Every other tag of the repository on this digest. */
  siblings: z.array(z.string()),
  /** How many tags were asked, and those that could not be. */
  tagsSeen: z.number(),
  tagsUnread: z.array(z.string()),
  /** Tags of manifests that are too large to be read: they were only searched for digests, and their sizes are not counted. */
  tooLarge: z.array(z.string()),
  /** False where a tag, a manifest or the end of the list could not be read: then nothing is claimed of what was not seen. */
  complete: z.boolean(),
  indexes: z.array(z.object({ digest: z.string(), tags: z.array(z.string()) })),
  /** Tags of lists of referrers that name it; it is taken out of them when it is deleted. */
  lists: z.array(z.string()),
  /** Signatures, SBOMs and the like that refer to this digest. */
  referrers: z.array(z.object({ name: z.string(), artifactType: z.string() })),
  /** Those of the tag and its siblings whose names have to be typed. */
  protected: z.array(z.string()),
  /** Bytes that only this image uses in this repository, and bytes that others share. */
  bytesFreed: z.number(),
  bytesKept: z.number(),
  /** Removing this tag alone: by which way, and what stands in it. */
  tagOnly: z.object({ way: z.enum(['tag-delete', 'placeholder']), obstacles: z.array(obstacleSchema) }),
  image: z.object({ obstacles: z.array(obstacleSchema) }),
});

const singlePlanEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), read: z.number(), total: z.number() }),
  z.object({ kind: z.literal('plan'), plan: singlePlanSchema }),
]);

const deleteStepSchema = z.enum(['check', 'save', 'prove', 'replace', 'remove', 'verify', 'put-back']);

/** The proven end: what a last look at the registry showed of the tag and of its siblings. */
const deleteOutcomeSchema = z.object({
  /** `digest-gone`: tags still point to the image, and its digest is not found. */
  tag: z.enum(['gone', 'as-before', 'digest-gone', 'moved', 'empty', 'unknown']),
  /** Siblings that no longer point where they did; empty after every right end. */
  lostSiblings: z.array(z.string()),
  /** Siblings that could not be asked. */
  unprovenSiblings: z.array(z.string()),
  /** Lists of referrers that still name the image that was deleted, and why. */
  stillListed: z.array(z.object({ tag: z.string(), failure: z.object({ code: z.string(), data: z.unknown() }) })),
  removedTags: z.array(z.string()),
  /** Tags that somebody moved to another image meanwhile: they stay there. */
  movedTags: z.array(z.string()),
  /** The repository was asked and has no tag left. */
  repositoryEmpty: z.boolean(),
  /** Why it ended before it was done. */
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

const singleEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), step: deleteStepSchema, read: z.number().optional(), total: z.number().optional() }),
  /** `changeId` names it in the history: what an undo takes. */
  z.object({ kind: z.literal('done'), outcome: deleteOutcomeSchema, changeId: z.string() }),
]);

/** The tags of one image that were chosen, and what becomes of the image. */
const groupSchema = z.object({
  digest: digestSchema,
  tags: z.array(tagSchema).min(1),
  /** Tags on the same image that were not chosen: they stay, and so does the image. */
  others: z.array(tagSchema),
  /** `image`: the digest goes, and with it its tags; `tags`: they go one by one and the image stays. */
  how: z.enum(['image', 'tags']),
  /** Tags of indexes that contain the image, which is why it stays. */
  indexes: z.array(z.string()),
  /** Tags of lists of referrers that the image is taken out of when it is deleted. */
  lists: z.array(z.string()),
  /** Signatures and the like that would be left without the image. */
  referrers: z.array(referrerSchema),
  obstacles: z.array(obstacleSchema),
});

const planSchema = z.object({
  repository: z.string(),
  groups: z.array(groupSchema),
  /** Chosen tags that are not there any more, tags that could not be asked, and protected ones whose name was not typed. */
  gone: z.array(z.string()),
  unread: z.array(z.string()),
  protected: z.array(z.string()),
  /** Tags that point elsewhere than the person saw. */
  moved: z.array(z.string()),
  /** Tags of manifests that are too large to be read: they were only searched for digests, and their sizes are not counted. */
  tooLarge: z.array(z.string()),
  complete: z.boolean(),
  tagsSeen: z.number(),
  /** Bytes that only images which go have used, and bytes of theirs that others use, too; each blob once. */
  bytesFreed: z.number(),
  bytesKept: z.number(),
});

/** One `plan` a repository, in the order in which they were asked for; `end` after the last, with the name of what was read. */
const planEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), repository: z.string(), read: z.number(), total: z.number() }),
  z.object({ kind: z.literal('plan'), plan: planSchema }),
  z.object({ kind: z.literal('end'), planId: z.string() }),
]);

/** `vanished` is a tag that was not to be deleted, and is listed no more: somebody deleted it, or moved it to an image that was being deleted. */
export const itemSchema = z.object({
  repository: z.string(),
  tag: z.string(),
  state: z.enum(['gone', 'as-before', 'digest-gone', 'moved', 'empty', 'unknown', 'not-tried', 'lost', 'vanished']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('items'), items: z.array(itemSchema) }),
  /** One change a repository, in the history. */
  z.object({ kind: z.literal('done'), changeIds: z.array(z.string()), stopped: z.boolean() }),
]);

export type Obstacle = z.infer<typeof obstacleSchema>;
export type SinglePlan = z.infer<typeof singlePlanSchema>;
export type SinglePlanEvent = z.infer<typeof singlePlanEventSchema>;
export type DeleteStep = z.infer<typeof deleteStepSchema>;
export type DeleteOutcome = z.infer<typeof deleteOutcomeSchema>;
export type SingleEvent = z.infer<typeof singleEventSchema>;
export type DeleteGroup = z.infer<typeof groupSchema>;
export type DeletePlan = z.infer<typeof planSchema>;
export type DeletePlanEvent = z.infer<typeof planEventSchema>;
export type DeleteItem = z.infer<typeof itemSchema>;
export type DeleteEvent = z.infer<typeof eventSchema>;

/** Protected names that the person typed; with several repositories `repository:tag`. */
const typed = z.array(z.string().max(400)).max(MOST);
/** `seen` is where the person saw tags point, where that was long ago: one that points elsewhere now stays. */
const targetSchema = z.object({
  repository: repositorySchema,
  tags: z.array(tagSchema).min(1).max(MOST),
  seen: z.record(tagSchema, digestSchema).optional(),
});
const partSchema = z.object({ repository: repositorySchema, groups: z.array(groupSchema).min(1).max(MOST) });

export const deleteContract = {
  /** Reads everything and plans it with no protected name typed; `untagOnly` leaves every image where it is. */
  plan: procedure
    .input(z.object({ connectionId: connectionIdSchema, targets: z.array(targetSchema).min(1).max(MOST), untagOnly: z.boolean() }))
    .output(eventIterator(planEventSchema)),
  /** The same plan with these protected names typed; asks the registry nothing. NOT_FOUND where what was read is kept no longer. */
  decide: procedure.input(z.object({ planId: z.string().max(64), typed })).output(z.object({ plans: z.array(planSchema) })),
  /**
   * Carries the groups out as they were shown; `confirmation` is the repository's name, of several the registry's. The rest goes on if one
   * fails.
   */
  apply: command
    .input(
      z.object({
        connectionId: connectionIdSchema,
        runId: runIdSchema,
        parts: z.array(partSchema).min(1).max(MOST),
        confirmation: z.string(),
        typed,
        /** Whether the plan was over several repositories, and names were typed with theirs. */
        several: z.boolean(),
      }),
    )
    .output(eventIterator(eventSchema)),
  planOne: procedure.input(inRepositorySchema.extend({ tag: tagSchema })).output(eventIterator(singlePlanEventSchema)),
  /** `siblings` is what the person was shown; `confirmation` the repository's name where an image with several tags goes. */
  applyOne: command
    .input(
      inRepositorySchema.extend({
        tag: tagSchema,
        digest: digestSchema,
        what: z.enum(['tag', 'image']),
        siblings: z.array(tagSchema),
        confirmation: z.string(),
        /** Protected names among those that go, as the person typed them. */
        typed: z.array(tagSchema).max(10_000),
      }),
    )
    .output(eventIterator(singleEventSchema)),
  /** Puts the saved bytes of `digest` back under `tag`, after a deletion that could not do so itself. */
  restore: command.input(inRepositorySchema.extend({ tag: tagSchema, digest: digestSchema })).output(z.object({ digest: z.string() })),
};
