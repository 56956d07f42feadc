import { expect, test } from 'vitest';
import { processorTime } from '../../../e2e/support/patience.ts';
import { emptyRule, type Intent, ruleSetOf } from '../../../shared/clean-up.ts';
import type { CleanUpRule, RuleSet } from '../../../shared/contract/clean-up.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { type CleanUpFacts, decide } from './decide.ts';
import { weigh, weighAll } from './weigh.ts';
import { yieldsOf } from './yields.ts';

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
      content: children.length > 0 ? 'index' : 'image',
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
    missingSubjects: new Set(),
    untagged: new Map(),
    pushed: new Map(),
    neverTagged: new Set(),
    told: new Map(),
    now: NOW,
    ...more,
  };
}

const set = (...rules: Partial<CleanUpRule>[]): RuleSet => ({
  name: '',
  rules: rules.map((rule) => ({ ...emptyRule, ...rule })),
  graceDays: 0,
  untagOnly: false,
  keepFloating: false,
  keepNewestRelease: false,
  orphans: false,
  untagged: false,
});

function decided(given: CleanUpFacts, ruleSet: RuleSet): Record<string, string> {
  const rows = decide(given, ruleSet);
  if ('field' in rows) return { invalid: `${rows.rule} ${rows.field} ${rows.why}` };
  return Object.fromEntries(rows.map(({ tag, action, reason, rule }) => [tag, `${action} ${reason}${rule ?? ''}`]));
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
    'the newest two by version: words are not versions, and a tag of unknown age is kept',
    set({ keepNewest: 2, newestBy: 'version' }),
    {
      latest: 'keep not-a-version1',
      main: 'keep not-a-version1',
      old: 'keep not-a-version1',
      '1.10.0': 'keep newest1',
      '1.10.0-rc.1': 'keep newest1',
      '1.9.0': 'keep newest1',
      '1.2.0': 'delete rule1',
    },
  ],
  [
    'the newest two by date: tags of one image count once',
    set({ keepNewest: 2, newestBy: 'date' }),
    {
      '1.10.0': 'keep newest1',
      latest: 'keep newest1',
      main: 'keep newest1',
      '1.10.0-rc.1': 'delete rule1',
      '1.9.0': 'delete rule1',
      '1.2.0': 'delete rule1',
      old: 'keep unknown-age1',
    },
  ],
  [
    'older than thirty days',
    set({ olderThanDays: 30 }),
    {
      '1.9.0': 'delete rule1',
      '1.2.0': 'delete rule1',
      '1.10.0': 'keep too-young1',
      latest: 'keep too-young1',
      main: 'keep too-young1',
      '1.10.0-rc.1': 'keep too-young1',
      old: 'keep unknown-age1',
    },
  ],
  [
    'both: beyond the newest one and older than a hundred days',
    set({ match: '1.*', keepNewest: 1, newestBy: 'version', olderThanDays: 100 }),
    {
      '1.10.0': 'keep newest1',
      '1.10.0-rc.1': 'keep newest1',
      '1.9.0': 'keep too-young1',
      '1.2.0': 'delete rule1',
      latest: 'keep no-rule',
      main: 'keep no-rule',
      old: 'keep no-rule',
    },
  ],
  [
    'a glob, except another',
    set({ match: '1.*', except: '*-rc*' }),
    {
      '1.10.0': 'delete rule1',
      '1.9.0': 'delete rule1',
      '1.2.0': 'delete rule1',
      '1.10.0-rc.1': 'keep no-rule',
      latest: 'keep no-rule',
      main: 'keep no-rule',
      old: 'keep no-rule',
    },
  ],
  [
    'a regular expression, and a second rule for the rest',
    set({ match: '^\\d+\\.\\d+\\.\\d+$', matchKind: 'regex', keepNewest: 1, newestBy: 'version' }, { match: '*-rc*' }),
    {
      '1.10.0': 'keep newest1',
      '1.9.0': 'delete rule1',
      '1.2.0': 'delete rule1',
      '1.10.0-rc.1': 'delete rule2',
      latest: 'keep no-rule',
      main: 'keep no-rule',
      old: 'keep no-rule',
    },
  ],
  [
    'a range of versions',
    set({ versions: '>=1.3 <1.10.0-0' }),
    {
      '1.9.0': 'delete rule1',
      '1.10.0': 'keep no-rule',
      '1.10.0-rc.1': 'keep no-rule',
      '1.2.0': 'keep no-rule',
      latest: 'keep no-rule',
      main: 'keep no-rule',
      old: 'keep no-rule',
    },
  ],
  ['a broken expression', set({ match: '(', matchKind: 'regex' }), { invalid: '1 match invalid' }],
  ['an expression that is not supported', set({ match: '(?=1)', matchKind: 'regex' }), { invalid: '1 match unsupported' }],
  ['a broken exception', set({}, { except: '[', exceptKind: 'regex' }), { invalid: 'nothing' }],
  ['no range', set({ versions: 'somewhere' }), { invalid: '1 versions invalid' }],
])('%s', (name, ruleSet, expected) => {
  // The first rule of that set matches every tag: the second one is never applied.
  if (name === 'a broken exception')
    expect(decided(versions, set({ except: '[', exceptKind: 'regex' }))).toEqual({ invalid: '1 except invalid' });
  else expect(decided(versions, ruleSet)).toEqual(expected);
});

test('not pulled for thirty days: kept where it was pulled since, and where nobody says when', () => {
  const told = new Map([
    ['old', { pulled: daysAgo(31) }],
    ['used', { pulled: daysAgo(29), immutable: false }],
    ['never', { immutable: false }],
    ['young', { pulled: daysAgo(31) }],
    ['undated', { pulled: daysAgo(31) }],
  ]);
  const tags = { old: { on: 'a', age: 90 }, used: { on: 'b', age: 90 }, never: { on: 'c', age: 90 }, untold: { on: 'd', age: 90 } };
  const given = facts({ ...tags, young: { on: 'e', age: 9 }, undated: { on: 'f' } }, { told });
  const expected = { used: 'keep pulled-lately1', never: 'keep unknown-pull1', untold: 'keep unknown-pull1', undated: 'keep unknown-age1' };
  expect(decided(given, set({ notPulledDays: 30 }))).toEqual({ ...expected, old: 'delete rule1', young: 'delete rule1' });
  // Both conditions of a rule have to be met.
  expect(decided(given, set({ notPulledDays: 30, olderThanDays: 60 }))).toEqual({
    ...expected,
    old: 'delete rule1',
    young: 'keep too-young1',
  });
  expect(decided(facts(tags), set({ notPulledDays: 0 }))).toMatchObject({ old: 'keep unknown-pull1', used: 'keep unknown-pull1' });
});

test('variants are versions of a line of their own, commit ids are not versions', () => {
  const tags = ['2.1.0', '2.0.0-alpine', '2.0.0-slim', '1.9.0-alpine', '1.9.0', '1f2e3d4', '7f3a9c1', '10k', '2.0.0-rc.1'];
  const given = facts(Object.fromEntries(tags.map((tag, i) => [tag, { on: String(i), age: 9 }])));
  const deletedBy = (ruleSet: RuleSet) =>
    Object.entries(decided(given, ruleSet)).flatMap(([tag, why]) => (why.startsWith('delete') ? [tag] : []));
  expect(deletedBy(set({ versions: '<2.0.0' })).sort()).toEqual(['1.9.0', '1.9.0-alpine', '2.0.0-rc.1']);
  expect(deletedBy(set({ keepNewest: 1, newestBy: 'version' })).sort()).toEqual(['1.9.0', '1.9.0-alpine']);
  // A floating tag is not a version and does not count among the newest.
  const floats = facts(
    Object.fromEntries(['1', '1.9', '1.9.2', '1.9.1', '1.8.3', '1.8'].map((tag, i) => [tag, { on: String(i), age: 9 }])),
  );
  expect(decided(floats, set({ keepNewest: 1, newestBy: 'version' }))).toMatchObject({
    '1': 'keep not-a-version1',
    '1.9': 'keep not-a-version1',
    '1.9.2': 'keep newest1',
    '1.9.1': 'delete rule1',
  });
  expect(decided(floats, set({ versions: '<1.9.2' }))).toMatchObject({
    '1': 'keep no-rule',
    '1.9': 'keep no-rule',
    '1.9.1': 'delete rule1',
  });
});

test('an expression that other engines never finish decides at once', () => {
  const tag = `${'a'.repeat(100)}.`;
  const long = facts({ [tag]: { on: 'a', age: 1 } });
  expect(
    processorTime(() => expect(decided(long, set({ match: '^(a+)+$', matchKind: 'regex' }))).toEqual({ [tag]: 'keep no-rule' })),
  ).toBeLessThan(1_000);
});

test('protected, in its grace time, or in use by an index that is kept: kept, with the reason', () => {
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
    latest: 'keep protected',
    fresh: 'keep grace',
    index: 'keep protected',
    'child-amd64': 'keep in-use',
    stale: 'delete rule1',
    'stale-child': 'delete rule1',
  });
});

test('an index within an index that is kept is kept, and so is what it contains', () => {
  const given = facts(
    { outer: { on: 'a', age: 9, children: ['b'] }, inner: { on: 'b', age: 9, children: ['c'] }, leaf: { on: 'c', age: 9 } },
    { protectedTags: ['outer'] },
  );
  expect(decided(given, set({}))).toEqual({ outer: 'keep protected', inner: 'keep in-use', leaf: 'keep in-use' });
});

test('signatures are kept with an image that is kept, and deleted with one that loses every tag', () => {
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
    '1.0': 'delete rule1',
    '2.0': 'delete rule1',
    keep: 'keep no-rule',
    [tag('b')]: 'keep referrer',
    [tag('e')]: 'keep referrer',
  };
  expect(decided(given, set({ match: '*.0' }))).toEqual({ ...expected, [tag('a')]: 'delete subject-deleted' });
  expect(decided(given, { ...set({ match: '*.0' }), untagOnly: true })).toEqual({ ...expected, [tag('a')]: 'keep referrer' });
});

test('a manifest that could not be read keeps its tags', () => {
  const given = facts({ '1.0': { on: 'a', age: 9 }, '2.0': { on: 'b', age: 9 } }, { unreadManifests: [digestOf('a')] });
  expect(decided(given, set({}))).toEqual({ '1.0': 'keep unread', '2.0': 'delete rule1' });
});

test('bytes are counted once over all repositories, and only where the last tag of an image is deleted', () => {
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
  const deleted = (tags: Record<string, string[]>) => new Map(Object.entries(tags).map(([name, own]) => [name, new Set(own)] as const));
  expect(weighAll(both)).toBe(1117);
  expect(weigh(both, deleted({ one: ['1.0'] }), false)).toEqual({ bytesFreed: 0, bytesKept: 0 });
  expect(weigh(both, deleted({ one: ['1.0', 'also'] }), false)).toEqual({ bytesFreed: 10, bytesKept: 100 });
  expect(weigh(both, deleted({ one: ['2.0'] }), false)).toEqual({ bytesFreed: 0, bytesKept: 107 });
  expect(weigh(both, deleted({ one: ['1.0', 'also', '2.0'], two: ['1.0'] }), false)).toEqual({ bytesFreed: 1117, bytesKept: 0 });
  expect(weigh(both, deleted({ one: ['1.0', 'also', '2.0'] }), true)).toEqual({ bytesFreed: 0, bytesKept: 0 });
});

const REPOSITORY = facts({
  // Releases, newest first, with the names that follow them.
  ...{ '1.9.3': { on: '1', age: 40 }, '1.9': { on: '1', age: 40 }, '1': { on: '1', age: 40 }, latest: { on: '1', age: 40 } },
  ...{ '1.9.3-alpine': { on: '2', age: 40 }, '1.9.2': { on: '3', age: 60 }, stable: { on: '3', age: 60 }, '1.9.1': { on: '4', age: 90 } },
  ...{ '1.9.0': { on: '5', age: 120 }, '1.8.1': { on: '6', age: 300 }, '1.8': { on: '6', age: 300 }, '1.8.0': { on: '7', age: 320 } },
  ...{ '2.0.0-rc.2': { on: '8', age: 3 }, '2.0.0-rc.1': { on: '9', age: 20 }, '1.9.0-rc.1': { on: 'a', age: 130 } },
  // Environments, a branch, builds of it, days and pull requests.
  ...{ 'prod-eu': { on: '4', age: 90 }, main: { on: 'b', age: 1 }, nightly: { on: 'c', age: 1 } },
  ...Object.fromEntries(
    Array.from({ length: 14 }, (_, i) => [`main-a1b2c0${i.toString(16)}`, { on: i === 0 ? 'b' : `m${i}`, age: 1 + i * 9 }]),
  ),
  ...{ 'nightly-20261120': { on: 'c', age: 1 }, 'nightly-20260901': { on: 'n', age: 81 } },
  ...Object.fromEntries([3, 12, 31, 45, 90, 200].map((age) => [`pr-${1000 - age}`, { on: `p${age}`, age }])),
  experiment: { on: 'x', age: 500 },
});

const deletedBy = (intent: Intent): string[] =>
  Object.entries(decided(REPOSITORY, ruleSetOf(intent))).flatMap(([tag, why]) => (why.startsWith('delete') ? [tag] : []));

test.each<[Intent, string[]]>([
  // The ten newest builds of the branch and the nightlies are kept, and so is what is younger than thirty days.
  ['builds', [...['9', 'a', 'b', 'c', 'd'].map((end) => `main-a1b2c0${end}`), 'nightly-20260901', 'pr-969', 'pr-955', 'pr-910', 'pr-800']],
  ['releases', ['1.9.0']],
  ['orphans', []],
  ['age', ['1.8.1', '1.8.0', 'pr-800', 'experiment']],
])('the untouched form of "%s" proposes what a platform engineer would', (intent, expected) => {
  expect(deletedBy(intent).sort()).toEqual(expected.sort());
});

test('of a repository that is old altogether, "Everything older than…" keeps the ten newest images', () => {
  const old = facts(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`build-${i}`, { on: i.toString(16), age: 200 + i }])));
  const deleted = Object.entries(decided(old, ruleSetOf('age'))).flatMap(([tag, why]) => (why.startsWith('delete') ? [tag] : []));
  expect(deleted.sort()).toEqual(['build-10', 'build-11']);
});

test('floating tags, the newest release and its family are kept whatever the rules say, unless a box says otherwise', () => {
  const all = { ...ruleSetOf('own'), rules: [{ ...emptyRule, match: '*' }], graceDays: 0 };
  const reasons = (more: Partial<RuleSet>): Record<string, string> => decided(REPOSITORY, { ...all, ...more });
  expect(reasons({})).toMatchObject({
    latest: 'keep floating',
    stable: 'keep floating',
    main: 'keep floating',
    'prod-eu': 'keep floating',
    '1.9': 'keep floating',
    '1.9.3': 'keep newest-release',
    '1.9.3-alpine': 'keep newest-release',
    '1.9.2': 'delete rule1',
    '2.0.0-rc.2': 'delete rule1',
    'pr-997': 'delete rule1',
  });
  expect(reasons({ keepFloating: false })).toMatchObject({
    stable: 'delete rule1',
    latest: 'keep newest-release',
    '1.9.3': 'keep newest-release',
  });
  expect(reasons({ keepNewestRelease: false })).toMatchObject({ stable: 'keep floating', '1.9.3-alpine': 'delete rule1' });
  const rows = decide(REPOSITORY, { ...all, keepFloating: false, keepNewestRelease: false });
  if ('field' in rows) throw new Error('The rules are valid');
  const roles = Object.fromEntries(rows.map(({ tag, role }) => [tag, role]));
  expect(roles).toMatchObject({ latest: 'floating', '1.9.3': 'newest-release', 'pr-997': undefined });
});

test('only where asked for, a signature is deleted whose image the registry does not have', () => {
  const signature = `sha256-${'e'.repeat(64)}.sig`;
  const given = facts({ '1.0': { on: 'a', age: 9 }, [signature]: { on: 'f', age: 9 } }, { missingSubjects: new Set([digestOf('e')]) });
  expect(decided(given, ruleSetOf('orphans'))).toEqual({ '1.0': 'keep newest-release', [signature]: 'delete orphaned' });
  expect(decided(given, ruleSetOf('age'))).toMatchObject({ [signature]: 'keep referrer' });
  // The image exists, without a tag.
  expect(decided({ ...given, missingSubjects: new Set() }, ruleSetOf('orphans'))).toMatchObject({ [signature]: 'keep referrer' });
});

test('what each of the usual sets would free is told beside any dry run: what it frees by itself, nothing of a repository that was read in part', async () => {
  const one = facts({
    '1.0.0': { on: 'a', age: 400, blobs: [['x', 1]] },
    '1.0.1': { on: 'b', age: 300, blobs: [['y', 10]] },
    '1.0.2': { on: 'c', age: 200, blobs: [['z', 100]] },
    '1.0.3': { on: 'd', age: 100, blobs: [['w', 1_000]] },
    'pr-7': { on: 'e', age: 90, blobs: [['v', 10_000]] },
    'pr-8': { on: 'f', age: 9, blobs: [['u', 100_000]] },
    'pr-9': { on: '0', age: 6, blobs: [['t', 1_000_000]] },
  });
  const both = new Map([
    ['one', one],
    ['cut', { ...one, scan: { ...one.scan, capped: true } }],
  ]);
  expect(await yieldsOf(new Map([['one', one]]))).toEqual([
    { set: 'builds', tags: 1, bytesFreed: 10_000 },
    { set: 'recent-builds', tags: 2, bytesFreed: 110_000 },
    { set: 'releases', tags: 1, bytesFreed: 1 },
    { set: 'age', tags: 0, bytesFreed: 0 },
  ]);
  // What the other one keeps is kept: a registry stores each layer once.
  expect(await yieldsOf(both)).toEqual([
    { set: 'builds', tags: 1, bytesFreed: 0 },
    { set: 'recent-builds', tags: 2, bytesFreed: 0 },
    { set: 'releases', tags: 1, bytesFreed: 0 },
    { set: 'age', tags: 0, bytesFreed: 0 },
  ]);
});

type Bare = Partial<ImageSummary> & { readonly on: string; readonly age?: number; readonly pushed?: number; readonly neverTagged?: true };

/** What is decided about manifests without a tag, beside `1.0` on `a`, which contains `b`. */
function untaggedDecided(bare: readonly Bare[], ruleSet: Partial<RuleSet> = {}): Record<string, string> {
  const given = facts({ '1.0': { on: 'a', age: 100, children: ['b'] } });
  const untagged = bare.map(({ on, age, pushed: _, neverTagged: __, children = [], ...more }): ImageSummary => {
    const created = age === undefined ? {} : { created: daysAgo(age) };
    const known = { mediaType: 'm', kind: 'image', content: 'image', platforms: [], layers: [['own', 5]], configs: [] } as const;
    return { ...known, digest: digestOf(on), children, ...created, ...more };
  });
  const all = {
    ...given,
    untagged: new Map(untagged.map((summary) => [summary.digest, summary])),
    pushed: new Map(bare.flatMap(({ on, pushed }) => (pushed === undefined ? [] : [[digestOf(on), daysAgo(pushed)] as const]))),
    neverTagged: new Set(bare.flatMap(({ on, neverTagged }) => (neverTagged ? [digestOf(on)] : []))),
  };
  const rules = decided(all, { ...set(), untagged: true, graceDays: 7, ...ruleSet });
  return Object.fromEntries(bare.map(({ on }) => [on, rules[digestOf(on)] ?? '']));
}

test.each<[string, readonly Bare[], Partial<RuleSet>, Record<string, string>]>([
  ['an old one', [{ on: 'c', age: 30 }], {}, { c: 'delete untagged' }],
  ['a young one', [{ on: 'c', age: 3 }], {}, { c: 'keep grace' }],
  ['one of unknown age', [{ on: 'c' }], {}, { c: 'keep unknown-age' }],
  ['an old one that was pushed lately', [{ on: 'c', age: 9_000, pushed: 3 }], {}, { c: 'keep grace' }],
  ['one without a date that was pushed long ago', [{ on: 'c', pushed: 30 }], {}, { c: 'delete untagged' }],
  ['an old one that no tag was seen to lead to', [{ on: 'c', age: 9_000, neverTagged: true }], {}, { c: 'keep unknown-age' }],
  ['one that no tag led to and was pushed long ago', [{ on: 'c', age: 60, pushed: 30, neverTagged: true }], {}, { c: 'delete untagged' }],
  ['where only tags are deleted', [{ on: 'c', age: 30 }], { untagOnly: true }, { c: 'keep no-rule' }],
  ['in an index with a tag', [{ on: 'b', age: 30 }], {}, { b: 'keep in-use' }],
  [
    'in a young index',
    [
      { on: 'c', age: 30 },
      { on: 'd', age: 3, children: [digestOf('c')] },
    ],
    {},
    { c: 'keep in-use', d: 'keep grace' },
  ],
  [
    'in an old index',
    [
      { on: 'c', age: 30 },
      { on: 'd', age: 30, children: [digestOf('c')] },
    ],
    {},
    { c: 'delete untagged', d: 'delete untagged' },
  ],
  ['about what has a tag', [{ on: 'c', age: 30, subject: digestOf('a') }], {}, { c: 'keep referrer' }],
  ['about a platform of what has a tag', [{ on: 'c', age: 30, subject: digestOf('b') }], {}, { c: 'keep referrer' }],
  [
    'about an old one',
    [
      { on: 'c', age: 30, subject: digestOf('d') },
      { on: 'd', age: 30 },
    ],
    {},
    { c: 'delete untagged', d: 'delete untagged' },
  ],
  [
    'in an index that is about what has a tag',
    [
      { on: 'c', age: 30 },
      { on: 'd', age: 30, children: [digestOf('c')], subject: digestOf('a') },
    ],
    {},
    { c: 'keep in-use', d: 'keep referrer' },
  ],
])('of manifests without a tag, %s', (_, bare, ruleSet, expected) => {
  expect(untaggedDecided(bare, ruleSet)).toEqual(expected);
});

test('a manifest without a tag frees what nothing that is kept uses', () => {
  const given = facts({ '1.0': { on: 'a', age: 100, blobs: [['base', 100]] } });
  const layers: ImageSummary['layers'] = [
    ['base', 100],
    ['own', 5],
  ];
  const bare: ImageSummary = {
    digest: digestOf('c'),
    mediaType: 'm',
    kind: 'image',
    content: 'image',
    platforms: [],
    layers,
    configs: [],
    children: [],
  };
  const all = new Map([['r', { ...given, untagged: new Map([[bare.digest, bare]]) }]]);
  expect(weigh(all, new Map([['r', new Set([bare.digest])]]), false)).toMatchObject({ bytesFreed: 5, bytesKept: 100 });
  expect(weigh(all, new Map([['r', new Set(['1.0'])]]), false)).toMatchObject({ bytesFreed: 0 });
  expect(weighAll(all)).toBe(105);
});
