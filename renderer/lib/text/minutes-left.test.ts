import { expect, test } from 'vitest';
import { minutesLeft } from './minutes-left.ts';

test.each([
  [600_000, '10:00'],
  [599_001, '10:00'],
  [581_000, '9:41'],
  [1, '0:01'],
  [0, '0:00'],
  [-5_000, '0:00'],
])('%i ms are shown as %s', (ms, shown) => {
  expect(minutesLeft(ms)).toBe(shown);
});
