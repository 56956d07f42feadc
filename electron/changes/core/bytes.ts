import type { ImageSummary } from '../../browse/image-summary.ts';

/** The images of a repository, and those of them that are deleted. */
export type Removal = { readonly summaries: ReadonlyMap<string, ImageSummary>; readonly isDeleted: (digest: string) => boolean };

/**
 * What deleting images frees: the bytes of their blobs that no kept image uses, and the bytes of those that one does. Each blob counts once
 * over all repositories, as a registry keeps it once, with the smallest size that an image says: registries do not check it, and nothing is
 * promised that may not be there. Pure.
 */
export function bytesFreed(removals: Iterable<Removal>): { readonly bytesFreed: number; readonly bytesKept: number } {
  const used = new Set<string>();
  const deleted = new Set<string>();
  const sizes = new Map<string, number>();
  for (const { summaries, isDeleted } of removals)
    for (const { digest, layers, configs } of summaries.values())
      for (const [blob, size] of [...layers, ...configs]) {
        sizes.set(blob, Math.min(size, sizes.get(blob) ?? size));
        (isDeleted(digest) ? deleted : used).add(blob);
      }
  const sum = (isUsed: boolean): number =>
    [...deleted].reduce((bytes, blob) => (used.has(blob) === isUsed ? bytes + (sizes.get(blob) ?? 0) : bytes), 0);
  return { bytesFreed: sum(false), bytesKept: sum(true) };
}
