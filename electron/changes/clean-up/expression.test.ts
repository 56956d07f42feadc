import { expect, test } from 'vitest';
import { processorTime } from '../../../e2e/support/patience.ts';
import { compileExpression } from './expression.ts';

const matches = (expression: string, name: string): unknown => {
  const compiled = compileExpression(expression);
  return typeof compiled === 'string' ? compiled : compiled(name);
};

test.each([
  ['^v\\d+$', 'v12', true],
  ['^v\\d+$', 'v12-rc', false],
  ['rc', '1.0-rc.1', true],
  ['^main-[0-9a-f]{7}$', 'main-1f2e3d4', true],
  ['^(?:nightly|edge)-', 'edge-2026', true],
  ['^(?<year>\\d{4})-', '2026-11', true],
  ['\\u0041', 'A', true],
  ['[\\d]', '7', true],
  ['^[(?=]$', '=', true],
  ['\\\\k', '\\k', true],
  ['', 'anything', true],
])('%s matches %s: %s', (expression, name, expected) => {
  expect(matches(expression, name)).toBe(expected);
});

test.each(['(', '[', 'a++', '*a', '(?P<n', 'a{2,1}'])('%s is not a valid expression', (expression) => {
  expect(compileExpression(expression)).toBe('invalid');
});

test.each(['(?=x)a', '(?!x)a', '(?<=v)1', '(?<!v)1', '(?>a)', '(a)\\1', '(a)(b)\\9', '(?<n>a)\\k<n>', 'a{1001}', 'a{1,2000}'])(
  '%s is not supported',
  (expression) => {
    expect(compileExpression(expression)).toBe('unsupported');
  },
);

test.each(['^(a+)+$', '^(a|aa)+$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y', '^(?:.*a){40}$'])(
  '%s takes no time on names that make other engines backtrack',
  (expression) => {
    const names = Array.from({ length: 1_000 }, (_, i) => `${'a'.repeat(60)}${'x'.repeat(60)}${i}.`);
    const compiled = compileExpression(expression);
    if (typeof compiled === 'string') throw new Error(compiled);
    expect(processorTime(() => names.map(compiled))).toBeLessThan(2_000);
  },
);
