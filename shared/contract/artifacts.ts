import { z } from 'zod';
import { layerProblemWhySchema } from '../files/layer-problem.ts';
import { digestSchema, inRepositorySchema, procedure } from './base.ts';

/** A file of a package. `text` where it is one, and not too long to be shown. */
const packedFileSchema = z.object({ path: z.string(), size: z.number(), text: z.string().optional() });

/**
 * What is in one blob of an artifact, found by its bytes, whatever its media type says. A `package` is a tar, compressed or not, with its files as far
 * as they could be read. `too-large`: more than `limit` bytes, which are not read to be shown.
 */
const contentsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('package'),
    files: z.array(packedFileSchema).readonly(),
    problems: z.array(layerProblemWhySchema).readonly(),
  }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('binary') }),
  z.object({ kind: z.literal('too-large'), limit: z.number() }),
]);

export type PackedFile = z.infer<typeof packedFileSchema>;
export type ArtifactContents = z.infer<typeof contentsSchema>;

export const artifactsContract = {
  /** What is in one blob of an artifact. The blob is read whole, with limits, and held against its digest. */
  contents: procedure.input(inRepositorySchema.extend({ digest: digestSchema })).output(contentsSchema),
};
