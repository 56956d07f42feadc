import { expect, test } from 'vitest';
import type { CompileExpression } from './expression.ts';
import { type Facts, matcherOf } from './match.ts';
import { parseQuery } from './query.ts';

const NOW = Date.UTC(2026, 5, 1);
const compile: CompileExpression = (expression) => (expression === '(' ? 'invalid' : (text) => text.startsWith(expression.slice(1)));

const full: Facts = {
  names: ['1.9.2-Alpine', 'team/api'],
  digest: `sha256:a1b2${'0'.repeat(60)}`,
  size: 84_000_000,
  created: Date.UTC(2026, 4, 20),
  pulled: Date.UTC(2026, 0, 1),
  platforms: ['linux/amd64', 'linux/arm64/v8'],
  kind: 'index',
  labels: [
    ['team', 'core'],
    ['empty', ''],
  ],
};

test.each([
  ['', true],
  ['alpine', true],
  ['ALPINE 1.9', true],
  ['team/', true],
  ['alpine rc', false],
  ['-rc', true],
  ['-alpine', false],
  ['a1b2', true],
  ['ha256', false],
  ['/^1.9/', true],
  ['-/^1.9/', false],
  ['size:>84MB', false],
  ['size:>=84MB', true],
  ['size:<=84MB size:>80MB', true],
  ['-size:>84MB', true],
  ['created:<30d', true],
  ['created:>30d', false],
  ['created:<2026-05-20', false],
  ['created:>=2026-05-20', true],
  ['pulled:>90d', true],
  ['platform:arm64', true],
  ['platform:arm', false],
  ['platform:arm64/v8', true],
  ['platform:linux', true],
  ['platform:windows', false],
  ['kind:index', true],
  ['kind:image', false],
  ['label:team', true],
  ['label:team=core', true],
  ['label:team=Core', false],
  ['label:empty=', true],
  ['label:other', false],
  ['digest:a1b', true],
  ['digest:sha256:a1b2', true],
  ['digest:1b2', false],
  ['untagged', false],
  ['-untagged', true],
])('a tag of which all is known is found by "%s": %s', (text, expected) => {
  expect(matcherOf(parseQuery(text), NOW, compile).matches(full)).toBe(expected);
});

test.each([
  'size:>0',
  '-size:>0',
  'created:<30d',
  '-created:<30d',
  'pulled:>90d',
  '-platform:arm64',
  '-kind:index',
  '-label:team',
  '-digest:a1',
])('what is unknown is not found by "%s"', (text) => {
  expect(matcherOf(parseQuery(text), NOW, compile).matches({ names: ['1.9'] })).toBe(false);
});

test('an expression that is not valid is said, and hides nothing', () => {
  const { matches, problems } = matcherOf(parseQuery('/(/ 1.9'), NOW, compile);
  expect(problems).toEqual([{ kind: 'expression', expression: '(', why: 'invalid' }]);
  expect([matches({ names: ['1.9'] }), matches({ names: ['2.0'] })]).toEqual([true, false]);
  expect([matcherOf(parseQuery('/(/'), NOW, compile).isEmpty, matcherOf(parseQuery('1.9'), NOW, compile).isEmpty]).toEqual([true, false]);
});
