import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DiffPart } from '../../../shared/contract/files.ts';
import { anchorsOf } from './anchors.ts';
import { diffLines, linesOf } from './line-diff.ts';

const signs = { same: ' ', removed: '-', added: '+' } as const;
const told = (parts: readonly DiffPart[]): string[] =>
  parts.flatMap(({ mark, text }) => linesOf(text).map((line) => `${signs[mark]}${line.replace('\n', '|')}`));
const sideOf = (parts: readonly DiffPart[], side: 'removed' | 'added'): string =>
  parts.map(({ mark, text }) => (mark === 'same' || mark === side ? text : '')).join('');

test.each<[string, string, string, readonly string[]]>([
  ['two empty files', '', '', []],
  ['a file that was empty', '', 'a\n', ['+a|']],
  ['a line in the middle', 'a\nb\nc\n', 'a\nB\nc\n', [' a|', '-b|', '+B|', ' c|']],
  ['lines at both ends', 'b\n', 'a\nb\nc\n', ['+a|', ' b|', '+c|']],
  ['the end of the last line', 'a\nb', 'a\nb\n', [' a|', '-b', '+b|']],
  ['line ends of Windows', 'a\r\n', 'a\n', ['-a\r|', '+a|']],
  ['a line that was moved', 'a\nb\nc\n', 'b\nc\na\n', ['-a|', ' b|', ' c|', '+a|']],
  ['two changes that touch', 'a\nb\n', 'c\nd\n', ['-a|', '-b|', '+c|', '+d|']],
])('%s', (_, before, after, lines) => {
  const { parts, isRough } = diffLines(before, after);
  expect(told(parts)).toEqual(lines);
  expect(isRough).toBe(false);
});

/** How many items the longest common subsequence has. */
function longest(a: readonly string[], b: readonly string[]): number {
  let row: number[] = new Array(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    for (const [j, other] of b.entries()) next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', 'd', '\n', 'e\n', 'f\n')).map((lines) => lines.join(''));

describe('Of any two texts', () => {
  test('the parts are both texts, and as much is told as equal as there is', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { parts } = diffLines(before, after);
        expect(sideOf(parts, 'removed')).toBe(before);
        expect(sideOf(parts, 'added')).toBe(after);
        const same = parts.flatMap((part) => (part.mark === 'same' ? linesOf(part.text) : [])).length;
        expect(same).toBe(longest(linesOf(before), linesOf(after)));
      }),
    );
  });

  test('without time, the parts are both texts all the same, and lines that both have once are equal', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { parts } = diffLines(before, after, 0);
        expect(sideOf(parts, 'removed')).toBe(before);
        expect(sideOf(parts, 'added')).toBe(after);
      }),
    );
    const [before, after] = ['a\nx\nx\nb\n', 'a0\na\ny\nb\nb0\n'];
    expect(diffLines(before, after, 0)).toMatchObject({ isRough: true });
    expect(told(diffLines(before, after, 0).parts)).toEqual(['+a0|', ' a|', '-x|', '-x|', '+y|', ' b|', '+b0|']);
  });
});

test('lines that both have once part two texts, as many as keep their order', () => {
  const unique = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String));
  fc.assert(
    fc.property(unique, unique, (a, b) => {
      const anchors = anchorsOf(a, b);
      expect(anchors.map(([left]) => a[left])).toEqual(anchors.map(([, right]) => b[right]));
      expect(anchors.map(([, right]) => right)).toEqual(anchors.map(([, right]) => right).toSorted((x, y) => x - y));
      expect(anchors).toHaveLength(longest(a, b));
    }),
  );
});

test('two texts of 50,000 lines that differ in most of them are compared in a few seconds', () => {
  const lines = (seed: number): string => Array.from({ length: 50_000 }, (_, i) => `${(i * seed) % 49_999}\n`).join('');
  const started = performance.now();
  const { parts } = diffLines(lines(7), lines(11));
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(sideOf(parts, 'removed')).toBe(lines(7));
});
