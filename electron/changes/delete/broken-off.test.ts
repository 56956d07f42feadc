import { expect, test } from 'vitest';
import { Failure } from '../../../shared/errors.ts';
import { itemsLeft } from './broken-off.ts';

const full = new Failure('STORAGE', { path: '/history', reason: 'full', code: 'ENOSPC' });

test.each<[string, string[], string[], string[]]>([
  ['before its first tag: nothing was tried', [], [], ['1 not-tried', '2 not-tried', '3 not-tried']],
  ['after a tag was deleted: that one is not reported again', ['1'], ['1'], ['2 not-tried', '3 not-tried']],
  ['in the middle of a tag: what was sent about it has an unknown outcome', ['1'], ['1', '2'], ['2 unknown', '3 not-tried']],
  ['after its last tag: everything was reported', ['1', '2', '3'], ['1', '2', '3'], []],
])('a deletion over several repositories breaks off in one of them %s', (_, told, touched, expected) => {
  const items = itemsLeft('team/api', ['1', '2', '3'], { told: new Set(told), touched: new Set(touched) }, full);
  expect(items.map(({ tag, state }) => `${tag} ${state}`)).toEqual(expected);
  expect(items.every(({ failure, repository }) => failure?.code === 'STORAGE' && repository === 'team/api')).toBe(true);
});
