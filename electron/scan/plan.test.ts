import { expect, test } from 'vitest';
import { effortOf } from './plan.ts';

const sample = { repositories: 10, tags: 100, untagged: 30, images: 60 };
const few = { repositories: 2, tags: 400, untagged: 0, images: 300 };
const nothing = { repositories: 0, tags: 0, untagged: 0, images: 0 };

test.each([
  ['nothing is read: what it takes is unknown', { read: 0, known: 300 }, nothing, false, null, null],
  ['an empty registry', { read: 0, known: 0 }, nothing, false, 0, null],
  ['as many as those that were read, on average: list, tags, children and configs', { read: 10, known: 110 }, sample, false, 2_000, 2_110],
  ['everything is read: it takes its lists and tags again', { read: 10, known: 10 }, sample, false, 0, 110],
  ['the first few that were opened do not stand for the rest', { read: 2, known: 300 }, few, false, null, null],
  ['but they do for themselves', { read: 2, known: 2 }, few, false, 0, 402],
  ['a product that tells of a hundred tags at once', { read: 10, known: 110 }, sample, true, 110, 121],
])('%s', (_, coverage, known, tellsRows, unread, all) => {
  const effort = effortOf({ coverage, sample: known, tellsRows });
  expect([effort.unread.requests, effort.all.requests]).toEqual([unread, all]);
  // Where nothing is known of the others, what is known of those that were read is the least.
  expect(effort.all.atLeast).toBe(coverage.known + known.tags / (tellsRows ? 100 : 1));
  expect([effort.unread.repositories, effort.all.repositories]).toEqual([coverage.known - coverage.read, coverage.known]);
});
