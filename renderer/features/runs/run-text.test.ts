import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { Run, RunAbout } from '../../../shared/contract/runs.ts';
import { words as en } from '../../i18n/en.ts';
import { words as zhCn } from '../../i18n/zh-cn.ts';
import { createFormat } from '../../lib/text/format.ts';
import { runFigure, runHeading, runStateText, runTarget, runTitle } from './run-text.ts';

const i18n = createInstance();
await i18n.init({
  lng: 'en',
  resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
  interpolation: { escapeValue: false },
});
const { t } = i18n;
const format = createFormat('en');
const place = { connectionId: 'c', connection: 'Prod', repository: 'team/api', tag: '1.0' };
const copied = (...tags: string[]) => ({ images: tags.map((tag) => ({ reference: tag, tag })), platforms: null, referrers: true });
const saved = (...tags: string[]) => ({ tags, platforms: null, format: 'oci' as const });
const retags = (...targets: [string, string][]) => ({
  targets: targets.map(([from, to]) => ({ from, to, isSame: to === 'same' })),
  remove: false,
});
const deletion = { connectionId: 'c', connection: 'Prod', repository: 'team/api', tag: '1.0', untagOnly: false };

const files = (path: string) => ({ kind: 'files', digest: 'sha256:a', path }) as const;
const blob = { kind: 'blob', digest: 'sha256:a', size: 1, name: 'weights.bin' } as const;

test.each<[string, RunAbout]>([
  [
    'Copy Prod / team/api:1.0 to Prod / team/web:2.0',
    { kind: 'copy', from: place, to: { ...place, repository: 'team/web', tag: '2.0' }, ...copied('1.0') },
  ],
  [
    'Copy 2 tags of Prod / team/api to Prod / team/web',
    { kind: 'copy', from: place, to: { ...place, repository: 'team/web' }, ...copied('1.0', '1.1') },
  ],
  ['Save Prod / team/api:1.0 to api.tar', { kind: 'save', from: place, path: 'C:\\images\\api.tar', ...saved('1.0') }],
  [
    'Save /etc of Prod / team/api to etc.tar',
    { kind: 'save-content', from: place, content: files('etc'), isFolder: true, path: '/x/etc.tar' },
  ],
  [
    'Save root file system of Prod / team/api to r.tar',
    { kind: 'save-content', from: place, content: files(''), isFolder: true, path: '/r.tar' },
  ],
  ['Load api.tar into Prod / team/api:1.0', { kind: 'load', path: '/images/api.tar', to: place }],
  ['Delete 1.0 in Prod / team/api', { kind: 'delete', ...deletion, count: 1 }],
  ['Delete 12 tags in Prod', { kind: 'delete', ...deletion, repository: null, count: 12 }],
  ['Clean-up of Prod / team/api: 12 tags', { kind: 'clean-up', ...deletion, count: 12 }],
  ['Retag 1.0 as stable, 1 in Prod / team/api', { kind: 'retag', at: place, ...retags(['1.0', 'stable'], ['1.0', '1']) }],
  ['Move 1.0 to 1.1 in Prod / team/api', { kind: 'retag', at: place, ...retags(['1.0', '1.1']), remove: true }],
  ['Move 1.0 to 1.1 in Prod / team/api', { kind: 'retag', at: place, ...retags(['1.0', 'same'], ['1.0', '1.1']), remove: true }],
  ['Delete 1.0 in Prod / team/api', { kind: 'retag', at: place, ...retags(['1.0', 'same']), remove: true }],
  ['Retag 2 tags in Prod / team/api', { kind: 'retag', at: place, ...retags(['1.0', 'a'], ['1.1', 'b']) }],
  ['Undo the change to 1.0 in Prod / team/api', { kind: 'undo', changeId: 'x', how: 'undo', at: place, count: 1 }],
  ['Resolve the interrupted change to 2 tags in Prod / team/api', { kind: 'undo', changeId: 'x', how: 'ask', at: place, count: 2 }],
])('the title "%s"', (title, about) => {
  expect(runTitle(t, about)).toBe(title);
});

test.each<[string, string, RunAbout]>([
  [
    'Copy: team/api:1.0',
    'to Prod / team/web:2.0',
    { kind: 'copy', from: place, to: { ...place, repository: 'team/web', tag: '2.0' }, ...copied('1.0') },
  ],
  [
    'Copy: 2 tags of team/api',
    'to Prod / team/web',
    { kind: 'copy', from: place, to: { ...place, repository: 'team/web' }, ...copied('1.0', '1.1') },
  ],
  ['Save: team/api:1.0', 'to /images/api.tar', { kind: 'save', from: place, path: '/images/api.tar', ...saved('1.0') }],
  ['Save: 2 tags of team/api', 'to /images/api.tar', { kind: 'save', from: place, path: '/images/api.tar', ...saved('1.0', '1.1') }],
  [
    'Save: files of layer 2',
    'to /r.tar',
    { kind: 'save-content', from: place, content: { ...files(''), layer: 2 }, isFolder: true, path: '/r.tar' },
  ],
  ['Save: weights.bin', 'to /w', { kind: 'save-content', from: place, content: blob, isFolder: false, path: '/w' }],
  ['Load: api.tar', 'into Prod / team/api:1.0', { kind: 'load', path: '/images/api.tar', to: place }],
  ['Deletion: 1.0', 'Prod / team/api', { kind: 'delete', ...deletion, count: 1 }],
  ['Clean-up: 12 tags', 'Prod', { kind: 'clean-up', ...deletion, repository: null, count: 12 }],
  ['Retag: 1.0 as stable', 'Prod / team/api', { kind: 'retag', at: place, ...retags(['1.0', 'stable']) }],
  ['Undo: 2 tags', 'Prod / team/api', { kind: 'undo', changeId: 'x', how: 'undo', at: place, count: 2 }],
])('the item "%s", "%s"', (heading, target, about) => {
  expect([runHeading(t, about), runTarget(t, about)]).toEqual([heading, target]);
});

const run = (more: Partial<Run>): Run => ({
  id: 'r',
  about: { kind: 'delete', ...deletion, count: 14 },
  state: 'running',
  started: '2026-01-01T00:00:00Z',
  changeIds: [],
  canRetry: false,
  dismissed: false,
  ...more,
});

test.each<[string, Partial<Run>]>([
  ['Reading…', {}],
  ['3 of 14 tags', { progress: { phase: 'work', done: 3, total: 14, unit: 'tags' } }],
  ['2.0 MB of 5.0 MB · 1.0 MB/s · 3 sec left', { progress: { phase: 'work', done: 2e6, total: 5e6, unit: 'bytes', perSecond: 1e6 } }],
  ['Paused · 2.0 MB of 5.0 MB', { state: 'paused', progress: { phase: 'work', done: 2e6, total: 5e6, unit: 'bytes' } }],
  ['Stopping…', { state: 'stopping' }],
  [
    'Stopped · Deleted 3 of 14 tags.',
    {
      state: 'stopped',
      result: { kind: 'delete', deleted: 3, total: 14, problems: 11, notTried: 0, proven: 0, emptied: false, freesSpace: false },
    },
  ],
  ['A file with this name exists', { state: 'failed', failure: { code: 'CONFLICT', data: { what: 'file-exists', subject: '/a' } } }],
])('the state "%s"', (text, more) => {
  expect(runStateText(t, format, run(more))).toBe(text);
});

test.each<[string, Partial<Run>]>([
  ['', {}],
  ['<1%', { progress: { phase: 'work', done: 3, total: 1400, unit: 'tags' } }],
  ['40%', { progress: { phase: 'work', done: 2e6, total: 5e6, unit: 'bytes' } }],
])('the figure "%s"', (text, more) => {
  expect(runFigure(format, run(more))).toBe(text);
});

const transferred = { digest: 'sha256:a', sent: 2e6, mounted: 1e6, present: 5e5 };
const aCopy = { kind: 'copy', ...transferred, referrers: 0 } as const;
test.each<[string, Run['result']]>([
  ['Verified. 2.0 MB transferred, 1.0 MB mounted, 500 kB already present.', { ...aCopy, images: [{ tag: '1.0', state: 'copied' }] }],
  [
    'Copied 1 of 2 tags. Verified. 2.0 MB transferred, 1.0 MB mounted, 500 kB already present.',
    {
      ...aCopy,
      images: [
        { tag: '1.0', state: 'copied' },
        { tag: '1.1', state: 'not-tried' },
      ],
    },
  ],
  [
    'Deleted 3 of 14 tags. 9 not tried. The registry cannot be reached.',
    {
      kind: 'delete',
      ...{ deleted: 3, total: 14, problems: 11, notTried: 9, proven: 0, emptied: false, freesSpace: false },
      lost: { code: 'NETWORK', data: { host: 'r', reason: 'cut', detail: '' } },
    },
  ],
  [
    '1 of 3 tags done. 1 not tried.',
    {
      kind: 'retag',
      digest: 'sha256:a',
      results: [
        { tag: 'a', state: 'moved' },
        { tag: 'b', state: 'unchanged' },
        { tag: 'c', state: 'not-tried' },
      ],
    },
  ],
  ['2 tags restored.', { kind: 'undo', state: 'done', restored: 2, removed: 0 }],
  ['1 tag restored. 2 tags deleted.', { kind: 'undo', state: 'done', restored: 1, removed: 2 }],
  ['Saved, 5.0 MB.', { kind: 'save-content', path: '/a', bytes: 5e6 }],
  ['Saved, 5.0 MB.', { kind: 'save', path: '/a', bytes: 5e6 }],
])('the result "%s"', (text, result) => {
  expect(runStateText(t, format, run({ state: 'done', ...(result ? { result } : {}) }))).toBe(text);
});

test('what a run did is told in Chinese without a space between sentences', () => {
  const result = { kind: 'delete', deleted: 3, total: 14, problems: 2, notTried: 9, proven: 0, emptied: false, freesSpace: false } as const;
  expect(runStateText(i18n.getFixedT('zh-CN'), createFormat('zh-CN'), run({ state: 'done', result }))).toBe(
    '已删除 3 / 14 个标签。9 个未尝试。',
  );
});
