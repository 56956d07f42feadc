import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, connectionIdSchema, digestSchema, inRepositorySchema, procedure, runIdSchema, tagSchema } from './base.ts';
import { currentSchema } from './retag.ts';

/** What of an image is copied: all platforms (null) or these, by name; and whether what refers to it comes along. */
const wantedSchema = z.object({ platforms: z.array(z.string().max(200)).min(1).max(200).nullable(), referrers: z.boolean() });

/** Blobs and their compressed bytes. */
export const shareSchema = z.object({ blobs: z.number(), bytes: z.number() });

/** What an index names and its source does not have; `platform` is empty where the index says none. */
export const missingSchema = z.object({ digest: z.string(), platform: z.string() });

export const copyPlanSchema = z.object({
  /** What the new tag will point at; another digest than `whole` where platforms were chosen or are missing. */
  digest: z.string(),
  whole: z.string(),
  mediaType: z.string(),
  /** Every platform that can be chosen, with the bytes that are its own. */
  platforms: z.array(z.object({ name: z.string(), size: z.number() })),
  missing: z.array(missingSchema),
  /** Foreign layers that the source does not hold: they are left out. */
  foreign: shareSchema,
  manifests: z.number(),
  all: shareSchema,
  /** At the target already; taken over inside of the registry; sent over the network. */
  there: shareSchema,
  mounted: shareSchema,
  travels: shareSchema,
  referrers: z.array(z.object({ name: z.string(), artifactType: z.string() })),
  current: currentSchema,
});

/** Bytes; `blobs` are those that travel. */
export const copyProgressSchema = z.object({
  kind: z.literal('progress'),
  sent: z.number(),
  total: z.number(),
  blobs: z.array(z.object({ digest: z.string(), size: z.number(), sent: z.number() })),
});

export const copyEventSchema = z.discriminatedUnion('kind', [
  copyProgressSchema,
  /** Proven: the target's tag answers `digest`. The bytes that were sent, that were mounted, and that were there. */
  z.object({
    kind: z.literal('done'),
    digest: z.string(),
    changeId: z.string(),
    sent: z.number(),
    mounted: z.number(),
    there: z.number(),
  }),
]);

export type CopyPlan = z.infer<typeof copyPlanSchema>;
export type CopyProgress = z.infer<typeof copyProgressSchema>;
export type CopyEvent = z.infer<typeof copyEventSchema>;

const source = inRepositorySchema.extend({ reference: z.union([tagSchema, digestSchema]) });
const target = z.object({ connectionId: connectionIdSchema, repository: inRepositorySchema.shape.repository, tag: tagSchema });

export const copyContract = {
  /** What would travel, and what the target's tag is now. */
  plan: procedure.input(z.object({ source, target }).extend(wantedSchema.shape)).output(copyPlanSchema),
  /** Copies what the plan named (`digest`), where the target's tag is still what the plan saw (`expected`, null for free). */
  run: command
    .input(
      z.object({ runId: runIdSchema, source, target, digest: digestSchema, expected: digestSchema.nullable() }).extend(wantedSchema.shape),
    )
    .output(eventIterator(copyEventSchema)),
};
