import { expect, test } from 'vitest';
import { LONGEST_KEY, LONGEST_VALUE, MOST_PAIRS, rememberedPairs } from './image-labels.ts';

test('labels are remembered as they are', () => {
  const pairs = [
    ['maintainer', 'team@example.com'],
    ['empty', ''],
  ] as const;
  expect(rememberedPairs(pairs.map(([key, value]) => [key, value]))).toEqual(pairs);
});

test('a value that is too long ends in an ellipsis, a key that is too long or empty is left out', () => {
  const kept = 'k'.repeat(LONGEST_KEY);
  const found = rememberedPairs([
    ['', 'nothing'],
    [`${kept}k`, 'left out'],
    [kept, 'v'.repeat(LONGEST_VALUE + 1)],
    ['exact', 'v'.repeat(LONGEST_VALUE)],
  ]);
  expect(found).toEqual([
    [kept, `${'v'.repeat(LONGEST_VALUE - 1)}…`],
    ['exact', 'v'.repeat(LONGEST_VALUE)],
  ]);
});

test('of very many the first are remembered', () => {
  const many = Array.from({ length: 10_000 }, (_, i): [string, string] => [`key ${i}`, `${i}`]);
  expect(rememberedPairs(many)).toEqual(many.slice(0, MOST_PAIRS));
});
