import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '../../../shared/query/query.ts';
import { finished, joinFilter, lastChipBack, splitFilter, withoutChip, withoutDoubles } from './filter-text.ts';

test.each([
  ['', [], ''],
  ['1.9', [], '1.9'],
  ['1.9 ', [], '1.9 '],
  ['size:>1MB', [], 'size:>1MB'],
  ['size:>1MB ', ['size:>1MB'], ''],
  ['size:>1MB kind:index ', ['size:>1MB', 'kind:index'], ''],
  ['-rc /a b/ 1.9 alpine', ['-rc', '/a b/'], '1.9 alpine'],
  ['1.9 -rc alpine', ['-rc'], '1.9 alpine'],
  ['size:1MB ', [], 'size:1MB '],
  ['"a b" x', [], '"a b" x'],
])('of %j, %j are apart and %j is in the field', (filter, chips, draft) => {
  expect(splitFilter(filter)).toEqual({ chips, draft });
});

test.each([
  ['size:>1MB size:>1MB ', 'size:>1MB '],
  ['size:>1MB -rc size:>1MB a', 'size:>1MB -rc a'],
  // What is being typed may become another one.
  ['size:>1MB size:>1MB', 'size:>1MB size:>1MB'],
  ['a a ', 'a a '],
])('of %j, each condition once is %j', (filter, once) => {
  expect(withoutDoubles(filter)).toBe(once);
});

test.each([
  ['size:>1MB kind:index a', 0, 'kind:index a'],
  ['size:>1MB kind:index a', 1, 'size:>1MB a'],
  ['size:>1MB ', 0, ''],
])('%j without its condition %i is %j', (filter, index, rest) => {
  expect(withoutChip(filter, index)).toBe(rest);
});

test.each([
  ['size:>1MB -rc ', 'size:>1MB -rc'],
  ['size:>1MB ', 'size:>1MB'],
  ['a', 'a'],
])('the last condition of %j comes back: %j', (filter, back) => {
  expect(lastChipBack(filter)).toBe(back);
});

test.each([
  ['size:>1MB', 'size:>1MB '],
  ['a -b', 'a -b '],
  ['size:>1MB ', undefined],
  ['size:1MB', undefined],
  ['a', undefined],
  ['', undefined],
])('%j is finished as %j', (filter, expected) => {
  expect(finished(filter)).toBe(expected);
});

test('what a field shows means what was typed', () => {
  const piece = fc.constantFrom('a', ' ', '-', 'size:>1MB', 'kind:index', '/x y/', '"', 'label:a=b', ':');
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      (filter) => {
        const byText = (text: string): string[] =>
          parseQuery(text)
            .terms.map((term) => JSON.stringify(term))
            .sort();
        const split = splitFilter(filter);
        expect(byText(joinFilter(split))).toEqual(byText(filter));
        expect(splitFilter(joinFilter(split))).toEqual(split);
      },
    ),
  );
});
