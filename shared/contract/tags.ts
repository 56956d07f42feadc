import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { failureSchemas, invalidReasonSchema } from '../errors.ts';
import { contentKindSchema } from '../oci/content-kind.ts';
import { platformSchema } from '../oci/manifest.ts';
import { inRepositorySchema, listCutSchema, namesSchema, procedure, tagSchema } from './base.ts';

const failureCode = z.enum(Object.keys(failureSchemas) as [keyof typeof failureSchemas, ...(keyof typeof failureSchemas)[]]);

/** A row of what was read. */
const readTagSchema = z.object({
  state: z.literal('read'),
  tag: z.string(),
  digest: z.string(),
  mediaType: z.string(),
  /** How the manifest is built, and what it is to a person. */
  kind: z.enum(['image', 'index', 'artifact', 'legacy', 'unknown']),
  content: contentKindSchema,
  artifactType: z.string().optional(),
  platforms: z.array(platformSchema),
  /** Compressed bytes, each blob once; undefined where the manifest does not say. */
  size: z.number().optional(),
  /** ISO 8601; undefined where unknown. */
  created: z.string().optional(),
  /** `created` is the time of the push, where only that is known. */
  createdIs: z.literal('pushed').optional(),
  /** ISO 8601: when it was pulled last; undefined where the product does not say, or knows of no pull. */
  pulled: z.string().optional(),
  /** Whether the product lets nobody move or delete the tag; undefined where it does not say. */
  immutable: z.boolean().optional(),
  /** How many images of an index the row covers, where a limit kept the others from being read. */
  covers: z.object({ read: z.number(), all: z.number() }).optional(),
  /** What its configs say is still being read: its date, and its platforms where no manifest names them. */
  pending: z.literal(true).optional(),
  /** The manifest itself is over its limit: only its digest and its type are known. */
  problem: z.literal('too-large').optional(),
});

/** One row of the tag table. `not-found` is a tag that was deleted after it was listed; `failed` one that could not be read. */
const tagDetailSchema = z.discriminatedUnion('state', [
  readTagSchema,
  z.object({ state: z.literal('not-found'), tag: z.string() }),
  z.object({ state: z.literal('failed'), tag: z.string(), code: failureCode, invalid: invalidReasonSchema.optional() }),
]);

/**
 * `remembered` comes before all others, in parts: rows as of ms since 1970, the first part with the names of all. `names` come in order, with where they
 * are among those before (`insertRuns`). `listed` comes once all names are known, `details` in batches after it, with how many
 * further rows are unchanged since they were `remembered`, `end` when nothing is left to read.
 */
const oneTagEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('remembered'),
    asOf: z.number(),
    names: namesSchema,
    rows: z.array(readTagSchema).readonly(),
  }),
  z.object({ kind: z.literal('start') }),
  z.object({ kind: z.literal('names'), names: namesSchema, runs: z.array(z.number()).readonly() }),
  z.object({ kind: z.literal('listed'), cut: listCutSchema.optional() }),
  z.object({ kind: z.literal('details'), details: z.array(tagDetailSchema), unchanged: z.number().optional() }),
  z.object({ kind: z.literal('end') }),
]);

/** `together`: what is known at one time in one message, so that the page draws it at once. */
export const tagEventSchema = z.discriminatedUnion('kind', [
  ...oneTagEventSchema.options,
  z.object({ kind: z.literal('together'), events: z.array(oneTagEventSchema).readonly() }),
]);

const movedSchema = z.tuple([z.string(), z.string()]).readonly();

/** What changed since the visit before, which ended at `since` (ISO 8601): with a tag, the digest that it pointed to then. */
const tagChangesSchema = z.object({
  since: z.string(),
  added: z.array(z.string()).readonly(),
  moved: z.array(movedSchema).readonly(),
  deleted: z.array(movedSchema).readonly(),
});

export type TagChanges = z.infer<typeof tagChangesSchema>;
export type TagDetail = z.infer<typeof tagDetailSchema>;
export type ReadTag = z.infer<typeof readTagSchema>;
/** What only a product's own API says of a tag. */
export type ToldOfTag = Pick<ReadTag, 'pulled' | 'immutable'>;
export type OneTagEvent = z.infer<typeof oneTagEventSchema>;
export type TagEvent = z.infer<typeof tagEventSchema>;

/** What an event tells, one by one. */
export const oneByOne = (event: TagEvent): readonly OneTagEvent[] => (event.kind === 'together' ? event.events : [event]);

const readIdSchema = z.string().min(1).max(64);

export const tagsContract = {
  /** What is remembered where `recall` asks for it, names, then the details of every tag. Leaving the loop stops the work and its requests. */
  read: procedure.input(inRepositorySchema.extend({ readId: readIdSchema, recall: z.boolean() })).output(eventIterator(tagEventSchema)),
  /** What changed since the visit before, as the last reading found it; nothing where there was none. */
  changes: procedure.input(inRepositorySchema).output(z.object({ changes: tagChangesSchema.optional() })),
  /** Tags whose image has a label or an annotation, as far as the index knows it, and those of which it knows nothing. `after` names the reading that was the last. */
  withLabel: procedure
    .input(inRepositorySchema.extend({ key: z.string().max(2_000), value: z.string().max(2_000).optional(), after: z.string().max(64) }))
    .output(z.object({ found: z.array(z.string()).readonly(), unknown: z.array(z.string()).readonly() })),
  /** Labels and annotations that images of tags have, the most frequent first. */
  labels: procedure.input(inRepositorySchema).output(z.object({ pairs: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly() })),
  /** Tells a running reading which tags are on screen: their details come first. */
  readFirst: procedure.input(z.object({ readId: readIdSchema, tags: z.array(tagSchema).max(500) })).output(z.object({})),
};
