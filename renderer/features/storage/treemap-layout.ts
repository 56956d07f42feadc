import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';

/** The room of the picture, in pixels. */
export type Room = { readonly width: number; readonly height: number };

/** A rectangle whose area is in proportion to its bytes. `items` are those that it stands for: one, or at the end the many that are too small. */
export type Tile<T> = Room & { readonly x: number; readonly y: number; readonly items: readonly T[] };

type Sized = { readonly bytes: number };

/** A tile of fewer square pixels could not be hit (https://www.w3.org/TR/WCAG22/#target-size-minimum: 24 by 24). */
const LEAST_AREA = 576;
const MOST_TILES = 60;
const GAP = 2;

const sum = (items: readonly Sized[]): number => items.reduce((bytes, item) => bytes + item.bytes, 0);

/** How many of `items`, the largest first, get a tile of their own. One alone is not called "1 more". */
function ownTiles(items: readonly Sized[], least: number): number {
  const large = items.findIndex(({ bytes }, at) => bytes < least || at >= MOST_TILES);
  return large === -1 || large === items.length - 1 ? items.length : large;
}

/** Lays out what has bytes, the largest first; what is too small shares the last tile with what `isRest`, which stands for others already. Pure. */
export function layoutTreemap<T extends Sized>(items: readonly T[], room: Room, isRest: (item: T) => boolean = () => false): Tile<T>[] {
  const sorted = items.filter((item) => item.bytes > 0 && !isRest(item)).toSorted((a, b) => b.bytes - a.bytes);
  const rest = items.filter((item) => item.bytes > 0 && isRest(item));
  if (sorted.length + rest.length === 0 || room.width <= 0 || room.height <= 0) return [];
  const own = ownTiles(sorted, (LEAST_AREA / (room.width * room.height)) * sum(items));
  const last = [...sorted.slice(own), ...rest];
  const parts = [...sorted.slice(0, own).map((item) => [item]), ...(last.length > 0 ? [last] : [])];
  type Node = { readonly items: readonly T[]; readonly children?: readonly Node[] };
  const root = hierarchy<Node>({ items: [], children: parts.map((part) => ({ items: part })) }, ({ children }) => children).sum((node) =>
    sum(node.items),
  );
  const placed = treemap<Node>().tile(treemapSquarify).size([room.width, room.height]).paddingInner(GAP).round(true)(root);
  return placed.leaves().map(({ x0, y0, x1, y1, data }) => ({ x: x0, y: y0, width: x1 - x0, height: y1 - y0, items: data.items }));
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The place of the nearest tile in a direction, of those that lie beside the tile at `from`; undefined at the edge. Pure. */
export function neighbour(tiles: readonly Tile<unknown>[], from: number, direction: Direction): number | undefined {
  const here = tiles[from];
  if (!here) return undefined;
  const isAcross = direction === 'left' || direction === 'right';
  const span = (tile: Tile<unknown>, across: boolean): readonly [number, number] =>
    across ? [tile.x, tile.x + tile.width] : [tile.y, tile.y + tile.height];
  const [start, end] = span(here, isAcross);
  const [near, far] = span(here, !isAcross);
  const distances = tiles.flatMap((tile, at) => {
    const [tileStart, tileEnd] = span(tile, isAcross);
    const gap = direction === 'right' || direction === 'down' ? tileStart - end : start - tileEnd;
    const [low, high] = span(tile, !isAcross);
    const overlap = Math.min(far, high) - Math.max(near, low);
    return at === from || gap < 0 || overlap <= 0 ? [] : [{ at, gap, overlap }];
  });
  return distances.toSorted((a, b) => a.gap - b.gap || b.overlap - a.overlap)[0]?.at;
}
