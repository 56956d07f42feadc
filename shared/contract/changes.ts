import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, digestSchema, inRepositorySchema, procedure, tagSchema } from './base.ts';

/** What a tag that is to be written is today. */
export const currentSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('free') }),
  z.object({ state: z.literal('same') }),
  z.object({
    state: z.literal('taken'),
    digest: z.string(),
    /** A tag under which that image stays reachable, if one was found. */
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

/** What became of one tag: on the image, gone, as before, on the empty image that took its place, or not known; with the reason. */
const retagResultSchema = z.object({
  tag: z.string(),
  state: z.enum(['moved', 'removed', 'as-before', 'empty', 'unknown']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

/** What a deletion can do here, and why not. */
export const obstacleSchema = z.enum([
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

const deletePlanSchema = z.object({
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

const deletePlanEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), read: z.number(), total: z.number() }),
  z.object({ kind: z.literal('plan'), plan: deletePlanSchema }),
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

const deleteEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), step: deleteStepSchema, read: z.number().optional(), total: z.number().optional() }),
  /** `changeId` names it in the history: what an undo takes. */
  z.object({ kind: z.literal('done'), outcome: deleteOutcomeSchema, changeId: z.string() }),
]);

export type RetagResult = z.infer<typeof retagResultSchema>;
export type CurrentTag = z.infer<typeof currentSchema>;
export type RetagPlan = z.infer<typeof retagPlanSchema>;
export type Obstacle = z.infer<typeof obstacleSchema>;
export type DeletePlan = z.infer<typeof deletePlanSchema>;
export type DeletePlanEvent = z.infer<typeof deletePlanEventSchema>;
export type DeleteStep = z.infer<typeof deleteStepSchema>;
export type DeleteOutcome = z.infer<typeof deleteOutcomeSchema>;
export type DeleteEvent = z.infer<typeof deleteEventSchema>;

const hints = z.array(tagSchema).max(50);

export const changesContract = {
  /** `hints` are tags believed to share the digest that `to` has now, and are asked first; `leaving` are tags that move in the same step. */
  planRetag: procedure
    .input(inRepositorySchema.extend({ from: tagSchema, to: tagSchema, hints, leaving: z.array(tagSchema).max(50) }))
    .output(retagPlanSchema),
  /** The tags that name the family of a version; `ahead` is a newer one in it, where moving it would be a step back. */
  family: procedure
    .input(inRepositorySchema.extend({ tag: tagSchema }))
    .output(z.object({ family: z.array(z.object({ tag: z.string(), ahead: z.string().optional() })) })),
  /**
   * Puts `digest` under each target that is still what the plan saw (`expected`, null for free); the rest goes on if one fails, and where all
   * fail the first failure is thrown. `remove` then takes `from` away, where every target was reached; `typed` are protected names.
   */
  retag: command
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
  planDelete: procedure.input(inRepositorySchema.extend({ tag: tagSchema })).output(eventIterator(deletePlanEventSchema)),
  /** `siblings` is what the person was shown; `confirmation` the repository's name where an image with several tags goes. */
  delete: command
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
    .output(eventIterator(deleteEventSchema)),
  /** Puts the saved bytes of `digest` back under `tag`, after a deletion that could not do so itself. */
  putBack: command.input(inRepositorySchema.extend({ tag: tagSchema, digest: digestSchema })).output(z.object({ digest: z.string() })),
};
