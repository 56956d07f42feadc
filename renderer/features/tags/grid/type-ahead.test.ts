import { expect, test } from 'vitest';
import { rowTypedAhead } from './type-ahead.ts';

const rows = ['latest', 'main', 'v1.10', '1.9', '1.1', 'main-4f2a9c1', ''];

test.each([
  [0, 'm', 1],
  [1, 'm', 5],
  [1, 'mm', 5],
  [5, 'm', 1],
  [1, 'main-', 5],
  [0, 'l', 0],
  [0, '1.', 2],
  [2, '1.', 2],
  [2, '1.9', 3],
  [0, 'x', undefined],
  [0, 'xy', undefined],
])('from row %i, "%s" goes to row %s', (at, text, row) => {
  expect(rowTypedAhead(rows, at, { text, at: 0 })).toBe(row);
});
