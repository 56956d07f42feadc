import { expect, test } from 'vitest';
import { firstRows } from './first-rows.ts';

const rows = (count: number, length: number) => Array.from({ length: count }, (_, n) => ({ path: String(n).padEnd(length, 'x') }));

test.each([
  ['none', rows(0, 10), 0],
  ['all of a few', rows(3, 10), 3],
  ['5,000 of many', rows(6_000, 10), 5_000],
  ['fewer where their names are long', rows(5_000, 4_000), 500],
  ['one, however long it is', rows(2, 3_000_000), 1],
])('of the rows of a folder a person sees %s', (_, all, count) => {
  expect(firstRows(all)).toEqual(all.slice(0, count));
});
