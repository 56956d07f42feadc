import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DiffPart } from '../../../../shared/contract/files.ts';
import { lineText } from './line-text.ts';
import { countsOf, foldAround, linesOfDiff } from './lines.ts';
import { patchText } from './patch-text.ts';

const numbered = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');
const same = (text: string): DiffPart => ({ mark: 'same', text });
const removed = (text: string): DiffPart => ({ mark: 'removed', text });
const added = (text: string): DiffPart => ({ mark: 'added', text });

test('lines have their numbers in both texts, and those that replace each other know it', () => {
  expect(linesOfDiff([same('a\n'), removed('b\nc\n'), added('B\nC\n'), same('d')])).toEqual([
    { mark: 'same', text: 'a', left: 1, right: 1 },
    { mark: 'removed', text: 'b', left: 2, other: 'B' },
    { mark: 'removed', text: 'c', left: 3, other: 'C' },
    { mark: 'added', text: 'B', right: 2, other: 'b' },
    { mark: 'added', text: 'C', right: 3, other: 'c' },
    { mark: 'same', text: 'd', left: 4, right: 4, isUnended: true },
  ]);
  const uneven = linesOfDiff([removed('b\n'), added('B\nC\n')]);
  expect(uneven.filter((line) => 'other' in line)).toEqual([]);
  expect(countsOf(uneven)).toEqual({ removed: 1, added: 2 });
});

test.each<[string, readonly DiffPart[], readonly string[]]>([
  [
    'far from a change',
    [same(numbered(1, 9)), removed('x\n'), same(numbered(11, 19))],
    ['6 folded', '7', '8', '9', '10', '10', '11', '12', '6 folded'],
  ],
  ['between two changes', [added('x\n'), same(numbered(1, 8)), added('y\n')], ['1', '2', '3', '4', '2 folded', '7', '8', '9', '10']],
  ['but not one alone', [added('x\n'), same(numbered(1, 7)), added('y\n')], ['1', '2', '3', '4', '5', '6', '7', '8', '9']],
  ['all, where nothing differs', [same(numbered(1, 5))], ['5 folded']],
])('equal lines are folded %s', (_, parts, told) => {
  const shown = foldAround(linesOfDiff(parts));
  expect(shown.map((one) => (one.kind === 'fold' ? `${one.rows.length} folded` : String(one.row.right ?? one.row.left)))).toEqual(told);
});

test.each<[string, string, string | undefined, readonly [string, string, string]]>([
  ['a line without another version', 'port 80', undefined, ['port 80', '', '']],
  ['what differs in the middle', 'port 80 # web', 'port 8080 # web', ['port ', '80', ' # web']],
  ['a word as a whole', 'tag: 1.9.10-slim', 'tag: 1.9.12-slim', ['tag: 1.9.', '10', '-slim']],
  ['a word whose end is equal', '--user=app', '--user=webapp', ['--user=', 'app', '']],
  ['what differs at the end', 'port 443', 'port 8080', ['port ', '443', '']],
  ['lines that have nothing in common', 'abc', 'xyz', ['abc', '', '']],
  ['lines that have next to nothing in common', 'a'.repeat(99), `${'a'.repeat(9)}${'b'.repeat(90)}`, ['a'.repeat(99), '', '']],
  ['half a character is no part', 'x 😀 y', 'x 😁 y', ['x ', '😀', ' y']],
  ['what would not be seen', 'a\u001b[31mb\u202ec\r', undefined, ['a\\u{1b}[31mb\\u{202e}c␍', '', '']],
  ['a tab', '\ta', undefined, ['\ta', '', '']],
  ['a line that is too long', 'x'.repeat(5_000), undefined, [`${'x'.repeat(1_000)}…`, '', '']],
  [
    'the change in a line that is too long',
    `${'x'.repeat(5_000)}1${'y'.repeat(5_000)}`,
    `${'x'.repeat(5_000)}2${'y'.repeat(5_000)}`,
    [`…${'x'.repeat(80)}`, '1', `${'y'.repeat(80)}…`],
  ],
])('%s is shown', (_, line, other, [before, changed, after]) => {
  expect(lineText(line, other)).toEqual({ before, changed, after });
});

describe('A copied diff', () => {
  test.each<[string, readonly DiffPart[]]>([
    ['one change', [same(numbered(1, 20)), removed('x\n'), added('y\nz\n'), same(numbered(21, 40))]],
    ['two changes that are far apart', [removed('x\n'), same(numbered(1, 20)), added('y\n')]],
    ['two changes close to each other', [removed('x\n'), same(numbered(1, 7)), added('y\n'), same(numbered(8, 30))]],
    ['a line end that is new', [same('a\n'), removed('b'), added('b\n')]],
    ['no line end in either', [removed('a\n'), same('b')]],
    ['line ends of Windows', [removed('a\r\n'), added('a\n'), same('b\r\n')]],
  ])('makes the second file of the first one: %s', (_, parts) => {
    const sideOf = (mark: DiffPart['mark']): string =>
      parts.map((part) => (part.mark === 'same' || part.mark === mark ? part.text : '')).join('');
    const folder = mkdtempSync(join(tmpdir(), 'longshore-patch-'));
    writeFileSync(join(folder, 'file'), sideOf('removed'));
    const input = patchText('file', linesOfDiff(parts), { from: true, to: true });
    execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: folder, input });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe(sideOf('added'));
    rmSync(folder, { recursive: true });
  });

  test('says which side has no such file, and what a name hides', () => {
    expect(patchText('a\nb', linesOfDiff([added('x\n')]), { from: false, to: true })).toBe(
      '--- /dev/null\n+++ b/a\\u{a}b\n@@ -0,0 +1 @@\n+x\n',
    );
  });
});
