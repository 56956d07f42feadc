import { z } from 'zod';
import { command, inRepositorySchema, procedure, tagSchema } from './base.ts';

/** Where a tag that will be written points now. */
export const currentSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('free') }),
  z.object({ state: z.literal('same') }),
  z.object({
    state: z.literal('taken'),
    digest: z.string(),
    /** Another tag that points to that image, if one was found. */
    keptAs: z.string().optional(),
    /** False where not every tag or index could be read. */
    complete: z.boolean(),
    indexes: z.array(z.string()),
  }),
]);

/** The host keeps the plan under its id. */
const retagPlanSchema = z.object({
  planId: z.string(),
  from: z.object({ tag: z.string(), digest: z.string() }),
  targets: z.array(z.object({ to: z.string(), current: currentSchema })),
});

/** The outcome for one tag, and why: it points to the image, was deleted, is unchanged, points to an empty image, or is unknown. */
const retagResultSchema = z.object({
  tag: z.string(),
  state: z.enum(['moved', 'removed', 'unchanged', 'empty', 'unknown']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

export type RetagResult = z.infer<typeof retagResultSchema>;
export type CurrentTag = z.infer<typeof currentSchema>;
export type RetagPlan = z.infer<typeof retagPlanSchema>;

const MOST_TARGETS = 50;
const targets = z
  .array(z.object({ to: tagSchema, hints: z.array(tagSchema).max(50) }))
  .min(1)
  .max(MOST_TARGETS);

export const retagContract = {
  /** `hints` are tags that probably share the digest that `to` has now: they are read first. */
  plan: procedure.input(inRepositorySchema.extend({ from: tagSchema, targets })).output(retagPlanSchema),
  /** The tags that name the family of a version; `ahead` is the newer version that such a tag has, so that moving it would downgrade it. */
  family: procedure
    .input(inRepositorySchema.extend({ tag: tagSchema }))
    .output(z.object({ family: z.array(z.object({ tag: z.string(), ahead: z.string().optional() })) })),
  /**
   * Points each of these planned tags at the image if it still points where the plan saw it. If one fails, the others are still tried; if all
   * fail, the first failure is thrown. `remove` then deletes the old tag if every target succeeded. `typed` are protected names.
   */
  apply: command
    .input(
      z.object({
        planId: z.string(),
        targets: z.array(tagSchema).min(1).max(MOST_TARGETS),
        remove: z.boolean(),
        typed: z.array(tagSchema).max(50),
      }),
    )
    .output(z.object({ changeId: z.string(), results: z.array(retagResultSchema) })),
};
