import { expect, test } from 'vitest';
import { recentShown } from './recent.ts';

test.each([
  [['a', 'b'], [], ['a', 'b']],
  [['a', 'b', 'c'], ['b'], ['a', 'c']],
  [['a', 'b', 'c', 'd', 'e', 'f', 'g'], ['a'], ['b', 'c', 'd', 'e', 'f']],
  [[], ['a'], []],
])('of %j with %j pinned, %j are shown', (recent, pinned, shown) => {
  expect(recentShown(recent, pinned)).toEqual(shown);
});
