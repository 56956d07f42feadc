import { expect, test } from 'vitest';
import { type Direction, layoutTreemap, neighbour, type Tile } from './treemap-layout.ts';

const ROOM = { width: 900, height: 300 };
const of = (...sizes: number[]) =>
  layoutTreemap(
    sizes.map((bytes) => ({ bytes })),
    ROOM,
  );
const area = ({ width, height }: Tile<unknown>): number => width * height;

test('the area of a tile is in proportion to its bytes', () => {
  const [half, quarter, other] = of(500, 250, 250);
  expect(area(half as Tile<unknown>) / area(quarter as Tile<unknown>)).toBeCloseTo(2, 1);
  expect(area(other as Tile<unknown>) / area(quarter as Tile<unknown>)).toBeCloseTo(1, 1);
});

test('tiles lie within the picture and never over each other', () => {
  const tiles = of(...Array.from({ length: 40 }, (_, i) => 1_000 / (i + 1)));
  for (const [at, a] of tiles.entries()) {
    expect([a.x >= 0, a.y >= 0, a.x + a.width <= ROOM.width, a.y + a.height <= ROOM.height]).toEqual([true, true, true, true]);
    for (const b of tiles.slice(at + 1))
      expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
  }
});

test.each([
  ['many that are too small share the last tile', [100_000, ...Array(500).fill(1)], [1, 500]],
  ['one that is too small has its own', [100_000, 1], [1, 1]],
  ['what has no bytes has no tile', [10, 0, 0], [1]],
  ['nothing makes no tile', [], []],
  ['thousands that are all too small are one tile', Array(5_000).fill(1), [5_000]],
])('%s', (_, sizes: number[], items) => {
  expect(of(...sizes).map((tile) => tile.items.length)).toEqual(items);
});

test('what stands for others already shares the tile of what is too small', () => {
  const items = [100_000, 3, 2, 50_000].map((bytes) => ({ bytes, isRest: bytes === 50_000 }));
  expect(layoutTreemap(items, ROOM, ({ isRest }) => isRest).map((one) => one.items.map(({ bytes }) => bytes))).toEqual([
    [100_000],
    [3, 2, 50_000],
  ]);
});

const tile = (x: number, y: number, width: number, height: number): Tile<unknown> => ({ x, y, width, height, items: [] });
/** One high tile at the left, two beside it, one at the right of the upper. */
const TILES = [tile(0, 0, 100, 100), tile(102, 0, 50, 40), tile(102, 42, 100, 58), tile(154, 0, 48, 40)];

test.each<[number, Direction, number | undefined]>([
  [0, 'right', 2],
  [0, 'left', undefined],
  [1, 'left', 0],
  [1, 'right', 3],
  [1, 'down', 2],
  [2, 'up', 1],
  [3, 'left', 1],
  [3, 'up', undefined],
])('from tile %i an arrow %s leads to %s', (from, direction, to) => {
  expect(neighbour(TILES, from, direction)).toBe(to);
});
