import { expect, test } from 'vitest';
import { processorTime } from '../../../e2e/support/patience.ts';
import { type CleanUpRule, emptyRule, type RuleSet } from '../../../shared/contract/clean-up.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { type CleanUpFacts, decide } from './decide.ts';
import { weigh } from './weigh.ts';

const NOW = Date.parse('2026-11-21T00:00:00Z');
const daysAgo = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

type Tag = {
  readonly on: string;
  readonly age?: number;
  readonly children?: readonly string[];
  readonly blobs?: readonly [string, number][];
};

function facts(tags: Record<string, Tag>, more: Partial<CleanUpFacts> = {}): CleanUpFacts {
  const heads = new Map(Object.entries(tags).map(([tag, { on }]) => [tag, { digest: digestOf(on), mediaType: 'm', size: 1 }]));
  const summaries = Object.values(tags).map(
    ({ on, age, children = [], blobs = [] }): ImageSummary => ({
      digest: digestOf(on),
      mediaType: 'm',
      kind: children.length > 0 ? 'index' : 'image',
      platforms: [],
      layers: blobs,
      configs: [],
      children: children.map(digestOf),
      ...(age === undefined ? {} : { created: daysAgo(age) }),
    }),
  );
  return {
    scan: { heads, unread: [], capped: false },
    summaries: new Map(summaries.map((summary) => [summary.digest, summary])),
    unreadManifests: [],
    protectedTags: [],
    now: NOW,
    ...more,
  };
}

const set = (...rules: Partial<CleanUpRule>[]): RuleSet => ({
  name: '',
  rules: rules.map((rule) => ({ ...emptyRule, keepNewest: null, ...rule })),
  graceDays: 0,
  untagOnly: false,
});

function decided(given: CleanUpFacts, ruleSet: RuleSet): Record<string, string> {
  const rows = decide(given, ruleSet);
  if ('field' in rows) return { invalid: `${rows.rule} ${rows.field} ${rows.why}` };
  return Object.fromEntries(rows.map(({ tag, goes, reason, rule }) => [tag, `${goes ? 'goes' : 'stays'} ${reason}${rule ?? ''}`]));
}

const versions = facts({
  latest: { on: 'a', age: 1 },
  '1.10.0': { on: 'a', age: 1 },
  '1.9.0': { on: 'b', age: 40 },
  '1.10.0-rc.1': { on: 'c', age: 5 },
  '1.2.0': { on: 'd', age: 400 },
  main: { on: 'e', age: 2 },
  old: { on: 'f' },
});

test.each<[string, RuleSet, Record<string, string>]>([
  [
    'the newest two by version: words are none, and what nobody knows the age of stays',
    set({ keepNewest: 2, newestBy: 'version' }),
    {
      latest: 'stays no-version1',
      main: 'stays no-version1',
      old: 'stays no-version1',
      '1.10.0': 'stays newest1',
      '1.10.0-rc.1': 'stays newest1',
      '1.9.0': 'stays newest1',
      '1.2.0': 'goes rule1',
    },
  ],
  [
    'the newest two by date: tags of one image count once',
    set({ keepNewest: 2, newestBy: 'date' }),
    {
      '1.10.0': 'stays newest1',
      latest: 'stays newest1',
      main: 'stays newest1',
      '1.10.0-rc.1': 'goes rule1',
      '1.9.0': 'goes rule1',
      '1.2.0': 'goes rule1',
      old: 'stays unknown-date1',
    },
  ],
  [
    'older than thirty days',
    set({ olderThanDays: 30 }),
    {
      '1.9.0': 'goes rule1',
      '1.2.0': 'goes rule1',
      '1.10.0': 'stays young1',
      latest: 'stays young1',
      main: 'stays young1',
      '1.10.0-rc.1': 'stays young1',
      old: 'stays unknown-date1',
    },
  ],
  [
    'both: beyond the newest one and older than a hundred days',
    set({ match: '1.*', keepNewest: 1, newestBy: 'version', olderThanDays: 100 }),
    {
      '1.10.0': 'stays newest1',
      '1.10.0-rc.1': 'stays newest1',
      '1.9.0': 'stays young1',
      '1.2.0': 'goes rule1',
      latest: 'stays no-rule',
      main: 'stays no-rule',
      old: 'stays no-rule',
    },
  ],
  [
    'a glob, but not another',
    set({ match: '1.*', except: '*-rc*' }),
    {
      '1.10.0': 'goes rule1',
      '1.9.0': 'goes rule1',
      '1.2.0': 'goes rule1',
      '1.10.0-rc.1': 'stays no-rule',
      latest: 'stays no-rule',
      main: 'stays no-rule',
      old: 'stays no-rule',
    },
  ],
  [
    'a regular expression, and a second rule for the rest',
    set({ match: '^\\d+\\.\\d+\\.\\d+$', matchKind: 'regex', keepNewest: 1, newestBy: 'version' }, { match: '*-rc*' }),
    {
      '1.10.0': 'stays newest1',
      '1.9.0': 'goes rule1',
      '1.2.0': 'goes rule1',
      '1.10.0-rc.1': 'goes rule2',
      latest: 'stays no-rule',
      main: 'stays no-rule',
      old: 'stays no-rule',
    },
  ],
  [
    'a range of versions',
    set({ versions: '>=1.3 <1.10.0-0' }),
    {
      '1.9.0': 'goes rule1',
      '1.10.0': 'stays no-rule',
      '1.10.0-rc.1': 'stays no-rule',
      '1.2.0': 'stays no-rule',
      latest: 'stays no-rule',
      main: 'stays no-rule',
      old: 'stays no-rule',
    },
  ],
  ['a broken expression', set({ match: '(', matchKind: 'regex' }), { invalid: '1 match invalid' }],
  ['an expression that is not supported', set({ match: '(?=1)', matchKind: 'regex' }), { invalid: '1 match unsupported' }],
  ['a broken exception', set({}, { except: '[', exceptKind: 'regex' }), { invalid: 'nothing' }],
  ['no range', set({ versions: 'somewhere' }), { invalid: '1 versions invalid' }],
])('%s', (name, ruleSet, expected) => {
  // Everything is taken by the first rule there: the second has no names left to be wrong about.
  if (name === 'a broken exception')
    expect(decided(versions, set({ except: '[', exceptKind: 'regex' }))).toEqual({ invalid: '1 except invalid' });
  else expect(decided(versions, ruleSet)).toEqual(expected);
});

test('variants are versions of their own line, ids of commits are none', () => {
  const tags = ['2.1.0', '2.0.0-alpine', '2.0.0-slim', '1.9.0-alpine', '1.9.0', '1f2e3d4', '7f3a9c1', '10k', '2.0.0-rc.1'];
  const given = facts(Object.fromEntries(tags.map((tag, i) => [tag, { on: String(i), age: 9 }])));
  const goes = (ruleSet: RuleSet) => Object.entries(decided(given, ruleSet)).flatMap(([tag, why]) => (why.startsWith('goes') ? [tag] : []));
  expect(goes(set({ versions: '<2.0.0' })).sort()).toEqual(['1.9.0', '1.9.0-alpine', '2.0.0-rc.1']);
  expect(goes(set({ keepNewest: 1, newestBy: 'version' })).sort()).toEqual(['1.9.0', '1.9.0-alpine']);
  // What floats is no version, and takes nobody's place.
  const floats = facts(
    Object.fromEntries(['1', '1.9', '1.9.2', '1.9.1', '1.8.3', '1.8'].map((tag, i) => [tag, { on: String(i), age: 9 }])),
  );
  expect(decided(floats, set({ keepNewest: 1, newestBy: 'version' }))).toMatchObject({
    '1': 'stays no-version1',
    '1.9': 'stays no-version1',
    '1.9.2': 'stays newest1',
    '1.9.1': 'goes rule1',
  });
  expect(decided(floats, set({ versions: '<1.9.2' }))).toMatchObject({
    '1': 'stays no-rule',
    '1.9': 'stays no-rule',
    '1.9.1': 'goes rule1',
  });
});

test('an expression that other engines never finish decides at once', () => {
  const tag = `${'a'.repeat(100)}.`;
  const long = facts({ [tag]: { on: 'a', age: 1 } });
  expect(
    processorTime(() => expect(decided(long, set({ match: '^(a+)+$', matchKind: 'regex' }))).toEqual({ [tag]: 'stays no-rule' })),
  ).toBeLessThan(1_000);
});

test('protected, in its grace time, or used by an index that stays: kept, and it is said why', () => {
  const given = facts(
    {
      latest: { on: 'a', age: 100 },
      fresh: { on: 'b', age: 2 },
      index: { on: 'c', age: 100, children: ['d', 'e'] },
      'child-amd64': { on: 'd', age: 100 },
      stale: { on: 'f', age: 100, children: ['9'] },
      'stale-child': { on: '9', age: 100 },
    },
    { protectedTags: ['latest', 'index'] },
  );
  expect(decided(given, { ...set({}), graceDays: 7 })).toEqual({
    latest: 'stays protected',
    fresh: 'stays grace',
    index: 'stays protected',
    'child-amd64': 'stays in-index',
    stale: 'goes rule1',
    'stale-child': 'goes rule1',
  });
});

test('an index within an index that stays, stays, and so does what it holds', () => {
  const given = facts(
    { outer: { on: 'a', age: 9, children: ['b'] }, inner: { on: 'b', age: 9, children: ['c'] }, leaf: { on: 'c', age: 9 } },
    { protectedTags: ['outer'] },
  );
  expect(decided(given, set({}))).toEqual({ outer: 'stays protected', inner: 'stays in-index', leaf: 'stays in-index' });
});

test('signatures stay with an image that stays, and go with one that goes whole', () => {
  const tag = (letter: string): string => `sha256-${letter.repeat(64)}.sig`;
  const given = facts({
    '1.0': { on: 'a', age: 9 },
    '2.0': { on: 'b', age: 9 },
    keep: { on: 'b', age: 9 },
    [tag('a')]: { on: 'c', age: 9 },
    [tag('b')]: { on: 'd', age: 9 },
    [tag('e')]: { on: 'f', age: 9 },
  });
  const expected = {
    '1.0': 'goes rule1',
    '2.0': 'goes rule1',
    keep: 'stays no-rule',
    [tag('b')]: 'stays attached',
    [tag('e')]: 'stays attached',
  };
  expect(decided(given, set({ match: '*.0' }))).toEqual({ ...expected, [tag('a')]: 'goes subject-goes' });
  expect(decided(given, { ...set({ match: '*.0' }), untagOnly: true })).toEqual({ ...expected, [tag('a')]: 'stays attached' });
});

test('a manifest that could not be read keeps its tags', () => {
  const given = facts({ '1.0': { on: 'a', age: 9 }, '2.0': { on: 'b', age: 9 } }, { unreadManifests: [digestOf('a')] });
  expect(decided(given, set({}))).toEqual({ '1.0': 'stays unread', '2.0': 'goes rule1' });
});

test('bytes are counted once over all repositories, and only where the last tag of an image goes', () => {
  const one = facts({
    '1.0': {
      on: 'a',
      blobs: [
        ['base', 100],
        ['x', 10],
      ],
    },
    also: {
      on: 'a',
      blobs: [
        ['base', 100],
        ['x', 10],
      ],
    },
    '2.0': {
      on: 'b',
      blobs: [
        ['base', 100],
        ['y', 7],
      ],
    },
  });
  const two = facts({
    '1.0': {
      on: 'c',
      blobs: [
        ['z', 1000],
        ['y', 7],
      ],
    },
  });
  const both = new Map([
    ['one', one],
    ['two', two],
  ]);
  const going = (tags: Record<string, string[]>) => new Map(Object.entries(tags).map(([name, own]) => [name, new Set(own)] as const));
  expect(weigh(both, going({ one: ['1.0'] }), false)).toEqual({ bytesFreed: 0, bytesKept: 0 });
  expect(weigh(both, going({ one: ['1.0', 'also'] }), false)).toEqual({ bytesFreed: 10, bytesKept: 100 });
  expect(weigh(both, going({ one: ['2.0'] }), false)).toEqual({ bytesFreed: 0, bytesKept: 107 });
  expect(weigh(both, going({ one: ['1.0', 'also', '2.0'], two: ['1.0'] }), false)).toEqual({ bytesFreed: 1117, bytesKept: 0 });
  expect(weigh(both, going({ one: ['1.0', 'also', '2.0'] }), true)).toEqual({ bytesFreed: 0, bytesKept: 0 });
});
