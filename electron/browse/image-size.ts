import type { ImageSummary } from './image-summary.ts';

/** Compressed bytes of all platforms, each blob once; undefined where the manifest does not say. */
export function sizeOf({ kind, layers }: Pick<ImageSummary, 'kind' | 'layers'>): number | undefined {
  if (kind === 'legacy' || kind === 'unknown') return undefined;
  return layers.reduce((sum, [, size]) => sum + size, 0);
}
