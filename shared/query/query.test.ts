import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printQuery, printTerm } from './print.ts';
import { parseQuery, partsOf, type QueryProblem } from './query.ts';

const DAY = 86_400_000;

test.each<[string, readonly object[]]>([
  ['', []],
  ['  ', []],
  [
    '1.9 alpine',
    [
      { kind: 'word', text: '1.9' },
      { kind: 'word', text: 'alpine' },
    ],
  ],
  ['"a b"', [{ kind: 'word', text: 'a b' }]],
  ['“a b', [{ kind: 'word', text: 'a b' }]],
  ['"size:"', [{ kind: 'word', text: 'size:' }]],
  ['"-rc"', [{ kind: 'word', text: '-rc' }]],
  ['registry.example.com:5000/team/api:1.9', [{ kind: 'word', text: 'registry.example.com:5000/team/api:1.9' }]],
  ['/^v\\d+$/', [{ kind: 'regex', expression: '^v\\d+$' }]],
  [
    '/a b/ c',
    [
      { kind: 'regex', expression: 'a b' },
      { kind: 'word', text: 'c' },
    ],
  ],
  ['/a\\/b/', [{ kind: 'regex', expression: 'a/b' }]],
  ['/a/b/', [{ kind: 'regex', expression: 'a/b' }]],
  ['/open', [{ kind: 'regex', expression: 'open' }]],
  ['/', []],
  ['-', []],
  ['size:>100MB', [{ kind: 'size', is: '>', bytes: 100_000_000 }]],
  ['SIZE:<=1.5gib', [{ kind: 'size', is: '<=', bytes: 1_610_612_736 }]],
  ['size:>=12', [{ kind: 'size', is: '>=', bytes: 12 }]],
  ['size：＞100MB', [{ kind: 'size', is: '>', bytes: 100_000_000 }]],
  ['created:<30d', [{ kind: 'created', is: '<', when: { ago: 30 * DAY } }]],
  ['created:>=2026-01-31', [{ kind: 'created', is: '>=', when: { day: Date.UTC(2026, 0, 31) } }]],
  ['pulled:>2y', [{ kind: 'pulled', is: '>', when: { ago: 730 * DAY } }]],
  ['platform:linux/ARM64', [{ kind: 'platform', text: 'linux/arm64' }]],
  ['kind:SBOM', [{ kind: 'kind', content: 'sbom' }]],
  ['label:team', [{ kind: 'label', key: 'team' }]],
  ['label:team=', [{ kind: 'label', key: 'team', value: '' }]],
  ['label:team=a=b', [{ kind: 'label', key: 'team', value: 'a=b' }]],
  ['label:"a=b"="c \\"d\\""', [{ kind: 'label', key: 'a=b', value: 'c "d"' }]],
  ['digest:A1B2', [{ kind: 'digest', prefix: 'a1b2' }]],
  ['digest:sha256:a1b2', [{ kind: 'digest', prefix: 'sha256:a1b2' }]],
  ['sha256:a1b2', [{ kind: 'digest', prefix: 'sha256:a1b2' }]],
  ['Untagged', [{ kind: 'untagged' }]],
  ['"untagged"', [{ kind: 'word', text: 'untagged' }]],
])('%s is read as %j', (text, terms) => {
  expect(parseQuery(text)).toEqual({ terms: terms.map((term) => ({ ...term, not: false })), problems: [] });
  if (!text.trim().startsWith('-') && terms.length === 1)
    expect(parseQuery(`-${text}`).terms).toEqual(terms.map((term) => ({ ...term, not: true })));
});

test.each<[string, QueryProblem]>([
  ['team:api', { kind: 'operator', name: 'team' }],
  ['Sizes:>1MB', { kind: 'operator', name: 'Sizes' }],
  ['size:', { kind: 'value', operator: 'size', value: '' }],
  ['size:100MB', { kind: 'value', operator: 'size', value: '100MB' }],
  ['size:>100XB', { kind: 'value', operator: 'size', value: '>100XB' }],
  ['size:>constructor', { kind: 'value', operator: 'size', value: '>constructor' }],
  ['size:>1constructor', { kind: 'value', operator: 'size', value: '>1constructor' }],
  ['size:>999999999999999TB', { kind: 'value', operator: 'size', value: '>999999999999999TB' }],
  ['created:<1.5d', { kind: 'value', operator: 'created', value: '<1.5d' }],
  ['created:<30m', { kind: 'value', operator: 'created', value: '<30m' }],
  ['created:<2026-02-30', { kind: 'value', operator: 'created', value: '<2026-02-30' }],
  ['pulled:90d', { kind: 'value', operator: 'pulled', value: '90d' }],
  ['kind:picture', { kind: 'value', operator: 'kind', value: 'picture' }],
  ['platform:', { kind: 'value', operator: 'platform', value: '' }],
  ['label:=x', { kind: 'value', operator: 'label', value: '=x' }],
  ['digest:xyz', { kind: 'value', operator: 'digest', value: 'xyz' }],
  ['sha256:xyz', { kind: 'value', operator: 'digest', value: 'sha256:xyz' }],
  [`/${'a'.repeat(501)}/`, { kind: 'expression', expression: 'a'.repeat(501), why: 'too-long' }],
  ['a '.repeat(51), { kind: 'too-long' }],
  ['a'.repeat(2001), { kind: 'too-long' }],
])('%s is not understood, and that is said', (text, problem) => {
  expect(parseQuery(text)).toEqual({ terms: [], problems: [problem] });
});

test('each part knows where it was typed', () => {
  expect(partsOf(' -rc size:>1MB /a b/ team:x').map(({ at, text }) => [at, text])).toEqual([
    [1, '-rc'],
    [5, 'size:>1MB'],
    [15, '/a b/'],
    [21, 'team:x'],
  ]);
});

const pieces = fc.constantFrom(
  '-',
  '/',
  '\\',
  '"',
  '”',
  ' ',
  ':',
  '=',
  '<',
  '>',
  'size',
  'label',
  'digest',
  'created',
  'untagged',
  'sha256',
  '30d',
  '1GiB',
  'a1',
  '：',
);
const typed = fc.oneof(
  fc.string(),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 20 }).map((parts) => parts.join('')),
);

test('whatever is typed, what was understood of it is understood again from how it is written', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const { terms } = parseQuery(text);
      expect(parseQuery(printQuery({ terms }))).toEqual({ terms, problems: [] });
    }),
    { numRuns: 2_000 },
  );
});

test('every part of a text is one of its conditions, and the text between them is empty', () => {
  fc.assert(
    fc.property(typed, (text) => {
      for (const part of partsOf(text)) {
        expect(text.slice(part.at, part.at + part.text.length)).toBe(part.text);
        if ('term' in part) expect(parseQuery(part.text).terms).toEqual([part.term]);
      }
    }),
  );
});

test.each([
  [{ kind: 'size', is: '>', bytes: 1_610_612_736, not: true }, '-size:>1536MiB'],
  [{ kind: 'size', is: '<', bytes: 0, not: false }, 'size:<0'],
  [{ kind: 'created', is: '<', when: { ago: 30 * DAY }, not: false }, 'created:<30d'],
  [{ kind: 'pulled', is: '>', when: { ago: DAY / 2 }, not: false }, 'pulled:>12h'],
  [{ kind: 'created', is: '>', when: { day: Date.UTC(2026, 0, 31) }, not: false }, 'created:>2026-01-31'],
  [{ kind: 'label', key: 'team', value: 'a b', not: false }, 'label:team="a b"'],
] as const)('%j is written %s', (term, text) => {
  expect(printTerm(term)).toBe(text);
});
