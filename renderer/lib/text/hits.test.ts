import { expect, test } from 'vitest';
import { alternating, hitsIn, hitsOfWords, splitPieces } from './hits.ts';

const drawn = (pieces: ReturnType<typeof hitsIn>): string => pieces.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('');

test.each([
  ['1.9.2', '', '1.9.2'],
  ['1.9.2', '9', '1.[9].2'],
  ['1.1.1', '1', '[1].[1].[1]'],
  ['Main-A', ' main ', '[Main]-A'],
  ['latest', 'x', 'latest'],
  ['', 'x', ''],
  ['İx', 'x', 'İx'],
])('in %j, %j is marked as %s', (text, needle, expected) => {
  expect(drawn(hitsIn(text, needle))).toBe(expected);
});

test.each([
  [[], '1.9-alpine'],
  [['9'], '1.[9]-alpine'],
  [['1.9', 'alp'], '[1.9]-[alp]ine'],
  [['alp', 'pine'], '1.9-[alpine]'],
  [['x', ''], '1.9-alpine'],
])('of the words %j these are marked: %s', (words, expected) => {
  expect(drawn(hitsOfWords('1.9-alpine', words))).toBe(expected);
});

test.each([
  ['abcdef', 'cd', 3, 'ab[c]', '[d]ef'],
  ['abcdef', 'ab', 3, '[ab]c', 'def'],
  ['abcdef', '', 6, 'abcdef', ''],
])('%j with the hit %j is split at %i', (text, needle, at, head, tail) => {
  expect(splitPieces(hitsIn(text, needle), at).map(drawn)).toEqual([head, tail]);
});

test('of alternating parts every second is a hit, and empty ones are left out', () => {
  expect(drawn(alternating(['', 'ab', 'c']))).toBe('[ab]c');
});
