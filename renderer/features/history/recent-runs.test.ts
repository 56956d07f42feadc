import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { Change } from '../../../shared/contract/history.ts';
import { words as en } from '../../i18n/en.ts';
import { createFormat } from '../../lib/text/format.ts';
import { runText } from './history-text.ts';
import { recentRuns } from './recent-runs.ts';

const i18n = createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });

const change = (id: string, more: Partial<Change> = {}): Change => ({
  ...{
    id,
    at: '2026-11-26T01:00:00Z',
    connection: { id: 'c', name: 'C', url: 'https://c' },
    repository: `team/${id}`,
    what: 'delete-many',
  },
  ...{ tag: '1.0', state: 'done', tags: 3, steps: 3, movedTags: true },
  ...more,
});
const textOf = (changes: readonly Change[]): string[] => recentRuns(changes).map((run) => runText(i18n.t, createFormat('en'), run));

test('a run over several repositories is one line, at the place of its newest change', () => {
  const changes = [change('c', { group: 'g' }), change('x'), change('b', { group: 'g', tags: 1_400 }), change('a', { group: 'g' })];
  expect(textOf(changes)).toEqual(['Deleted 1,406 tags in 3 repositories', 'Deleted 3 tags in team/x']);
});

test.each<[string, Change[], string]>([
  [
    'an undo in several repositories',
    [change('a', { what: 'undo', group: 'h' }), change('b', { what: 'undo', group: 'h' })],
    'Undid changes to 6 tags in 2 repositories',
  ],
  ['a run of one repository', [change('a', { group: 'g' })], 'Deleted 3 tags in team/a'],
  [
    'a run of one image in each repository',
    [change('a', { what: 'delete-image', group: 'g', tags: 1 }), change('b', { what: 'delete-image', group: 'g', tags: 1 })],
    'Deleted 2 tags in 2 repositories',
  ],
])('%s', (_, changes, text) => {
  expect(textOf(changes)).toEqual([text]);
});
