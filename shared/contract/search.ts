import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { contentKindSchema } from '../oci/content-kind.ts';
import { platformSchema } from '../oci/manifest.ts';
import { searchOrderSchema } from '../search-order.ts';
import { connectionIdSchema, digestSchema, inRepositorySchema, procedure, repositorySchema, tagSchema } from './base.ts';

/** Results of one search; more are not looked for. */
const MOST_RESULTS = 2_000;

/** Where is searched: everywhere, in one registry, or in a folder of one. */
const searchScopeSchema = z.object({ connectionId: connectionIdSchema.optional(), folder: repositorySchema.optional() });
export type SearchScope = z.infer<typeof searchScopeSchema>;

/** What is known of an image that was found. Without a `kind`, only its digest is. */
const foundImageSchema = z.object({
  digest: digestSchema,
  kind: z.enum(['image', 'index', 'artifact', 'legacy', 'unknown']).optional(),
  content: contentKindSchema.optional(),
  platforms: z.array(platformSchema).readonly(),
  /** Compressed bytes, each blob once. */
  size: z.number().optional(),
  /** ISO 8601 */
  created: z.string().optional(),
  /** What it was found by where that is not its own digest: an image of an index, a layer, a config. */
  contains: digestSchema.optional(),
});

/** `image` is one that no tag of the repository leads to: `untagged` if no index does either. `pulled`: ISO 8601, where the product tells it. */
const searchResultSchema = z.discriminatedUnion('kind', [
  inRepositorySchema.extend({ kind: z.literal('repository') }),
  inRepositorySchema.extend({ kind: z.literal('tag'), tag: tagSchema, image: foundImageSchema, pulled: z.string().optional() }),
  inRepositorySchema.extend({ kind: z.literal('image'), image: foundImageSchema, untagged: z.boolean() }),
]);
export type SearchResult = z.infer<typeof searchResultSchema>;
export type FoundImage = z.infer<typeof foundImageSchema>;

/**
 * `end`: everything was found, or there is more than was asked for. Where the results are sorted, `sorted` is how many of all they are the first of, and
 * `sorting` tells meanwhile how many were found.
 */
const searchEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), results: z.array(searchResultSchema).readonly() }),
  z.object({ kind: z.literal('sorting'), count: z.number() }),
  z.object({ kind: z.literal('end'), isMore: z.boolean(), sorted: z.object({ count: z.number(), isAll: z.boolean() }).optional() }),
]);
export type SearchEvent = z.infer<typeof searchEventSchema>;

/** Digests and labels that begin with, or have, what was typed; one without a value stands for all of its key. `images`: how many have it, up to 1,000. */
const suggestionsSchema = z.object({
  results: z.array(searchResultSchema).readonly(),
  digests: z.array(z.object({ digest: digestSchema, repositories: z.number() })).readonly(),
  labels: z.array(z.object({ key: z.string(), value: z.string().optional(), images: z.number().optional() })).readonly(),
});
export type Suggestions = z.infer<typeof suggestionsSchema>;

const querySchema = z.string().max(4_000);

export const searchContract = {
  /** What the index knows that meets a query (`shared/query`), best first or in the order that is asked for. Leaving the loop stops the search. */
  find: procedure
    .input(
      z.object({
        query: querySchema,
        scope: searchScopeSchema,
        most: z.number().int().min(1).max(MOST_RESULTS),
        order: searchOrderSchema.optional(),
      }),
    )
    .output(eventIterator(searchEventSchema)),
  /** A few of each kind, for what is being typed. */
  suggest: procedure.input(z.object({ query: querySchema })).output(suggestionsSchema),
};
