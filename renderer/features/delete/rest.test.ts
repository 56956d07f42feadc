import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import type { RunAbout } from '../../../shared/contract/runs.ts';
import { wordsOf } from '../../i18n/words-of.ts';
import { notTriedBy, restOf } from './rest.ts';

const i18n = createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: await wordsOf('en') } }, interpolation: { escapeValue: false } });
const cut = { code: 'NETWORK', data: { host: 'r.example', reason: 'refused', detail: '' } };
const about: RunAbout = { kind: 'clean-up', connectionId: 'c', connection: 'Prod', repository: null, tag: '1', count: 9, untagOnly: true };
const item = (repository: string, tag: string, state: DeleteItem['state'], failure?: typeof cut): DeleteItem => ({
  repository,
  tag,
  state,
  ...(failure ? { failure } : {}),
});

test('tags that were not tried are counted by the reason, in one line each', () => {
  const many = Array.from({ length: 656 }, (_, i) => item('a', `t${i}`, 'not-tried', cut));
  const items = [item('a', 'x', 'deleted'), item('a', 'y', 'unknown', cut), ...many, item('b', 'z', 'not-tried')];
  expect([...notTriedBy(i18n.t, items)]).toEqual([
    ['The registry cannot be reached.', 656],
    ['The run was stopped.', 1],
  ]);
});

test('what was not tried is deleted in its repositories, in the way of the run', () => {
  const items = [
    item('a', '1', 'deleted'),
    item('a', '2', 'not-tried', cut),
    item('a', '3', 'not-tried'),
    item('b', '4', 'not-tried', cut),
  ];
  expect(restOf(about, items)).toEqual({
    kind: 'delete',
    connectionId: 'c',
    untagOnly: true,
    purpose: 'clean-up',
    targets: [
      { repository: 'a', tags: ['2', '3'] },
      { repository: 'b', tags: ['4'] },
    ],
  });
});

test('where everything was tried, there is nothing to try again', () => {
  expect(restOf(about, [item('a', '1', 'deleted'), item('a', '2', 'moved')])).toBeUndefined();
});
