import { expect, test } from 'vitest';
import { conditionsOf, type FileFilter, filterIn, isFiltering, NO_FILTER, withMark, withoutCondition } from './filter.ts';

test.each<[Partial<FileFilter>, boolean]>([
  [{}, false],
  [{ text: '  ' }, false],
  [{ text: 'ssl' }, true],
  [{ marks: ['set-uid'] }, true],
  [{ minSize: 1_000_000 }, true],
  [{ changedIn: 2 }, true],
  [{ withDeleted: true }, false],
  [{ isWasted: true }, true],
])('whether %j filters: %s', (filter, filters) => {
  expect(isFiltering({ ...NO_FILTER, ...filter })).toBe(filters);
});

test('conditions are in the order of the menu, and each is removed alone', () => {
  const marked = withMark(withMark(NO_FILTER, 'world-writable', true), 'on-path', true);
  const filter: FileFilter = { ...marked, text: 'x', minSize: 10_000_000, changedIn: 3, withDeleted: true };
  const conditions = conditionsOf(filter);
  expect(conditions).toEqual([
    { kind: 'mark', mark: 'on-path' },
    { kind: 'mark', mark: 'world-writable' },
    { kind: 'size', bytes: 10_000_000 },
    { kind: 'layer', number: 3 },
    { kind: 'deleted' },
  ]);
  for (const condition of conditions)
    expect(conditionsOf(withoutCondition(filter, condition))).toEqual(conditions.filter((one) => one !== condition));
  expect(conditions.reduce(withoutCondition, filter)).toEqual({ ...NO_FILTER, text: 'x' });
});

test('in one layer only what has a meaning there filters', () => {
  const filter: FileFilter = { ...NO_FILTER, text: 'x', minSize: 1_000_000, changedIn: 3, withDeleted: true };
  expect(filterIn(filter, undefined)).toBe(filter);
  expect(conditionsOf(filterIn(filter, 2))).toEqual([{ kind: 'size', bytes: 1_000_000 }]);
  expect(isFiltering(filterIn({ ...NO_FILTER, isWasted: true }, 2))).toBe(false);
});

test('a mark is on once, however often it is chosen', () => {
  expect(withMark(withMark(NO_FILTER, 'set-uid', true), 'set-uid', true).marks).toEqual(['set-uid']);
});

test('what was wasted is a condition of its own, and without it nothing is filtered', () => {
  const filter: FileFilter = { ...NO_FILTER, isWasted: true };
  expect(conditionsOf(filter)).toEqual([{ kind: 'wasted' }]);
  expect(withoutCondition(filter, { kind: 'wasted' })).toEqual(NO_FILTER);
});
