import { expect, test } from 'vitest';
import { emptyTable } from '../tag-table.ts';
import { restOf } from './rest.ts';

const names = Array.from({ length: 10_000 }, (_, i) => `1.${i}`);
const reading = { ...emptyTable(), names, listed: true };

test.each([
  ['while it is read, so that batches do not come faster than they are arranged', reading, { ...reading, read: 100 }, 100],
  ['at its end', reading, { ...reading, done: true }, 0],
  ['once its names are known', { ...reading, listed: false }, reading, 0],
  ['where another repository is shown', reading, { ...reading, details: new Map() }, 0],
  ['at its beginning', undefined, reading, 0],
  ['where there is none any more', reading, undefined, 0],
])('the rows of a table rest %s: %#', (_, shown, now, rest) => {
  expect(restOf(shown, now)).toBe(rest);
});
