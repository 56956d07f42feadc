import { expect, test } from 'vitest';
import type { ReadTag, TagDetail } from '../../../shared/contract/tags.ts';
import { type TagFilter, tagFilter } from '../../../shared/query/tag-filter.ts';
import {
  arrangeRows,
  between,
  contentCounts,
  countReferrers,
  cursorIndex,
  digestOf,
  FOLD_LINE,
  isCursorLost,
  isReordered,
  pullableOf,
  sharedDigest,
  showsPlatforms,
  tagsOnDigest,
} from './rows.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

const read = (tag: string, letter: string, size?: number, created?: string): ReadTag => ({
  state: 'read',
  tag,
  digest: digest(letter),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: letter === 'c' ? 'index' : 'image',
  content: letter === 'c' ? 'index' : 'image',
  platforms: [{ os: 'linux', architecture: letter === 'b' ? 'arm64' : 'amd64' }],
  ...(size === undefined ? {} : { size }),
  ...(created === undefined ? {} : { created }),
});

const filtered = (text: string): TagFilter => tagFilter(text, { now: Date.UTC(2026, 3, 1), compile: () => 'invalid', labels: new Map() });

const names = ['latest', '2.0', '1.10', '1.9', '1.8'];
const details = new Map<string, TagDetail>([
  ['latest', read('latest', 'a', 300, '2026-03-01T00:00:00Z')],
  ['2.0', read('2.0', 'a', 300, '2026-03-01T00:00:00Z')],
  ['1.10', read('1.10', 'b', 500)],
  ['1.9', { state: 'failed', tag: '1.9', code: 'TIMEOUT' }],
  ['1.8', read('1.8', 'c', 100, '2025-01-01T00:00:00Z')],
]);

test.each([
  ['', 'tag', false, ['latest', '2.0', '1.10', '1.9', '1.8']],
  ['', 'tag', true, ['1.8', '1.9', '1.10', '2.0', 'latest']],
  ['', 'size', true, ['1.10', 'latest', '2.0', '1.8', '1.9']],
  ['', 'size', false, ['1.8', 'latest', '2.0', '1.10', '1.9']],
  ['', 'created', true, ['latest', '2.0', '1.8', '1.10', '1.9']],
  ['', 'created', false, ['1.8', 'latest', '2.0', '1.10', '1.9']],
  ['', 'digest', false, ['latest', '2.0', '1.10', '1.8', '1.9']],
  ['', 'kind', false, ['latest', '2.0', '1.10', '1.8', '1.9']],
  ['', 'platforms', true, ['1.10', 'latest', '2.0', '1.8', '1.9']],
  ['1.', 'tag', false, ['1.10', '1.9', '1.8']],
  [' LATEST ', 'tag', false, ['latest']],
  ['aaaa', 'tag', false, ['latest', '2.0']],
  ['sha256:bb', 'size', true, ['1.10']],
  ['size:>200', 'size', true, ['1.10', 'latest', '2.0']],
  ['created:<60d 2', 'tag', false, ['2.0']],
  ['-created:<60d', 'tag', false, ['1.8']],
  ['platform:arm64', 'tag', false, ['1.10']],
  ['kind:index -1.9', 'tag', false, ['1.8']],
  ['nothing', 'size', true, []],
] as const)('filtered by "%s" and sorted by %s (descending: %s) the rows are %j', (filter, column, descending, rows) => {
  expect(arrangeRows(names, details, { filter: filtered(filter), sort: { column, descending }, showsReferrers: false })).toEqual(rows);
});

const notLoaded = (text: string): TagFilter => tagFilter(text, { now: 0, compile: undefined, labels: new Map() });

test.each(['/9$/', '-/9$/'])('until the engine of expressions is loaded, %s hides nothing', (text) => {
  expect(names.filter((name) => notLoaded(text).matches(name, details.get(name)))).toEqual(names);
});

test.each([
  ['1.9', true],
  ['size:>1MB', true],
  ['label:team=core', true],
  ['-label:team', true],
  ['/9$/', false],
  ['', false],
])('whether what was read decides on "%s": %j', (text, needsDetails) => {
  expect(notLoaded(text).needsDetails).toBe(needsDetails);
});

const signature = `sha256-${'a'.repeat(64)}.sig`;
const list = `sha256-${'b'.repeat(64)}`;
const signed = [...names, list, signature];

test.each([
  ['are folded into one line', '', 'tag', false, [...names, FOLD_LINE]],
  ['are below that line where they are shown', '', 'tag', true, [...names, FOLD_LINE, list, signature]],
  ['are last in any order', '', 'size', true, ['1.8', 'latest', '2.0', '1.10', '1.9', FOLD_LINE, list, signature]],
  ['are found, though they are folded', '.sig', 'tag', false, [signature]],
  ['are found after all others', 'aaaa', 'tag', false, ['latest', '2.0', signature]],
] as const)('signatures and attachments %s', (_, filter, column, showsReferrers, rows) => {
  expect(arrangeRows(signed, details, { filter: filtered(filter), sort: { column, descending: false }, showsReferrers })).toEqual(rows);
  expect(countReferrers(signed)).toBe(2);
  expect(countReferrers(names)).toBe(0);
});

test('what tags point to is counted by its kind, each digest once, images first', () => {
  const as = (tag: string, letter: string, content: ReadTag['content']): TagDetail => ({ ...read(tag, letter), content });
  expect(contentCounts(details.values())).toEqual([{ noun: 'image', count: 3 }]);
  expect(contentCounts([as('1', 'a', 'chart'), as('2', 'b', 'chart'), as('3', 'b', 'chart')])).toEqual([{ noun: 'chart', count: 2 }]);
  const mixed = [as('1', 'a', 'signature'), as('2', 'b', 'sbom'), as('3', 'c', 'index'), as('4', 'd', 'wasm'), as('5', 'e', 'unknown')];
  expect(contentCounts(mixed).map(({ noun, count }) => `${count} ${noun}`)).toEqual(['1 image', '1 module', '1 artifact', '2 attachment']);
  expect(contentCounts([{ state: 'not-found', tag: 'a' }])).toEqual([]);
});

test('the tags of a digest are those known to point to it', () => {
  expect(tagsOnDigest(details, digest('a'))).toEqual(['latest', '2.0']);
  expect(tagsOnDigest(details, digest('f'))).toEqual([]);
  expect(digestOf(details.get('1.9'))).toBeUndefined();
});

test.each([
  [['latest', '2.0'], digest('a')],
  [['1.10'], digest('b')],
  [['latest', '1.10'], undefined],
  [['1.9'], undefined],
  [['latest', '1.9'], undefined],
  [[], undefined],
])('the digest that %j share', (tags, shared) => {
  expect(sharedDigest(tags, details)).toBe(shared);
});

test.each([
  [{ index: 0, tag: undefined }, 0],
  [{ index: 2, tag: '1.10' }, 2],
  [{ index: 0, tag: '1.10' }, 2],
  [{ index: 3, tag: 'deleted' }, 3],
  [{ index: 9, tag: 'deleted' }, 4],
])('the cursor %j is at row %i', (cursor, index) => {
  expect(cursorIndex(names, cursor)).toBe(index);
});

test('a table without rows has its cursor at the first', () => {
  expect(cursorIndex([], { index: 3, tag: '1.9' })).toBe(0);
});

test.each([
  [1, 3, ['2.0', '1.10', '1.9']],
  [3, 1, ['2.0', '1.10', '1.9']],
  [2, 2, ['1.10']],
])('the rows between %i and %i are %j', (a, b, rows) => {
  expect(between(names, a, b)).toEqual(rows);
});

test('a range does not contain the line that folds', () => {
  expect(between(['1.8', FOLD_LINE, signature], 0, 2)).toEqual(['1.8', signature]);
});

test.each([
  [{ index: 2, tag: '1.10' }, false],
  [{ index: 2, tag: '1.7' }, true],
  [{ index: 2, tag: FOLD_LINE }, false],
  [{ index: 2, tag: undefined }, false],
])('the cursor %j is lost: %s', (cursor, isLost) => {
  expect(isCursorLost(names, cursor)).toBe(isLost);
});

test.each([
  [['a', 'b', 'c'], ['c', 'a', 'b'], true],
  [['a', 'b', 'c'], ['a', 'b'], false],
  [['a', 'b', 'c'], ['a', 'b', 'd'], false],
])('%j became %j in another order: %s', (before, now, expected) => {
  expect(isReordered(before, now)).toBe(expected);
});

test.each<[string, TagDetail[], boolean]>([
  ['nothing yet', [], true],
  ['one that failed', [{ state: 'failed', tag: '1.9', code: 'TIMEOUT' }], true],
  ['a chart', [{ ...read('1.0', 'd'), content: 'chart', platforms: [] }], false],
  ['a chart and an image', [{ ...read('1.0', 'd'), content: 'chart', platforms: [] }, read('2.0', 'a')], true],
  ['an index of which part was read', [{ ...read('1.0', 'c'), platforms: [], covers: { read: 0, all: 9 } }], true],
])('where %s was read, there is a column of platforms: %#', (_what, read, shown) => {
  expect(showsPlatforms(read)).toBe(shown);
});

test.each([
  ['1.0', 'image'],
  [`sha256-${'a'.repeat(64)}.sig`, 'signature'],
  [`sha256-${'a'.repeat(64)}.att`, 'attestation'],
  [`sha256-${'a'.repeat(64)}.sbom`, 'sbom'],
  [`sha256-${'a'.repeat(64)}`, 'referrers'],
  ['my.sig', 'image'],
])('before %s was read, it is pulled as %s', (tag, content) => {
  expect(pullableOf('https://registry.example.com', 'team/api', tag, undefined).content).toBe(content);
});
