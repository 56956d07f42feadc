import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { contentKindSchema } from '../oci/content-kind.ts';
import { digestSchema, inRepositorySchema, procedure } from './base.ts';

/** A manifest that no tag and no index with a tag leads to. */
const imageSchema = z.object({
  digest: digestSchema,
  mediaType: z.string(),
  kind: z.enum(['image', 'index', 'artifact', 'legacy', 'unknown']),
  content: contentKindSchema,
  /** Bytes of its layers, each once. */
  size: z.number().optional(),
  /** ISO 8601 */
  created: z.string().optional(),
  /** When it was pushed, where the product tells it (ISO 8601). */
  pushed: z.string().optional(),
  /** An index that names it, and that no tag leads to either or that was deleted. */
  within: digestSchema.optional(),
});

/**
 * Manifests as the registry has found them. `asOf`: when all tags of the repository were read (ISO 8601); absent where they never were, and nothing
 * can be said but what the product tells. `isTold`: the product lists all that there are. `isCut`: more were seen than are listed.
 */
const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), asOf: z.string().optional(), isTold: z.boolean(), isCut: z.boolean() }),
  z.object({ kind: z.literal('images'), images: z.array(imageSchema) }),
]);

export type UntaggedImage = z.infer<typeof imageSchema>;
export type UntaggedEvent = z.infer<typeof eventSchema>;

export const untaggedContract = {
  /** Asks the registry for each manifest before it is listed. */
  list: procedure.input(inRepositorySchema).output(eventIterator(eventSchema)),
};
