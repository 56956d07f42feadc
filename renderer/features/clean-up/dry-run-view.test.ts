import { expect, test } from 'vitest';
import type { PlannedRow } from './clean-up-rows.ts';
import { type DryRunView, firstView, nextSort, rowsShown } from './dry-run-view.ts';

const row = (tag: string, digest: string, more: Partial<PlannedRow> = {}): PlannedRow => ({
  repository: 'team/api',
  tag,
  digest,
  key: `team/api\n${tag}`,
  action: 'keep',
  reason: 'no-rule',
  edited: false,
  ...more,
});

const rows = [
  row('latest', 'a', { created: '2026-03-01', size: 30, reason: 'floating' }),
  row('1.9.2', 'a', { created: '2026-03-01', size: 30, reason: 'newest-release' }),
  row('pr-10', 'b', { created: '2026-01-01', size: 10, action: 'delete', reason: 'rule', rule: 1 }),
  row('pr-9', 'c', { action: 'delete', reason: 'rule', rule: 1 }),
  row('pr-11', 'd', { created: '2026-02-01', size: 20, action: 'keep', reason: 'rule', rule: 1, edited: true }),
];

test.each<[string, Partial<DryRunView>, string[]]>([
  ['what the rules delete comes first, also after an edit', {}, ['pr-10', 'pr-9', 'pr-11', 'latest', '1.9.2']],
  [
    'by tag, numbers as numbers; tags of one image stay together',
    { sort: { column: 'tag', descending: false } },
    ['1.9.2', 'latest', 'pr-9', 'pr-10', 'pr-11'],
  ],
  ['by tag, downwards', { sort: { column: 'tag', descending: true } }, ['pr-11', 'pr-10', 'pr-9', 'latest', '1.9.2']],
  ['by size; an unknown one is last', { sort: { column: 'size', descending: false } }, ['pr-10', 'pr-11', 'latest', '1.9.2', 'pr-9']],
  [
    'by age, newest first; an unknown one is last',
    { sort: { column: 'created', descending: true } },
    ['latest', '1.9.2', 'pr-11', 'pr-10', 'pr-9'],
  ],
  [
    'by reason, not grouped',
    { sort: { column: 'reason', descending: false }, isGrouped: false },
    ['latest', '1.9.2', 'pr-10', 'pr-9', 'pr-11'],
  ],
  ['a filter', { filter: ' PR 1' }, ['pr-10', 'pr-11']],
  ['a filter by digest', { filter: 'api:1.9' }, ['1.9.2']],
  ['only what is deleted, and what was edited', { shown: 'delete' }, ['pr-10', 'pr-9', 'pr-11']],
  ['only what is kept', { shown: 'keep' }, ['pr-11', 'latest', '1.9.2']],
])('%s', (_, view, expected) => {
  expect(rowsShown(rows, { ...firstView, ...view }).map(({ tag }) => tag)).toEqual(expected);
});

test('a column sorts up, then down, then not', () => {
  const up = nextSort(null, 'size');
  expect(up).toEqual({ column: 'size', descending: false });
  const down = nextSort(up, 'size');
  expect(down).toEqual({ column: 'size', descending: true });
  expect(nextSort(down, 'size')).toBeNull();
  expect(nextSort(down, 'tag')).toEqual({ column: 'tag', descending: false });
});
