import { expect, test } from 'vitest';
import { processorTime } from '../e2e/support/patience.ts';
import { matchesGlob, protectedOf, typedNames } from './pattern.ts';

test.each([
  ['latest', 'latest', true],
  ['latest-rc', 'latest', false],
  ['prod-eu', 'prod*', true],
  ['preprod', 'prod*', false],
  ['v1.2.3', 'v*', true],
  ['1.9.2', '1.?.2', true],
  ['1.19.2', '1.?.2', false],
  ['nightly-2026', '*-20*', true],
  ['a.b', 'a?b', true],
  ['axb', 'a.b', false],
  ['Latest', 'latest', false],
  ['anything', '*', true],
  ['anything', '', false],
  ['main', 'latest, main', true],
  ['abcabc', '*bc', true],
  ['abcab', '*bc', false],
])('%s matches %s: %s', (name, pattern, expected) => {
  expect(matchesGlob(name, pattern)).toBe(expected);
});

test('a pattern of many stars takes no time', () => {
  const took = processorTime(() => expect(matchesGlob('a'.repeat(128), `${'*a'.repeat(60)}*b`)).toBe(false));
  expect(took).toBeLessThan(100);
});

test('what is protected, and what was typed', () => {
  expect(protectedOf(['latest', '1.0', 'prod-eu'], ['latest', 'prod*'])).toEqual(['latest', 'prod-eu']);
  expect(typedNames(' latest,  prod-eu\n')).toEqual(['latest', 'prod-eu']);
  expect(typedNames('latest、prod-eu，1.9')).toEqual(['latest', 'prod-eu', '1.9']);
});
