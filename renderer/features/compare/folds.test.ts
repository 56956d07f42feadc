import { expect, test } from 'vitest';
import type { Mark } from '../../../shared/compare/pairs.ts';
import { equalLast, foldEqual } from './folds.ts';

const marks = { '=': 'same', '~': 'changed', '-': 'removed', '+': 'added' } as const;
const rows = (text: string): { readonly mark: Mark }[] => [...text].map((sign) => ({ mark: marks[sign as keyof typeof marks] }));

test.each([
  ['', []],
  ['=', ['row 0']],
  ['==', ['fold 0 of 2']],
  ['+=-', ['row 0', 'row 1', 'row 2']],
  ['===~====', ['fold 0 of 3', 'row 3', 'fold 4 of 4']],
])('of rows %s it shows %j', (text, wanted) => {
  expect(foldEqual(rows(text)).map((line) => (line.kind === 'row' ? `row ${line.at}` : `fold ${line.at} of ${line.rows.length}`))).toEqual(
    wanted,
  );
});

test('what differs is told before what is equal', () => {
  const { differing, equal } = equalLast(rows('=~==+'));
  expect([differing.length, equal.length]).toEqual([2, 3]);
});
