import { expect, test } from 'vitest';
import { utcOf } from './utc.ts';

test.each([
  ['Nov 25 00:11:42 2026 GMT', '2026-11-25 00:11 UTC'],
  ['', ''],
  ['<validTo>', '<validTo>'],
])('the time %j of a certificate is written %j in every language', (text, expected) => {
  expect(utcOf(text)).toBe(expected);
});
