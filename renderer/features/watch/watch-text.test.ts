import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { WatchChange, WatchView } from '../../../shared/contract/watch.ts';
import { words as first } from '../../i18n/en.ts';
import { words as later } from '../../i18n/en-later.ts';
import { createFormat } from '../../lib/text/format.ts';
import { foundText, namesText, problemText, stateText } from './watch-text.ts';

const i18n = createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: { ...first, ...later } } }, interpolation: { escapeValue: false } });
const { t } = i18n;
const format = createFormat('en', 'just now');
const now = Date.now();

const view = (more: Partial<WatchView>): WatchView => ({
  ...{ id: 'w', connectionId: 'c', repository: 'team/api', pattern: '1.*', minutes: 15, isPaused: false },
  ...{ checked: now - 120_000, next: now + 60_000, tags: 12, unread: 0, tooMany: 0 },
  ...more,
});
const limited = { code: 'RATE_LIMITED', data: { host: 'r.example' } };

test.each<[string, Partial<WatchView>, boolean, string]>([
  ['one that is waited for', {}, false, 'Every 15 minutes. 12 tags, checked 2 minutes ago. Next check in 60 sec.'],
  ['one that is due', { next: now }, false, 'Every 15 minutes. 12 tags, checked 2 minutes ago. Next check soon.'],
  ['a new one', { checked: 0, next: 0, minutes: 5, tags: 0 }, false, 'Every 5 minutes. Not checked yet. Next check soon.'],
  ['a paused one', { isPaused: true, tags: 1 }, false, 'Every 15 minutes. 1 tag, checked 2 minutes ago. Paused.'],
  ['one that is held, of which nobody knows until when', {}, true, 'Every 15 minutes. 12 tags, checked 2 minutes ago.'],
])('how a watch stands: %s', (_, more, isHeld, text) => {
  expect(stateText(t, format, view(more), now, isHeld)).toBe(text);
});

test.each<[string, Partial<WatchView>, string | undefined]>([
  ['nothing', {}, undefined],
  ['a tag that is not there', { tags: 0 }, 'No tag was found.'],
  ['nothing of one that was not checked yet', { tags: 0, checked: 0 }, undefined],
  [
    'a registry that limits requests',
    { failure: limited, unread: 3 },
    'r.example is limiting requests. 3 tags were not read. They are read first next time.',
  ],
  ['a registry out of reach', { failure: { code: 'TIMEOUT', data: { host: 'r.example' } }, checked: 0 }, 'The registry cannot be reached.'],
  [
    'too many tags',
    { tooMany: 25_000, tags: 0 },
    '25,000 tags match, more than can be watched (at most 10,000). Choose a narrower pattern.',
  ],
])('what is wrong with a watch: %s', (_, more, text) => {
  expect(problemText(t, format, view(more))).toBe(text);
});

const change = (tag: string, kind: WatchChange['kind'] = 'moved'): WatchChange => ({
  ...{ connectionId: 'c', repository: 'team/api', at: 0, tag, kind },
  before: kind === 'appeared' ? null : `sha256:${'a'.repeat(64)}`,
  after: kind === 'vanished' ? null : `sha256:${'b'.repeat(64)}`,
});

test.each<[string, WatchChange[], number, number, string, string]>([
  ['one that moved', [change('1.0')], 1, 1, 'team/api:1.0 moved', 'aaaaaaa → bbbbbbb'],
  ['one that was deleted', [change('1.0', 'vanished')], 1, 1, 'team/api:1.0 was deleted', 'aaaaaaa'],
  ['two of a repository', [change('1.0'), change('1.1')], 2, 1, '2 tags changed in team/api', '1.0, 1.1'],
  ['many', [change('1.0')], 1_200, 4, '1,200 tags changed in 4 repositories', '1.0 …'],
])('what was found: %s', (_, changes, count, repositories, title, names) => {
  expect([foundText(t, format, { count, repositories, changes }), namesText(format, { count, repositories, changes })]).toEqual([
    title,
    names,
  ]);
});
