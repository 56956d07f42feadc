import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TagFacts } from './tag-kind.ts';
import { insertRuns, OrderedTags, orderTags } from './tag-order.ts';

const hex = (letter: string): string => letter.repeat(64);

test.each([
  ['1.10 comes before 1.9', ['1.9', '1.10'], ['1.10', '1.9']],
  ['a pre-release stands below its release', ['1.9.0-rc.1', '1.9.0', '1.9.0-rc.2'], ['1.9.0', '1.9.0-rc.2', '1.9.0-rc.1']],
  ['rc.10 is newer than rc.9', ['2.0.0-rc.9', '2.0.0-rc.10'], ['2.0.0-rc.10', '2.0.0-rc.9']],
  ['latest stands on top, other floating names after it', ['1.0', 'stable', 'latest', 'edge'], ['latest', 'edge', 'stable', '1.0']],
  ['variants of a floating name float', ['1.0', 'debug', 'latest-alpine', 'prod-eu'], ['latest-alpine', 'prod-eu', '1.0', 'debug']],
  ['a family stands above its members', ['1.9.2', '1.9', '1', '1.9.1'], ['1', '1.9', '1.9.2', '1.9.1']],
  ['a leading v is no difference', ['v1.2.0', '1.3.0', 'v1.4.0'], ['v1.4.0', '1.3.0', 'v1.2.0']],
  ['nightlies read newest first', ['nightly-20260101', 'nightly-20260301'], ['nightly-20260301', 'nightly-20260101']],
  ['days are days however they are written', ['2026-03-01', 'b-20260302', '20260303-1530'], ['20260303-1530', 'b-20260302', '2026-03-01']],
  ['a version by the calendar is a version', ['2026.04.11', 'nightly-20260412', '22.04'], ['2026.04.11', '22.04', 'nightly-20260412']],
  ['a variant stands below the plain version', ['1.2.3-alpine', '1.2.3', '1.2.2'], ['1.2.3', '1.2.3-alpine', '1.2.2']],
  ['builds stand below versions, newest first', ['pr-9', 'pr-218', '2.0.0-rc.2'], ['2.0.0-rc.2', 'pr-218', 'pr-9']],
  ['a commit is no version, though it begins with a digit', ['4f2a9c1', '0.1.0', 'a1b2c3d'], ['0.1.0', '4f2a9c1', 'a1b2c3d']],
  [
    'what holds signatures stands last, that of one digest together',
    [`sha256-${hex('b')}.sig`, `sha256-${hex('a')}.sig`, 'zebra', `sha256-${hex('a')}`, `sha256-${hex('a')}.att`],
    ['zebra', `sha256-${hex('a')}`, `sha256-${hex('a')}.att`, `sha256-${hex('a')}.sig`, `sha256-${hex('b')}.sig`],
  ],
])('%s', (_, given, expected) => {
  expect(orderTags(given)).toEqual(expected);
});

const facts: Readonly<Record<string, TagFacts>> = {
  '2.0.0': { digest: 'two' },
  '1.9.0': { digest: 'one' },
  blue: { digest: 'two' },
  green: { digest: 'other' },
  'release-2': { digest: 'two' },
  'pr-7': { digest: 'two' },
  'nightly-20260411': { digest: 'two' },
  'main-9999999': { digest: 'one', created: '2026-01-01T00:00:00Z' },
  'main-0a0a0a0': { digest: 'two', created: '2026-03-01T00:00:00Z' },
  'main-5b5b5b5': { digest: 'three', created: '2026-02-01T00:00:00Z' },
  'main-1c1c1c1': {},
};

test('with what was read, a word that shares an image with a version floats, a build does not, and commits are sorted by time', () => {
  expect(orderTags(Object.keys(facts).toReversed(), (tag) => facts[tag])).toEqual([
    ...['blue', 'release-2', '2.0.0', '1.9.0', 'green', 'nightly-20260411', 'pr-7'],
    ...['main-0a0a0a0', 'main-5b5b5b5', 'main-9999999', 'main-1c1c1c1'],
  ]);
});

test('without it, names alone decide', () => {
  expect(orderTags(Object.keys(facts))).toEqual([
    ...['2.0.0', '1.9.0', 'blue', 'green', 'nightly-20260411', 'pr-7', 'release-2'],
    ...['main-0a0a0a0', 'main-1c1c1c1', 'main-5b5b5b5', 'main-9999999'],
  ]);
});

test('the order does not depend on the order given', () => {
  const tags = [
    '1.9',
    '1.10',
    'latest',
    '1.10.0-rc.1',
    'v2',
    'edge',
    '2024-01-01',
    '1.9-alpine',
    'a1b2c3d',
    '0',
    'main-4f2a9c1',
    'pr-7',
    'x',
  ];
  const expected = orderTags(tags);
  for (let i = 0; i < 50; i++) expect(orderTags(tags.toSorted(() => Math.random() - 0.5))).toEqual(expected);
});

const number = fc.nat(30);
const name = fc.oneof(
  fc
    .tuple(fc.constantFrom('', 'v'), number, number, fc.constantFrom('', '.0', '.7', '-alpine', '-rc.1', '.3-rc.2'))
    .map(([v, a, b, rest]) => `${v}${a}.${b}${rest}`),
  number.map((n) => `build-${n}`),
  number.map((n) => `main-${n.toString(16)}f0ffee`),
  fc.constantFrom('latest', 'edge', 'stable', 'debug', 'x', 'nightly-20260411', '2026-03-01', `sha256-${hex('a')}.sig`),
);

test('names that come in parts are in the order that all of them have at once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 80 }), fc.integer({ min: 1, max: 30 }), (tags, size) => {
      const ordered = new OrderedTags();
      let list: readonly string[] = [];
      for (let at = 0; at < tags.length; at += size) {
        const { names, runs } = ordered.add(tags.slice(at, at + size));
        list = insertRuns(list, names, runs);
      }
      expect(list).toEqual(orderTags(tags));
      expect(ordered.names).toEqual(list);
    }),
  );
});

test('what is appended is one run', () => {
  const ordered = new OrderedTags();
  expect(ordered.add(['1.0', '3.0', '2.0']).runs).toEqual([0, 3]);
  expect(ordered.add(['build-1', '2.5', 'build-2'])).toEqual({ names: ['2.5', 'build-2', 'build-1'], runs: [1, 1, 4, 2] });
});
