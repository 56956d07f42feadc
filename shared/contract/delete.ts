import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, connectionIdSchema, digestSchema, inRepositorySchema, procedure, repositorySchema, tagSchema } from './base.ts';
import { referrerSchema } from './history.ts';

const MOST = 100_000;

/** A tag, or a manifest without one: it is named by its digest. */
export const nameSchema = z.union([tagSchema, digestSchema]);

/** Why something cannot be deleted. */
const obstacleSchema = z.enum([
  'read-only',
  'delete-disabled',
  'no-permission',
  'in-index',
  'product-only',
  'tag-delete-missing',
  'unknown-capability',
  'scan-incomplete',
  'too-large',
  'tagged',
  'attached',
]);

/** What is being done while one tag or image is deleted. */
export const deleteStepSchema = z.enum(['check', 'save', 'prove', 'replace', 'remove', 'verify', 'restore']);

/** The tags of one image that are deleted, and what becomes of the image. The one name of a manifest without a tag is its digest. */
const groupSchema = z.object({
  digest: digestSchema,
  mediaType: z.string(),
  tags: z.array(nameSchema).min(1),
  /** Tags that also point to the image and are kept. */
  others: z.array(tagSchema),
  /** `image`: the image is deleted with all its tags; `tags`: the tags are deleted one by one and the image is kept. */
  how: z.enum(['image', 'tags']),
  /** Kept indexes that contain the image, by a tag or by digest. They keep the image. */
  indexes: z.array(z.string()),
  /** Tags of lists of referrers that the image is removed from when it is deleted. */
  lists: z.array(z.string()),
  /** Signatures and the like that are orphaned when the image is deleted. */
  referrers: z.array(referrerSchema),
  /** Why nothing of the group can be deleted; empty where it can. */
  obstacles: z.array(obstacleSchema),
});

/** A signature or the like that can be deleted with the image that it refers to, and is restored with it. */
const referrerGroupSchema = groupSchema.pick({ digest: true, others: true, how: true }).extend({
  /** The deleted manifest that it refers to. */
  subject: digestSchema,
  /** Its tags that are deleted, each made from the digest of a deleted manifest; none where only its digest names it. */
  tags: z.array(tagSchema),
});

const weightSchema = z.object({
  /** Bytes that only the deleted images use, and bytes of theirs that kept images use, too. Each blob counts once. */
  bytesFreed: z.number(),
  bytesKept: z.number(),
  /** Bytes that are freed in addition where the referrers are deleted, too. */
  referrerBytes: z.number(),
});

const planSchema = z.object({
  repository: z.string(),
  /** One tag was chosen: its protected name is asked for, and its image may be deleted as a whole. */
  isAlone: z.boolean(),
  groups: z.array(groupSchema),
  /** Referrers of the deleted images that are deleted with them, where the person does not keep them. */
  referrers: z.array(referrerGroupSchema),
  /** How single tags are deleted here: by the registry, or with an empty image in their place that is deleted. */
  way: z.enum(['tag-delete', 'placeholder']),
  /** Chosen tags that were not found, and chosen tags that could not be read. */
  notFound: z.array(z.string()),
  unread: z.array(z.string()),
  /** Chosen tags that are kept because they are protected and their names were not typed. */
  protected: z.array(z.string()),
  /** Protected tags that are deleted: their names have to be typed. */
  guarded: z.array(z.string()),
  /** Chosen tags that point elsewhere than the person saw. */
  moved: z.array(z.string()),
  /** Tags of manifests that are too large to be read: they were only searched for digests, and their sizes are not counted. */
  tooLarge: z.array(z.string()),
  /** False where a tag, a manifest or the end of the list could not be read: nothing is claimed of what was not read. */
  complete: z.boolean(),
  tagsRead: z.number(),
  tagsUnread: z.number(),
  ...weightSchema.shape,
});

/**
 * One `plan` a repository, in the order in which they were asked for; `end` after the last, with the id of what was read, and what they all
 * free together: a registry keeps a blob once for all its repositories. Where one tag was
 * chosen, `whole` is the plan that deletes its image with all tags.
 */
const planEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), repository: z.string(), read: z.number(), total: z.number() }),
  z.object({ kind: z.literal('plan'), plan: planSchema, whole: planSchema.optional() }),
  z.object({ kind: z.literal('end'), planId: z.string(), weight: weightSchema }),
]);

/**
 * The outcome of one tag. `digest-deleted`: the tag still points to the image, and the digest is not found. `empty`: left on the empty image that
 * took its place. `lost`: it was to be kept, and the registry deleted it, too. `vanished`: it was not part of the run and is no longer listed.
 */
export const itemSchema = z.object({
  repository: z.string(),
  tag: z.string(),
  state: z.enum(['deleted', 'unchanged', 'digest-deleted', 'moved', 'empty', 'unknown', 'not-tried', 'lost', 'vanished']),
  /** What can be restored under the tag, where it does not point there any more. */
  digest: z.string().optional(),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

export type Obstacle = z.infer<typeof obstacleSchema>;
export type DeleteStep = z.infer<typeof deleteStepSchema>;
export type DeleteGroup = z.infer<typeof groupSchema>;
export type ReferrerGroup = z.infer<typeof referrerGroupSchema>;
export type DeletePlan = z.infer<typeof planSchema>;
export type DeleteWeight = z.infer<typeof weightSchema>;
export type DeletePlanEvent = z.infer<typeof planEventSchema>;
export type DeleteItem = z.infer<typeof itemSchema>;

const planIdSchema = z.string().max(64);
/** Protected names that the person typed; with several repositories `repository:tag`. */
const typed = z.array(z.string().max(400)).max(MOST);
/** `tags` may have digests of manifests without a tag. `seen` is where the person saw tags point, where that was long ago: one that points elsewhere now is kept. */
const targetSchema = z.object({
  repository: repositorySchema,
  tags: z.array(nameSchema).min(1).max(MOST),
  seen: z.record(tagSchema, digestSchema).optional(),
});

/** What a deletion is for: by hand, or by the rules of a clean-up. */
const purposeSchema = z.enum(['delete', 'clean-up']);

export type DeletePurpose = z.infer<typeof purposeSchema>;

export const deleteContract = {
  /** Reads the repositories and plans with no protected name typed. `untagOnly` keeps every image; `purpose` names the run. */
  plan: procedure
    .input(
      z.object({
        connectionId: connectionIdSchema,
        targets: z.array(targetSchema).min(1).max(MOST),
        untagOnly: z.boolean(),
        purpose: purposeSchema,
      }),
    )
    .output(eventIterator(planEventSchema)),
  /** The same plan with these protected names typed. Asks the registry nothing. NOT_FOUND where the plan is no longer kept. */
  decide: procedure.input(z.object({ planId: planIdSchema, typed })).output(z.object({ plans: z.array(planSchema), weight: weightSchema })),
  /** The plan as a file (`shared/plan-file.ts`), as it would be carried out with these answers. NOT_FOUND where the plan is no longer kept. */
  file: procedure
    .input(z.object({ planId: planIdSchema, whole: z.boolean(), withReferrers: z.boolean(), typed }))
    .output(z.object({ text: z.string() })),
  /**
   * Starts a run that carries the plan out as it was shown: with these names typed, or (`whole`) with all tags of the one chosen tag's image.
   * `withReferrers` also deletes the plan's referrers. `confirmation` is the name that the person typed. CONFLICT where it is not the one that
   * the plan asks for.
   */
  apply: command
    .input(z.object({ planId: planIdSchema, whole: z.boolean(), withReferrers: z.boolean(), typed, confirmation: z.string().max(400) }))
    .output(z.object({ runId: z.string() })),
  /** Restores `digest` under `tag` from the trash, after a deletion that could not do so itself. */
  restore: command.input(inRepositorySchema.extend({ tag: tagSchema, digest: digestSchema })).output(z.object({ digest: z.string() })),
};
