import { expect, test } from 'vitest';
import { Failure } from '../../shared/errors.ts';
import { Rests } from './rests.ts';

const MINUTE = 60_000;
const limited = (retryAfter?: number) => new Failure('RATE_LIMITED', { host: 'r', ...(retryAfter === undefined ? {} : { retryAfter }) });

test('a failing connection is tried after 5 minutes, then after twice as long each time, and at least every 6 hours', () => {
  const rests = new Rests();
  const waits = Array.from({ length: 9 }, () => {
    rests.failed('c', 'https://r', new Failure('TIMEOUT', { host: 'r' }), 0);
    return rests.next('c', 'https://r') / MINUTE;
  });
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
  expect(rests.next('other', 'https://r')).toBe(0);
  rests.answered('c');
  expect(rests.next('c', 'https://r')).toBe(0);
});

test.each<[string, unknown, number]>([
  ['429 with Retry-After', limited(90_000), 90_000],
  ['429 without', limited(), 5 * MINUTE],
  ['503 with a longer one', new Failure('REGISTRY', { host: 'r', status: 503, errors: [], retryAfter: 20 * MINUTE }), 20 * MINUTE],
  ['a Retry-After of a year', limited(365 * 86_400_000), 25 * 60 * MINUTE],
])('%s is a rest', (_, error, wait) => {
  const rests = new Rests();
  rests.failed('c', 'https://r', error, 1_000);
  expect(rests.next('c', 'https://r')).toBe(1_000 + wait);
});

test('a Retry-After counts for every connection to the registry, outlives a restart and an answer, and is forgotten when it is over', () => {
  const rests = new Rests();
  rests.failed('c', 'https://r', limited(90_000), 0);
  rests.answered('c');
  expect(rests.next('other', 'https://r')).toBe(90_000);
  expect(new Rests(rests.saved(1)).next('c', 'https://r')).toBe(90_000);
  expect(rests.saved(90_000)).toEqual([]);
});
