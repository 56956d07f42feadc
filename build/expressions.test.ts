import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attacksOn, slowestOf } from '../e2e/support/fuzz/attack.ts';
import { expressionsIn, expressionsOf } from '../e2e/support/fuzz/expressions.ts';

/** Characters; ms. An expression that takes as long as its text is done in one. */
const LENGTH = 30_000;
const LONGEST = 50;

const all = expressionsOf(join(import.meta.dirname, '..'), ['shared', 'electron', 'renderer']);

/** The beginning and the end of a text that takes the expression long. */
function slow(pattern: string, flags = ''): string | undefined {
  const text = slowestOf(pattern, flags, attacksOn(pattern, flags, LENGTH), LONGEST);
  return text && JSON.stringify([text.slice(0, 60), text.slice(-3)]);
}

const readable = all.filter(({ pattern }) => pattern !== undefined);

test.each(readable.map(({ where, pattern = '', flags }) => [where, pattern, flags] as const))(
  '%s: /%s/%s takes no longer than its text is long',
  (_, pattern, flags) => expect(slow(pattern, flags)).toBeUndefined(),
);

test('no source makes an expression of a text that is not written down in it', () => {
  expect(all.filter(({ pattern }) => pattern === undefined)).toEqual([]);
});

test.each([
  ['(a+)+$', ''],
  ['(?:a|a)*$', ''],
  ['\\s+$', ''],
  ['<([^>]*)>', 'g'],
  ['^(?:RUN\\s+)?(?:\\|\\d+(?: [^\\s=]+=(?:"[^"]*"|\\S*))*\\s+)?x', ''],
  ['^x(?:\\s*;\\s*a\\s*(?:=\\s*b)?)*$', ''],
])('an expression that backtracks is found: /%s/%s', (pattern, flags) => {
  expect(slow(pattern, flags)).toBeDefined();
});

test('an expression is found wherever it stands, with its line', () => {
  const source = `const a: RegExp = /x+/g;\nexport const b = (text: string) => <i title="/no/">{text.split(/,/)}</i>;\nnew RegExp(a);\nRegExp('y', 'i');`;
  expect(expressionsIn('a.tsx', source)).toEqual([
    { where: 'a.tsx:1', pattern: 'x+', flags: 'g' },
    { where: 'a.tsx:2', pattern: ',', flags: '' },
    { where: 'a.tsx:3', pattern: undefined, flags: '' },
    { where: 'a.tsx:4', pattern: 'y', flags: 'i' },
  ]);
  expect(readable.length).toBeGreaterThan(50);
});
