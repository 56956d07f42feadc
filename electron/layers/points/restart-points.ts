import type { FilePlace, RestartPoint } from '../toc/toc.ts';

/** The last point at or before an offset of the unpacked stream. */
function lastBefore(points: readonly RestartPoint[], out: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((points[middle]?.out ?? 0) <= out) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Where the `size` bytes from `out` on of the unpacked stream are in a layer of `layerSize` bytes: from the last point before them up to the first one
 * behind. `points` are in their order. Pure.
 */
export function placeAmong(points: readonly RestartPoint[], layerSize: number, out: number, size: number): FilePlace | undefined {
  const point = points[lastBefore(points, out)];
  if (!point || point.out > out) return undefined;
  const end = points[lastBefore(points, out + size - 1) + 1];
  // The last bits of a block are in the byte that the next one begins in.
  const to = end ? end.from + (end.bits > 0 ? 1 : 0) : layerSize;
  return { packing: 'deflate', size, parts: [{ from: point.from, to, skip: out - point.out, size, point }] };
}
