import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { digestSchema, inRepositorySchema, procedure, runIdSchema, tagSchema } from './base.ts';
import { obstacleSchema } from './changes.ts';

const MOST = 10_000;

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
  obstacles: z.array(obstacleSchema),
});

const manyPlanSchema = z.object({
  groups: z.array(groupSchema),
  /** Chosen tags that are not there any more, and tags that could not be asked. */
  gone: z.array(z.string()),
  unread: z.array(z.string()),
  complete: z.boolean(),
  tagsSeen: z.number(),
  /** Bytes that only images which go have used; each blob once. */
  bytesFreed: z.number(),
});

const manyPlanEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), read: z.number(), total: z.number() }),
  z.object({ kind: z.literal('plan'), plan: manyPlanSchema }),
]);

const itemSchema = z.object({
  tag: z.string(),
  state: z.enum(['gone', 'as-before', 'empty', 'unknown', 'not-tried']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

const manyEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('items'), items: z.array(itemSchema) }),
  z.object({ kind: z.literal('done'), changeId: z.string(), stopped: z.boolean() }),
]);

export type ManyGroup = z.infer<typeof groupSchema>;
export type ManyPlan = z.infer<typeof manyPlanSchema>;
export type ManyPlanEvent = z.infer<typeof manyPlanEventSchema>;
export type ManyItem = z.infer<typeof itemSchema>;
export type ManyEvent = z.infer<typeof manyEventSchema>;

export const deleteManyContract = {
  plan: procedure
    .input(inRepositorySchema.extend({ tags: z.array(tagSchema).min(1).max(MOST) }))
    .output(eventIterator(manyPlanEventSchema)),
  /** Carries out the groups as they were shown; `confirmation` is the repository's name. The rest goes on if one fails. */
  run: procedure
    .input(inRepositorySchema.extend({ runId: runIdSchema, groups: z.array(groupSchema).min(1).max(MOST), confirmation: z.string() }))
    .output(eventIterator(manyEventSchema)),
};
