import { z } from 'zod';
import { command, inRepositorySchema, MOST_TAGS, procedure, repositorySchema, runIdSchema, tagSchema } from './base.ts';

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
  /** `digest` is what `from` points to, and `to` will. */
  targets: z.array(z.object({ from: z.string(), digest: z.string(), to: z.string(), current: currentSchema })),
  /** Old tags that were not found. */
  missing: z.array(z.string()),
});

/**
 * The outcome for one tag, and why: it points to the image, was deleted, is unchanged, points to an empty image, or is unknown. `not-tried`: the
 * run was stopped, or the registry could no longer be reached, when its turn came.
 */
export const retagResultSchema = z.object({
  tag: z.string(),
  state: z.enum(['moved', 'removed', 'unchanged', 'empty', 'unknown', 'not-tried']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

export type RetagResult = z.infer<typeof retagResultSchema>;
export type CurrentTag = z.infer<typeof currentSchema>;
export type RetagPlan = z.infer<typeof retagPlanSchema>;

const targets = z
  .array(z.object({ from: tagSchema, to: tagSchema, hints: z.array(tagSchema).max(50) }))
  .min(1)
  .max(MOST_TAGS)
  .refine((list) => new Set(list.map(({ to }) => to)).size === list.length, 'a new tag is named twice');

export const retagContract = {
  /**
   * Several new tags of one image, or one of each. `hints` are tags that probably share the digest that `to` has now: they are read first.
   * CONFLICT `tag-deleted` where none of the old tags is found.
   */
  plan: procedure.input(inRepositorySchema.extend({ targets })).output(retagPlanSchema),
  /** The plan as a file (`shared/retag-plan-file.ts`), of these of its tags. CONFLICT `plan-expired` where the plan is no longer kept. */
  file: procedure
    .input(z.object({ planId: z.string(), targets: z.array(tagSchema).min(1).max(MOST_TAGS), remove: z.boolean() }))
    .output(z.object({ text: z.string() })),
  /** The tags that name the family of a version; `ahead` is the newer version that such a tag has, so that moving it would downgrade it. */
  family: procedure
    .input(inRepositorySchema.extend({ tag: tagSchema }))
    .output(z.object({ family: z.array(z.object({ tag: z.string(), ahead: z.string().optional() })) })),
  /**
   * Begins a run that points each of these planned tags at its image if it still points where the plan saw it. If one fails, the others are
   * still tried, unless the registry can no longer be reached; if all fail, the run fails with the first failure. `remove` then deletes the one
   * old tag if every target succeeded. CONFLICT `not-confirmed` where a protected tag would be overwritten or deleted whose name is not among
   * `typed`.
   */
  apply: command
    .input(
      z.object({
        planId: z.string(),
        targets: z.array(tagSchema).min(1).max(MOST_TAGS),
        remove: z.boolean(),
        typed: z.array(z.union([tagSchema, repositorySchema])).max(2 * MOST_TAGS + 1),
      }),
    )
    .output(z.object({ runId: runIdSchema })),
};
