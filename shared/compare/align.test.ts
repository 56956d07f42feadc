import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align, sideBySide } from './align.ts';

const signs = { same: '=', added: '+', removed: '-' } as const;

/** `=a -b +c`, as a diff is read. */
const read = (left: string, right: string): string =>
  sideBySide([...left], [...right], (item) => item)
    .map((row) => `${signs[row.mark]}${'right' in row ? row.right : row.left}`)
    .join(' ');

test.each([
  ['', '', ''],
  ['abc', 'abc', '=a =b =c'],
  ['', 'ab', '+a +b'],
  ['ab', '', '-a -b'],
  ['abd', 'abcd', '=a =b +c =d'],
  ['abcd', 'abd', '=a =b -c =d'],
  ['abc', 'axc', '=a -b +x =c'],
  ['abcdef', 'bxdfg', '-a =b -c +x =d -e =f +g'],
  ['aab', 'ab', '=a -a =b'],
])('"%s" beside "%s" reads "%s"', (left, right, wanted) => {
  expect(read(left, right)).toBe(wanted);
});

/** The length of the longest common subsequence, by trying every one of the shorter list. */
function longestByForce(left: readonly string[], right: readonly string[]): number {
  const [first, ...rest] = left;
  if (first === undefined) return 0;
  const at = right.indexOf(first);
  return Math.max(longestByForce(rest, right), at === -1 ? 0 : 1 + longestByForce(rest, right.slice(at + 1)));
}

test('of any two short lists the pairs are equal, rise on both sides, are as many as can be, and are the same from the other side', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 9 });
  fc.assert(
    fc.property(list, list, (left, right) => {
      const pairs = align(left, right);
      expect(pairs.every(([i, j]) => left[i] === right[j])).toBe(true);
      expect(pairs.every(([i, j], at) => at === 0 || (i > (pairs[at - 1]?.[0] ?? 0) && j > (pairs[at - 1]?.[1] ?? 0)))).toBe(true);
      expect(pairs.length).toBe(longestByForce(left, right));
      expect(align(right, left)).toEqual(pairs.map(([i, j]) => [j, i]));
    }),
  );
});

test('two lists of 100,000 that have little in common are laid side by side at once, in their order', () => {
  const left = Array.from({ length: 100_000 }, (_, i) => `left ${i}`);
  const right = Array.from({ length: 100_000 }, (_, i) => (i % 100 === 50 ? `left ${i}` : `right ${i}`));
  const before = performance.now();
  const pairs = align(left, right);
  const took = performance.now() - before;
  expect(pairs).toHaveLength(1_000);
  expect(pairs.every(([i, j]) => left[i] === right[j])).toBe(true);
  expect(took).toBeLessThan(2_000);
});
