import { expect, test } from 'vitest';
import type { ReadTag, TagDetail } from '../../../../shared/contract/tags.ts';
import { FOLD_LINE } from '../rows.ts';
import { checkedOf, groupByImage, isSameGroups, rowOfTag, tagsOfRow, ungrouped } from './tag-groups.ts';

const read = (tag: string, digest: string): ReadTag => ({
  state: 'read',
  tag,
  digest,
  mediaType: 'm',
  kind: 'image',
  content: 'image',
  platforms: [],
});

const signature = `sha256-${'a'.repeat(64)}.sig`;
const other = `sha256-${'b'.repeat(64)}.sig`;
const names = ['latest', '2.0', '1.9.2', '1.9', '1.8', '1.7', signature, other];
const details = new Map<string, TagDetail>([
  ['latest', read('latest', 'b')],
  ['2.0', read('2.0', 'a')],
  ['1.9.2', read('1.9.2', 'b')],
  ['1.9', read('1.9', 'b')],
  ['1.8', { state: 'failed', tag: '1.8', code: 'TIMEOUT' }],
  [signature, read(signature, 's')],
  [other, read(other, 's')],
]);

test.each<[string, readonly string[], readonly string[], Record<string, string[]>, Record<string, string[]>]>([
  [
    'the tags of an image are one row, where the first of them was',
    ['latest', '2.0', '1.9.2', '1.9', FOLD_LINE],
    ['latest', '2.0', FOLD_LINE],
    { latest: ['latest', '1.9.2', '1.9'] },
    {},
  ],
  [
    'in another order, another tag is the first',
    ['1.9', '1.9.2', '2.0', 'latest'],
    ['1.9', '2.0'],
    { '1.9': ['1.9', '1.9.2', 'latest'] },
    {},
  ],
  [
    'what the filter hides of an image is told apart from what it finds',
    ['1.9.2', '1.9'],
    ['1.9.2'],
    { '1.9.2': ['1.9.2', '1.9'] },
    { '1.9.2': ['latest'] },
  ],
  ['an image of which one tag is found is that row', ['2.0', '1.9'], ['2.0', '1.9'], {}, { '1.9': ['latest', '1.9.2'] }],
  ['tags that failed or are not read yet are rows of their own', ['1.8', '1.7'], ['1.8', '1.7'], {}, {}],
  ['signatures are rows of their own', ['2.0', FOLD_LINE, signature, other], ['2.0', FOLD_LINE, signature, other], {}, {}],
])('%s', (_, found, rows, several, hidden) => {
  const groups = groupByImage(found, names, details);
  expect(groups.rows).toEqual(rows);
  expect(Object.fromEntries(groups.several)).toEqual(several);
  expect(Object.fromEntries(groups.hidden)).toEqual(hidden);
  // Every tag is in one row, and no other than those that were found.
  expect(rows.flatMap((row) => tagsOfRow(groups, row)).sort()).toEqual(found.filter((tag) => tag !== FOLD_LINE).sort());
  for (const row of rows) for (const tag of tagsOfRow(groups, row)) expect(rowOfTag(groups, tag)).toBe(row);
});

test('groups are the same until a tag moves to another row', () => {
  const found = ['latest', '2.0', '1.9'];
  const before = groupByImage(found, names, details);
  expect(isSameGroups(before, groupByImage([...found], names, details))).toBe(true);
  const moved = new Map(details).set('1.9', read('1.9', 'a'));
  expect(groupByImage(found, names, moved).rows).toEqual(before.rows);
  expect(isSameGroups(before, groupByImage(found, names, moved))).toBe(false);
  // The same rows, but one more of their tags is hidden.
  const tagged = new Map(details).set('1.8', read('1.8', 'b'));
  expect(isSameGroups(before, groupByImage(found, names, tagged))).toBe(false);
  expect(isSameGroups(before, ungrouped(before.rows))).toBe(false);
});

test('ungrouped, each tag is a row', () => {
  const groups = ungrouped(['latest', '1.9', FOLD_LINE]);
  expect(groups.rows).toEqual(['latest', '1.9', FOLD_LINE]);
  expect(['latest', FOLD_LINE].map((row) => tagsOfRow(groups, row))).toEqual([['latest'], []]);
  expect(rowOfTag(groups, '1.9')).toBe('1.9');
});

test.each([
  [[], 'none'],
  [['2.0'], 'none'],
  [['1.9'], 'some'],
  [['1.9', 'latest', '2.0'], 'all'],
] as const)('with %j checked, a row of latest and 1.9 is checked: %s', (checked, expected) => {
  expect(checkedOf(['latest', '1.9'], new Set(checked))).toBe(expected);
});
