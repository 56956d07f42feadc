import { expect, test } from 'vitest';
import { labelsThatFit } from './room.ts';

const four = ['amd64', 'arm64', 'arm/v7', 's390x'];

test.each([
  [four, Number.POSITIVE_INFINITY, 3],
  [four, 200, 3],
  [four, 140, 2],
  [four, 84, 1],
  [four, 10, 1],
  [['amd64', 'arm64'], 106, 2],
  [['amd64', 'arm64'], 84, 1],
  [['windows/amd64', 'windows/arm64'], 150, 1],
  [[], 150, 0],
])('of %j in %d px, %i are shown', (names, room, shown) => {
  expect(labelsThatFit(names, room, 3)).toBe(shown);
});
