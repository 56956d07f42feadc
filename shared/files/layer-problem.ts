import { z } from 'zod';

/** Why nothing of a layer can be listed. */
export const nothingListed = ['not-found', 'refused', 'encrypted', 'unverifiable', 'unknown-compression', 'not-a-tar'] as const;

/** Why the rest of a layer is not listed. */
export const restUnlisted = [
  'cut-short',
  'damaged',
  'header-too-large',
  'too-many-entries',
  'names-too-large',
  'unpacks-too-large',
  'ratio',
  'time',
  'more-bytes',
] as const;

/** What is wrong with a layer, or why not all of it is shown. Of each there is one, with how often it was met. */
export const layerProblemWhySchema = z.enum([
  ...nothingListed,
  ...restUnlisted,
  // What was read is not what the image says.
  'digest',
  // Single entries.
  'path-escapes',
  'path-too-long',
  'too-deep',
  'unknown-entry',
  'sparse-damaged',
  'holes-too-large',
  'empty-whiteout',
  'link-target',
  // Its table of contents: why it is not used, and what the layer has that it does not say, or says otherwise.
  'toc-refused',
  'toc-hidden',
  'toc-missing',
  'toc-size',
  'toc-digest',
  'toc-facts',
  'toc-place',
]);

/** `detail`: a figure, a name, or an algorithm, of the first that was met. */
export const layerProblemSchema = z.object({ why: layerProblemWhySchema, count: z.number(), detail: z.string().optional() });

export type LayerProblemWhy = z.infer<typeof layerProblemWhySchema>;
export type LayerProblem = z.infer<typeof layerProblemSchema>;

/** What another attempt may find otherwise: the layer was not there, was refused, or came damaged on its way. */
const PASSING: ReadonlySet<LayerProblemWhy> = new Set(['not-found', 'refused', 'cut-short', 'damaged', 'digest', 'more-bytes']);

/** Whether it is worth reading a layer once more: its bytes were not those of its digest, for a reason that may pass. Pure. */
export const mayRead = (layer: { readonly basis: string; readonly problems: readonly LayerProblem[] }): boolean =>
  layer.basis === 'unverified' && layer.problems.some(({ why }) => PASSING.has(why));
