import { expect, test } from 'vitest';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { actsOn, checkable, hiddenOf, isAllChecked, stillChecked } from './acts-on.ts';
import { FOLD_LINE } from './rows.ts';

const none = new Set<string>();
const two = new Set(['1.9', '1.8']);

test.each([
  ['a key without checked tags', none, ['latest'], 'keys', ['latest']],
  ['a key with checked tags', two, ['latest'], 'keys', ['1.9', '1.8']],
  ['a key with one checked tag, the cursor elsewhere', new Set(['1.8']), ['latest'], 'keys', ['1.8']],
  ['a key with checked tags, the cursor nowhere', two, [], 'keys', ['1.9', '1.8']],
  ['a key without either', none, [], 'keys', []],
  ['the menu of a row that is not checked', two, ['latest'], 'row', ['latest']],
  ['the menu of a checked row', two, ['1.9'], 'row', ['1.9', '1.8']],
  ['a key on a row of several tags', none, ['latest', '2.0'], 'keys', ['latest', '2.0']],
  ['the menu of a row of several tags, none of them checked', two, ['latest', '2.0'], 'row', ['latest', '2.0']],
  ['the menu of a row of several tags, one of them checked', two, ['latest', '1.9'], 'row', ['1.9', '1.8']],
  ['the menu of a row without checked tags', none, ['1.9'], 'row', ['1.9']],
] as const)('%s acts on the right tags', (_, checked, row, from, expected) => {
  expect(actsOn(checked, row, from)).toEqual(expected);
});

test.each([
  [none, ['1.9'], 0],
  [two, ['1.9', '1.8', 'latest'], 0],
  [two, ['latest', '1.8'], 1],
  [two, [], 2],
])('of %j with the rows %j, %i are hidden', (checked, rows, hidden) => {
  expect(hiddenOf(checked, rows)).toBe(hidden);
});

test('a checked tag that somebody else deleted is not checked any more', () => {
  expect(stillChecked(two, ['latest', '1.8'])).toEqual(new Set(['1.8']));
  expect(stillChecked(two, ['1.9', '1.8', 'latest'])).toBe(two);
});

const deleted = new Map<string, TagDetail>([['1.7', { state: 'not-found', tag: '1.7' }]]);

test('a deleted tag and the line that folds cannot be checked', () => {
  expect(checkable(['1.9', '1.8', '1.7', FOLD_LINE], deleted)).toEqual(['1.9', '1.8']);
});

test.each([
  [two, ['1.9', '1.8', '1.7', FOLD_LINE], true],
  [two, ['1.9', '1.8', 'latest'], false],
  [two, ['1.7'], false],
  [none, ['1.9'], false],
])('with %j checked, all of %j are: %j', (checked, rows, isAll) => {
  expect(isAllChecked(rows, deleted, checked)).toBe(isAll);
});
