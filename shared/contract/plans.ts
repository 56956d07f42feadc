import { z } from 'zod';
import { DRIFT_STATES, DRIFT_SUBJECTS } from '../plan-drift.ts';
import { MOST_OF_SHOWN_PLAN } from '../plan-limits.ts';
import { connectionIdSchema, digestSchema, procedure, repositorySchema, tagSchema } from './base.ts';
import { nameSchema } from './delete.ts';

/** Why a plan cannot be looked at. */
const problemSchema = z.enum(['too-long', 'not-json', 'no-plan', 'no-registry']);

const names = z.array(z.string());

/**
 * What a file asks for. `fileId` is under which the host keeps it; `protected` are the names that have to be typed. Nothing was asked of the registry.
 */
const planFoundSchema = z.discriminatedUnion('kind', [
  /** `registry` is the address that no saved registry has. */
  z.object({ kind: z.literal('problem'), why: problemSchema, registry: z.string() }),
  z.object({
    kind: z.literal('delete'),
    fileId: z.string(),
    connectionId: connectionIdSchema,
    targets: z.array(
      z.object({ repository: repositorySchema, tags: z.array(nameSchema), seen: z.record(tagSchema, digestSchema).optional() }),
    ),
    ...{ untagOnly: z.boolean(), whole: z.boolean(), withReferrers: z.boolean(), protected: names },
  }),
  z.object({
    kind: z.literal('retag'),
    fileId: z.string(),
    connectionId: connectionIdSchema,
    repository: repositorySchema,
    targets: z.array(z.object({ from: tagSchema, to: tagSchema })),
    ...{ remove: z.boolean(), protected: names },
  }),
]);

const valueSchema = z.object({
  state: z.enum(DRIFT_STATES),
  digest: z.string().optional(),
  names: z.array(z.string()).readonly().optional(),
});

const driftSchema = z.object({
  at: z.string(),
  what: z.enum(DRIFT_SUBJECTS),
  other: z.string().optional(),
  expected: valueSchema.optional(),
  now: valueSchema.optional(),
});

export type PlanFound = z.infer<typeof planFoundSchema>;

export const plansContract = {
  /** Reads the file of a plan (`shared/plan-file.ts`, `shared/retag-plan-file.ts`). A registry that is not saved is not asked. */
  read: procedure.input(z.object({ text: z.string().max(MOST_OF_SHOWN_PLAN) })).output(planFoundSchema),
  /**
   * What a plan that was made just now, by `delete.plan` or `retag.plan`, differs in from such a file. `count` are all differences, of which the
   * first are listed. CONFLICT `plan-expired` where the file or the plan is no longer kept.
   */
  drift: procedure
    .input(z.object({ fileId: z.string().max(64), planId: z.string().max(64) }))
    .output(z.object({ drift: z.array(driftSchema), count: z.number() })),
};
