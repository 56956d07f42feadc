import { expect, test } from 'vitest';
import { paceOf, type Sample, withSample } from './pace.ts';

/** Samples `[seconds, done]`, one after the other. */
const sampled = (...points: readonly (readonly [number, number])[]): readonly Sample[] =>
  points.reduce<readonly Sample[]>((all, [seconds, done]) => withSample(all, { at: seconds * 1000, done }), []);

test.each<[string, readonly Sample[], number, number | undefined]>([
  ['nothing yet', [], 5, undefined],
  ['the first second, which says nothing', sampled([0, 0], [1, 50]), 1.2, undefined],
  ['a steady work', sampled([0, 0], [1, 10], [2, 20]), 2, 10],
  ['the last seconds, not all since the beginning', sampled([0, 0], [100, 10], [104, 410], [108, 810]), 108, 100],
  ['work that stands still: less each second', sampled([0, 0], [2, 40]), 4, 10],
  ['work that has stood still for long', sampled([0, 0], [2, 40]), 60, 0],
  ['a phase that began anew', sampled([0, 0], [2, 500], [3, 0], [5, 20]), 5, 10],
])('the pace of %s', (_, samples, seconds, pace) => {
  expect(paceOf(samples, seconds * 1000)).toBe(pace);
});
