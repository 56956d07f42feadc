import { expect, test } from 'vitest';
import type { Run, RunAbout } from '../../shared/contract/runs.ts';
import type { Language } from '../../shared/languages.ts';
import { type EndNotice, endNoticeOf, goesOn, isToRead, type Seen, surfacesOf } from './surfaces.ts';

const scan: RunAbout = { kind: 'scan', connectionId: 'c', connection: 'Prod', again: false };
const at = { connectionId: 'c', connection: 'Staging', repository: 'team/api', tag: '1.0' };
const copy: RunAbout = {
  kind: 'copy',
  from: at,
  to: { ...at, connection: 'Prod' },
  images: [{ reference: '1.0', tag: '1.0' }],
  platforms: null,
  referrers: true,
};

const run = (about: RunAbout, state: Run['state'], done?: number, more: Partial<Run> = {}): Run => ({
  id: `${about.kind}-${state}`,
  about,
  state,
  started: '2026-01-01T00:00:00Z',
  changeIds: [],
  canRetry: false,
  dismissed: false,
  ...(done === undefined ? {} : { progress: { phase: 'work', done, total: 4, unit: 'bytes' } }),
  ...more,
});

const broken: Run['result'] = { kind: 'check', tags: 1, manifests: 1, blobs: 1, broken: [], brokenCount: 1, unread: 0 };

const seen = (more: Partial<Seen>): Seen => ({
  runs: [],
  settings: { keepInBackground: true, notifyRunEnd: true },
  language: 'en',
  platform: 'linux',
  windows: 1,
  ...more,
});

test.each<[string, Partial<Seen>, object]>([
  ['nothing runs', {}, { bar: { mode: 'none' }, badge: 0, isAwake: false, tray: undefined }],
  ['a run has ended', { runs: [run(copy, 'done', 4)] }, { bar: { mode: 'none' }, badge: 0, isAwake: false, tray: undefined }],
  [
    'a copy runs',
    { runs: [run(copy, 'running', 1)] },
    {
      bar: { mode: 'normal', share: 0.25 },
      badge: 1,
      isAwake: true,
      tray: {
        tip: 'Longshore: 1 running, 25 %',
        lines: ['Copy team/api:1.0 to Prod, 25 %'],
        show: 'Show Longshore',
        quit: 'Quit Longshore',
      },
    },
  ],
  ['a run that does not know yet how much there is', { runs: [run(copy, 'running')] }, { bar: { mode: 'unknown' }, isAwake: true }],
  [
    'all that runs is paused',
    { runs: [run(copy, 'paused', 2)] },
    { bar: { mode: 'paused', share: 0.5 }, badge: 1, isAwake: false, tray: { tip: 'Longshore: 1 running, 50 %' } },
  ],
  [
    'a paused run beside one that runs',
    { runs: [run(copy, 'paused', 2), run(scan, 'running', 4)] },
    { bar: { mode: 'normal', share: 0.75 }, badge: 2, isAwake: true },
  ],
  ['a run that is being stopped', { runs: [run(copy, 'stopping', 2)] }, { bar: { mode: 'normal', share: 0.5 }, isAwake: true }],
  [
    'the tray is switched off',
    { runs: [run(copy, 'running', 1)], settings: { keepInBackground: false, notifyRunEnd: true } },
    { tray: undefined },
  ],
  ['macOS has the dock', { runs: [run(copy, 'running', 1)], platform: 'darwin' }, { badge: 1, tray: undefined }],
  [
    'no window, and nothing runs any more',
    { windows: 0 },
    { tray: { tip: 'Longshore: Nothing is running', lines: ['Nothing is running'] } },
  ],
  ['in Chinese', { windows: 0, language: 'zh-CN' }, { tray: { tip: 'Longshore: 没有正在运行的任务', quit: '退出 Longshore' } }],
])('dock, taskbar and tray: %s', (_, given, shown) => {
  expect(surfacesOf(seen(given))).toMatchObject(shown);
});

test('the tray names the first five of many runs', () => {
  expect(surfacesOf(seen({ runs: Array.from({ length: 30 }, () => run(copy, 'running', 1)) })).tray?.lines).toHaveLength(5);
});

test.each<[string, readonly Run[], { isInFront?: boolean; isOff?: boolean; language?: Language }, EndNotice | undefined]>([
  ['nothing', [], {}, undefined],
  ['a copy that is done', [run(copy, 'done')], {}, { title: 'Done', body: 'Copy team/api:1.0 to Prod' }],
  ['one that failed', [run(copy, 'failed')], {}, { title: 'Failed', body: 'Copy team/api:1.0 to Prod' }],
  [
    'one with problems',
    [run({ kind: 'check', connectionId: 'c', connection: 'Prod', repository: 'team/api' }, 'done', 4, { result: broken })],
    {},
    { title: 'Ended with problems', body: 'Check the links of team/api' },
  ],
  ['one that the person has stopped', [run(copy, 'stopped')], {}, undefined],
  ['a window is in front', [run(copy, 'done')], { isInFront: true }, undefined],
  ['notifications are off', [run(copy, 'done')], { isOff: true }, undefined],
  ['several at once', [run(copy, 'done'), run(scan, 'failed')], {}, { title: '2 tasks ended', body: '1 of them with problems' }],
  ['several that went well', [run(copy, 'done'), run(scan, 'done')], {}, { title: '2 tasks ended', body: 'Done' }],
  ['in Chinese', [run(scan, 'done')], { language: 'zh-CN' }, { title: '已完成', body: '扫描 Prod' }],
])('the notification of what has ended: %s', (_, ended, { isInFront = false, isOff = false, language = 'en' }, notice) => {
  const settings = { keepInBackground: true, notifyRunEnd: !isOff };
  expect(endNoticeOf(ended, { settings, language }, isInFront)).toEqual(notice);
});

test.each<[string, readonly Run[], boolean]>([
  ['nothing', [], false],
  ['a copy', [run(copy, 'running')], true],
  ['a copy that is paused', [run(copy, 'paused')], true],
  ['a scan', [run(scan, 'running')], true],
  ['a scan that waits for a person, which the next start goes on with', [run(scan, 'paused')], false],
  ['what has ended', [run(copy, 'done'), run(scan, 'failed')], false],
])('without a window the application goes on for: %s', (_, runs, goes) => {
  expect(goesOn(runs)).toBe(goes);
});

test.each<[string, Run, boolean]>([
  ['done', run(copy, 'done'), false],
  ['running', run(copy, 'running'), false],
  ['failed', run(copy, 'failed'), true],
  ['failed and dismissed', run(copy, 'failed', 1, { dismissed: true }), false],
  ['stopped', run(copy, 'stopped'), false],
])('whether the end of a run keeps an application without a window: %s', (_, ended, isKept) => {
  expect(isToRead(ended)).toBe(isKept);
});
