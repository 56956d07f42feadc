import { z } from 'zod';
import { layerProblemSchema } from './layer-problem.ts';

/** How a layer is packed; the last three can be listed without reading all of it. */
const layerFormatSchema = z.enum(['tar', 'gzip', 'zstd', 'zstd-chunked', 'estargz', 'soci']);

/**
 * What the list of a layer's files rests on: the image's own table of contents, bytes that were held against the layer's digest, or bytes that were
 * not all read or do not match it.
 */
const layerBasisSchema = z.enum(['table-of-contents', 'digest', 'unverified']);

/** What is told of a layer whose files are known. */
export const layerFactsSchema = z.object({
  digest: z.string(),
  format: layerFormatSchema,
  basis: layerBasisSchema,
  /** Entries that are no folders. */
  files: z.number(),
  /** Bytes of its tar. */
  unpacked: z.number(),
  problems: z.array(layerProblemSchema).readonly(),
});

export type LayerFormat = z.infer<typeof layerFormatSchema>;
export type LayerFacts = z.infer<typeof layerFactsSchema>;
