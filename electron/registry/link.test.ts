import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPageQuery } from './link.ts';

const here = new URL('https://registry.example.com/prefix/v2/team/api/tags/list?n=2');
// Where there is a next page that may not be followed, the list is known to be cut.
const CUT = 'unusable';
const next = (header: string) => nextPageQuery(header, here)?.toString();

test.each([
  ['a relative target', '</v2/team/api/tags/list?last=b&n=2>; rel="next"', 'last=b&n=2'],
  ['an absolute target of the same origin', '<https://registry.example.com/x?last=b>; rel=next', 'last=b'],
  ['another path than ours: only the query counts', '</internal/path?continuation=7>; rel="next"', 'continuation=7'],
  ['rel among others', '</first>; rel="first", </x?last=c>; title="a, b"; rel="prev next"', 'last=c'],
  ['another origin', '<https://evil.example/v2/?last=b>; rel="next"', CUT],
  ['another port', '<https://registry.example.com:444/v2/?last=b>; rel="next"', CUT],
  ['http where we speak https', '<http://registry.example.com/v2/?last=b>; rel="next"', CUT],
  ['no next', '</x?last=b>; rel="prev"', undefined],
])('%s', (_, header, expected) => {
  expect(next(header)).toBe(expected);
});

test('no header throws or hangs', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('<', '>', ';', ' rel=', '"next"', 'next', ',', '</v2/?last=x>'));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      nextPageQuery(pieces.join(''), here);
    }),
    { numRuns: 2_000 },
  );
});
