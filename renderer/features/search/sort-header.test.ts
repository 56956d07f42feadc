import { expect, test } from 'vitest';
import type { SearchOrder, SortedColumn } from '../../../shared/search-order.ts';
import { nextOrder } from './sort-header.tsx';

test.each<[SearchOrder | undefined, SortedColumn, SearchOrder | undefined]>([
  [undefined, 'size', '-size'],
  ['-size', 'size', 'size'],
  ['size', 'size', undefined],
  [undefined, 'tag', 'tag'],
  ['tag', 'tag', '-tag'],
  ['-tag', 'tag', undefined],
  ['-size', 'created', '-created'],
  ['created', 'repository', 'repository'],
])('sorted by %s, a press on %s sorts by %s', (order, column, next) => {
  expect(nextOrder(order, column)).toBe(next);
});
