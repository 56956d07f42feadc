import { expect, test } from 'vitest';
import { moved } from './order.ts';

test.each([
  ['down', 'a', 1, ['b', 'a', 'c']],
  ['to the end', 'a', 2, ['b', 'c', 'a']],
  ['up', 'c', 0, ['c', 'a', 'b']],
  ['nowhere', 'b', 1, ['a', 'b', 'c']],
  ['above the first', 'a', -1, ['a', 'b', 'c']],
  ['below the last', 'c', 3, ['a', 'b', 'c']],
  ['what is not there', 'x', 0, ['a', 'b', 'c']],
])('moves %s', (_, item, to, expected) => {
  expect(moved(['a', 'b', 'c'], item, to)).toEqual(expected);
});
