import { expect, test } from 'vitest';
import type { WatchChange, WatchFound } from '../../shared/contract/watch.ts';
import { watchNoticeOf } from './watch-notice.ts';

const before = `sha256:${'a'.repeat(64)}`;
const after = `sha256:${'b'.repeat(64)}`;
const change = (tag: string, kind: WatchChange['kind'] = 'moved'): WatchChange => ({
  ...{ connectionId: 'c', repository: 'team/api', at: 0, tag, kind },
  before: kind === 'appeared' ? null : before,
  after: kind === 'vanished' ? null : after,
});
const found = (changes: WatchChange[], count = changes.length, repositories = 1): WatchFound => ({ count, repositories, changes });

test.each<[string, WatchFound, { isInFront?: boolean; isOff?: boolean; language?: 'en' | 'zh-CN' }, object | undefined]>([
  ['a tag that moved', found([change('1.0')]), {}, { title: 'team/api:1.0 moved', body: 'aaaaaaa → bbbbbbb' }],
  ['a new one', found([change('1.0', 'appeared')]), {}, { title: 'team/api:1.0 is new', body: 'bbbbbbb' }],
  ['a deleted one', found([change('1.0', 'vanished')]), {}, { title: 'team/api:1.0 was deleted', body: 'aaaaaaa' }],
  ['several', found([change('1.0'), change('1.1')]), {}, { title: '2 tags changed in team/api', body: '1.0, 1.1' }],
  [
    'more than are told',
    found([change('1.0'), change('1.1')], 7, 3),
    {},
    { title: '7 tags changed in 3 repositories', body: '1.0, 1.1 …' },
  ],
  ['in Chinese', found([change('1.0')]), { language: 'zh-CN' }, { title: 'team/api:1.0 已移动', body: 'aaaaaaa → bbbbbbb' }],
  ['a window is in front', found([change('1.0')]), { isInFront: true }, undefined],
  ['notifications are off', found([change('1.0')]), { isOff: true }, undefined],
])('the notification of what was found: %s', (_, what, { isInFront = false, isOff = false, language = 'en' }, notice) => {
  expect(watchNoticeOf(what, { settings: { notifyRunEnd: !isOff }, language }, isInFront)).toEqual(notice);
});
