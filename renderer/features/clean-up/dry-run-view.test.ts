import { expect, test } from 'vitest';
import type { PlannedRow } from './clean-up-rows.ts';
import {
  type DryRunView,
  decisionOfAll,
  firstView,
  greaterYields,
  missedIn,
  nextSort,
  repositoriesRead,
  repositorySizes,
  rowsShown,
} from './dry-run-view.ts';

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

test.each<[string, boolean, string[]]>([
  ['stay together', true, ['1.9.2', 'latest', 'alpha', 'pr-9', 'pr-10', 'pr-11']],
  ['are sorted like any others where that is chosen', false, ['1.9.2', 'alpha', 'latest', 'pr-9', 'pr-10', 'pr-11']],
])('tags of one image %s', (_, isGrouped, expected) => {
  const view = { ...firstView, sort: { column: 'tag', descending: false }, isGrouped } as const;
  expect(rowsShown([...rows, row('alpha', 'c')], view).map(({ tag }) => tag)).toEqual(expected);
});

test.each([
  ['tag', false],
  ['created', false],
  ['size', true],
] as const)('by %s a column sorts one way (downwards: %s), then the other, then not', (column, descending) => {
  const first = nextSort(null, column);
  expect(first).toEqual({ column, descending });
  const second = nextSort(first, column);
  expect(second).toEqual({ column, descending: !descending });
  expect(nextSort(second, column)).toBeNull();
  expect(nextSort(second, 'reason')).toEqual({ column: 'reason', descending: false });
});

test.each([
  ['nothing yet', { read: 0, total: 14, done: 0, of: 297 }, 0],
  ['the first one whole', { read: 14, total: 14, done: 0, of: 297 }, 1],
  ['half of the last one', { read: 7, total: 14, done: 296, of: 297 }, 296.5],
  ['a repository without tags', { read: 0, total: 0, done: 31, of: 297 }, 31],
  ['one more than there were at the start', { read: 1, total: 1, done: 3, of: 3 }, 3],
])('a dry run is as far as its repositories: %s', (_, progress, expected) => {
  expect(repositoriesRead(progress)).toBe(expected);
});

test('of several repositories one is shown, by its whole name', () => {
  const both = [...rows, row('1.0', 'a', { repository: 'team/api-docs' })];
  expect(rowsShown(both, { ...firstView, repository: 'team/api' })).toHaveLength(rows.length);
  expect(rowsShown(both, { ...firstView, repository: 'team/api-docs' }).map(({ tag }) => tag)).toEqual(['1.0']);
});

test('repositories have the sum of their images, each image once, and the largest is first', () => {
  const both = [...rows, row('1.0', 'a', { repository: 'team/web', size: 500 }), row('1.1', 'x', { repository: 'team/none' })];
  expect(repositorySizes(both)).toEqual([
    { repository: 'team/web', size: 500 },
    { repository: 'team/api', size: 60 },
    { repository: 'team/none', size: 0 },
  ]);
});

test.each([
  ['some', 'keep', rows],
  ['all', 'keep', rows.filter(({ action }) => action === 'delete')],
  ['none', 'delete', rows.filter(({ action }) => action === 'keep')],
  ['none', 'delete', []],
] as const)('the box over %s of the rows: a click decides %s', (state, next, shown) => {
  expect(decisionOfAll(shown)).toEqual({ state, next });
});

test('other sets of rules are offered where they free more, the greatest first', () => {
  const yields = [
    { set: 'builds', tags: 5, bytesFreed: 300 },
    { set: 'releases', tags: 9, bytesFreed: 20 },
    { set: 'age', tags: 7, bytesFreed: 1_000 },
  ] as const;
  const offered = (freed: number) => greaterYields(yields, freed).map(({ set }) => set);
  expect(offered(20)).toEqual(['age', 'builds']);
  expect(offered(300)).toEqual(['age']);
  expect(offered(1_000)).toEqual([]);
  expect(offered(0)).toEqual(['age', 'builds', 'releases']);
});

test('what people would miss is a row with a role that is deleted', () => {
  const missed = row('latest', 'a', { action: 'delete', role: 'floating' });
  expect(missedIn([missed, row('stable', 'b', { role: 'floating' }), row('pr-1', 'c', { action: 'delete' })])).toEqual([missed]);
});
