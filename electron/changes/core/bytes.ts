import type { ImageSummary } from '../../browse/image-summary.ts';

/** The images of a repository, and those of them that are deleted. */
export type Removal = { readonly summaries: ReadonlyMap<string, ImageSummary>; readonly isDeleted: (digest: string) => boolean };

/**
 * What deleting images frees: the bytes of their blobs that no kept image uses, and the bytes of those that one does. Each blob counts once
 * over all repositories, as a registry keeps it once. Pure.
 */
export function bytesFreed(removals: Iterable<Removal>): { readonly bytesFreed: number; readonly bytesKept: number } {
  const used = new Set<string>();
  const blobs = new Map<string, number>();
  for (const { summaries, isDeleted } of removals)
    for (const { digest, layers, configs } of summaries.values())
      for (const [blob, size] of [...layers, ...configs]) {
        if (isDeleted(digest)) blobs.set(blob, size);
        else used.add(blob);
      }
  const sum = (isUsed: boolean): number =>
    [...blobs].reduce((bytes, [blob, size]) => (used.has(blob) === isUsed ? bytes + size : bytes), 0);
  return { bytesFreed: sum(false), bytesKept: sum(true) };
}
