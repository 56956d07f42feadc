import { expect, test } from 'vitest';
import { type Announced, announce } from './announced.ts';

test('of a thousand steps a screen reader is told five: the start, each quarter and the end', () => {
  const told: string[] = [];
  let last: Announced | undefined;
  for (let done = 0; done <= 1_000; done++) {
    const next = announce(last, `${done} of 1,000`, done, 1_000);
    if (next !== last) told.push(next.label);
    last = next;
  }
  expect(told).toEqual(['0 of 1,000', '250 of 1,000', '500 of 1,000', '750 of 1,000', '1000 of 1,000']);
});

test('while it is unknown how much there is, it is told once', () => {
  const first = announce(undefined, 'Reading', 0, 0);
  expect(announce(first, 'Reading', 40, 0)).toBe(first);
});
