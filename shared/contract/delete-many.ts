import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, connectionIdSchema, digestSchema, procedure, repositorySchema, runIdSchema, tagSchema } from './base.ts';
import { obstacleSchema } from './changes.ts';
import { referrerSchema } from './history.ts';

const MOST = 100_000;

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

const manyPlanSchema = z.object({
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
const manyPlanEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), repository: z.string(), read: z.number(), total: z.number() }),
  z.object({ kind: z.literal('plan'), plan: manyPlanSchema }),
  z.object({ kind: z.literal('end'), planId: z.string() }),
]);

/** `vanished` is a tag that was not to be deleted, and is listed no more: somebody deleted it, or moved it to an image that was being deleted. */
export const itemSchema = z.object({
  repository: z.string(),
  tag: z.string(),
  state: z.enum(['gone', 'as-before', 'digest-gone', 'moved', 'empty', 'unknown', 'not-tried', 'lost', 'vanished']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

const manyEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('items'), items: z.array(itemSchema) }),
  /** One change a repository, in the history. */
  z.object({ kind: z.literal('done'), changeIds: z.array(z.string()), stopped: z.boolean() }),
]);

export type ManyGroup = z.infer<typeof groupSchema>;
export type ManyPlan = z.infer<typeof manyPlanSchema>;
export type ManyPlanEvent = z.infer<typeof manyPlanEventSchema>;
export type ManyItem = z.infer<typeof itemSchema>;
export type ManyEvent = z.infer<typeof manyEventSchema>;

/** Protected names that the person typed; with several repositories `repository:tag`. */
const typed = z.array(z.string().max(400)).max(MOST);
/** `seen` is where the person saw tags point, where that was long ago: one that points elsewhere now stays. */
const targetSchema = z.object({
  repository: repositorySchema,
  tags: z.array(tagSchema).min(1).max(MOST),
  seen: z.record(tagSchema, digestSchema).optional(),
});
const partSchema = z.object({ repository: repositorySchema, groups: z.array(groupSchema).min(1).max(MOST) });

export const deleteManyContract = {
  /** Reads everything and plans it with no protected name typed; `untagOnly` leaves every image where it is. */
  plan: procedure
    .input(z.object({ connectionId: connectionIdSchema, targets: z.array(targetSchema).min(1).max(MOST), untagOnly: z.boolean() }))
    .output(eventIterator(manyPlanEventSchema)),
  /** The same plan with these protected names typed; asks the registry nothing. NOT_FOUND where what was read is kept no longer. */
  decide: procedure.input(z.object({ planId: z.string().max(64), typed })).output(z.object({ plans: z.array(manyPlanSchema) })),
  /**
   * Carries the groups out as they were shown; `confirmation` is the repository's name, of several the registry's. The rest goes on if one
   * fails.
   */
  run: command
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
    .output(eventIterator(manyEventSchema)),
};
