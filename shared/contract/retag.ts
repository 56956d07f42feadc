import { z } from 'zod';
import { command, digestSchema, inRepositorySchema, procedure, tagSchema } from './base.ts';

/** What a tag that is to be written is today. */
export const currentSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('free') }),
  z.object({ state: z.literal('same') }),
  z.object({
    state: z.literal('taken'),
    digest: z.string(),
    /** Another tag that points to that image, if one was found. */
    keptAs: z.string().optional(),
    /** False where not every tag or index could be asked. */
    complete: z.boolean(),
    indexes: z.array(z.string()),
  }),
]);

const retagPlanSchema = z.object({
  from: z.object({ tag: z.string(), digest: z.string() }),
  to: z.string(),
  current: currentSchema,
});

/** The outcome of one tag: it points to the image, is deleted, is unchanged, points to the empty image, or is unknown; with the reason. */
const retagResultSchema = z.object({
  tag: z.string(),
  state: z.enum(['moved', 'removed', 'unchanged', 'empty', 'unknown']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

export type RetagResult = z.infer<typeof retagResultSchema>;
export type CurrentTag = z.infer<typeof currentSchema>;
export type RetagPlan = z.infer<typeof retagPlanSchema>;

const hints = z.array(tagSchema).max(50);

export const retagContract = {
  /** `hints` are tags believed to share the digest that `to` has now, and are asked first; `leaving` are tags that move in the same step. */
  plan: procedure
    .input(inRepositorySchema.extend({ from: tagSchema, to: tagSchema, hints, leaving: z.array(tagSchema).max(50) }))
    .output(retagPlanSchema),
  /** The tags that name the family of a version; `ahead` is a newer one in it, where moving it would be a step back. */
  family: procedure
    .input(inRepositorySchema.extend({ tag: tagSchema }))
    .output(z.object({ family: z.array(z.object({ tag: z.string(), ahead: z.string().optional() })) })),
  /**
   * Puts `digest` under each target that is still what the plan saw (`expected`, null for free); if one fails, the others are still tried, and where
   * all fail the first failure is thrown. `remove` then deletes `from`, where every target was reached; `typed` are protected names.
   */
  apply: command
    .input(
      inRepositorySchema.extend({
        from: tagSchema,
        digest: digestSchema,
        targets: z
          .array(z.object({ to: tagSchema, expected: digestSchema.nullable() }))
          .min(1)
          .max(50),
        remove: z.boolean(),
        typed: z.array(tagSchema).max(50),
      }),
    )
    .output(z.object({ changeId: z.string(), results: z.array(retagResultSchema) })),
};
