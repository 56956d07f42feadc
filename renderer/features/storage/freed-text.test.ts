import { expect, test } from 'vitest';
import { certaintyOf } from './freed-text.ts';

test.each([
  ['everything was read', 0, 0, 'exact'],
  ['an image was not read', 1, 0, 'atLeast'],
  ['a repository was not read', 0, 3, 'upTo'],
  ['neither was', 1, 3, 'about'],
] as const)('where %s, what a deletion frees is %s', (_, unread, elsewhere, certainty) => {
  expect(certaintyOf({ unread, elsewhere })).toBe(certainty);
});
