import { expect, test } from 'vitest';
import type { ReadTag } from '../../shared/contract/tags.ts';
import { UnreadRows } from './unread-rows.ts';

const row = (tag: string): ReadTag => ({ state: 'read', tag, digest: 'd', mediaType: 'm', kind: 'image', content: 'image', platforms: [] });

test('a row that was told with less than is remembered is told again once it is whole', () => {
  const unread = new UnreadRows();
  unread.add([row('a'), row('b')]);
  const half: ReadTag = { ...row('a'), pending: true };
  expect(unread.news([half])).toEqual({ kind: 'details', details: [half], unchanged: 0 });
  expect(unread.news([row('a'), row('b')])).toEqual({ kind: 'details', details: [row('a')], unchanged: 1 });
});

test('where nothing is remembered all is news', () => {
  expect(new UnreadRows().news([row('a')])).toEqual({ kind: 'details', details: [row('a')] });
});
