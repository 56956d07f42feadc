import { expect, test } from 'vitest';
import { ungrouped } from '../groups/tag-groups.ts';
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
  expect(rowTypedAhead(ungrouped(rows), at, { text, at: 0 })).toBe(row);
});

test('a row that stands for several tags is meant by any of them', () => {
  const groups = { ...ungrouped(['latest', '2.0']), several: new Map([['2.0', ['2.0', 'stable']]]) };
  expect(rowTypedAhead(groups, 0, { text: 's', at: 0 })).toBe(1);
});
