import { expect, test } from 'vitest';
import type { ReadTag, TagDetail } from '../../../../shared/contract/tags.ts';
import { changedRows, marksOf } from './marks.ts';

const row = (tag: string): ReadTag => ({ state: 'read', tag, digest: 'd', mediaType: 'm', kind: 'image', content: 'image', platforms: [] });
const marks = marksOf({
  since: '2026-01-01T00:00:00.000Z',
  added: ['1.2'],
  moved: [['latest', 'sha256:a']],
  deleted: [['1.0', 'sha256:b']],
});

test('what is new, moved and deleted is marked, with where it pointed', () => {
  expect([...marks]).toEqual([
    ['1.2', { kind: 'new' }],
    ['latest', { kind: 'moved', was: 'sha256:a' }],
    ['1.0', { kind: 'deleted', was: 'sha256:b' }],
  ]);
  expect(marksOf(undefined).size).toBe(0);
});

test('what changed stands in the order of the table, and what is deleted among it', () => {
  const details = new Map<string, TagDetail>(['latest', '1.2', '1.1'].map((tag) => [tag, row(tag)]));
  const changed = changedRows(marks, details);
  expect(changed.names).toEqual(['latest', '1.2', '1.0']);
  expect([...changed.details.values()].map(({ state, tag }) => `${tag} ${state}`).sort()).toEqual([
    '1.0 not-found',
    '1.2 read',
    'latest read',
  ]);
});
