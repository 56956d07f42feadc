/** A beginning that images have in common: its layers in their order, and how many of the images have it. */
export type CommonBase<L> = { readonly layers: readonly L[]; readonly images: number };

/**
 * The longest beginning of layers that at least half of the images share, and no fewer than two. What images are built on is at their beginning,
 * whatever its name was. Undefined where they share none. Pure.
 */
export function commonBase<L>(images: readonly (readonly L[])[]): CommonBase<L> | undefined {
  const least = Math.max(2, images.length / 2);
  const layers: L[] = [];
  let sharing = images;
  while (true) {
    const next = new Map<L, number>();
    for (const image of sharing) {
      const layer = image[layers.length];
      if (layer !== undefined) next.set(layer, (next.get(layer) ?? 0) + 1);
    }
    const [most] = [...next].toSorted(([, a], [, b]) => b - a);
    if (!most || most[1] < least) break;
    const [layer] = most;
    sharing = sharing.filter((image) => image[layers.length] === layer);
    layers.push(layer);
  }
  return layers.length === 0 ? undefined : { layers, images: sharing.length };
}
