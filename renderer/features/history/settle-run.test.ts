import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { Change } from '../../../shared/contract/history.ts';
import type { Run } from '../../../shared/contract/runs.ts';
import { words as en } from '../../i18n/en.ts';
import { createFormat } from '../../lib/text/format.ts';
import { settleRunOf, undoNotice, waitingText } from './settle-run.ts';

const i18n = createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
const { t } = i18n;

type UndoAbout = Extract<Run['about'], { kind: 'undo' }>;
const at = { connectionId: 'c', connection: 'Prod', repository: 'team/api', tag: '1.0' };
const run = (how: UndoAbout['how'], more: Partial<Run> = {}): Run => ({
  id: `${how} run`,
  about: { kind: 'undo', changeId: 'x', how, at, count: 1 },
  state: 'done',
  started: '2026-01-01T00:00:00Z',
  changeIds: ['x'],
  canRetry: false,
  dismissed: false,
  ...more,
});
const result = (state: Change['state'], restored = 0, removed = 0) => ({ result: { kind: 'undo', state, restored, removed } as const });

test('the run of a change that is settled is the latest, and never that of an undo', () => {
  const runs = [run('ask'), run('restore'), run('undo')];
  expect(settleRunOf(runs, 'x')?.id).toBe('restore run');
  expect(settleRunOf(runs, 'another')).toBeUndefined();
});

test.each<[string, Change['state'], Run | undefined]>([
  ['It was not completed. Longshore does nothing more until you choose.', 'interrupted', undefined],
  [
    'The registry stopped answering before the outcome could be verified. Check again when it answers, or choose what to do.',
    'unknown',
    undefined,
  ],
  ['Part of the change was made. Restore the earlier state, or complete the change.', 'interrupted', run('ask')],
  [
    'Stopped. What was done so far is kept. To continue, choose “Complete the change”.',
    'interrupted',
    run('complete', { state: 'stopped' }),
  ],
  ['It was not completed. Longshore does nothing more until you choose.', 'running', run('complete', { state: 'running' })],
])('a change that waits says "%s"', (text, state, last) => {
  const change = { state, what: 'delete-tag', tags: 1 } as Change;
  expect(waitingText(t, createFormat('en'), change, undefined, last)).toBe(text);
});

test.each<[string, Partial<Change>, number | undefined]>([
  ['Deleted 344 of 1,000 tags. Longshore does nothing more until you choose.', { what: 'delete-many', tags: 1_000 }, 344],
  ['Longshore does nothing more until you choose.', { what: 'delete-many', tags: 1_000 }, undefined],
  ['Deleted 0 of 2 tags. Longshore does nothing more until you choose.', { what: 'delete-image', tags: 2 }, 0],
  ['Copied 1 of 3 tags. Longshore does nothing more until you choose.', { what: 'copy', tags: 3 }, 1],
  [
    'Changed 2 of 3 tags. The registry stopped answering before the outcome could be verified. Check again when it answers, or choose what to do.',
    { what: 'undo', tags: 3, state: 'unknown' },
    2,
  ],
])('a change of several tags says how far it came, once that is counted: "%s"', (text, change, done) => {
  expect(waitingText(t, createFormat('en'), { state: 'interrupted', ...change } as Change, done, undefined)).toBe(text);
});

test.each<[string | undefined, Run]>([
  ['2 tags restored. 1 tag deleted. The registry confirms it.', run('undo', result('done', 2, 1))],
  ['No tag was changed. The registry confirms it.', run('undo', result('done'))],
  ['Settle The change was completed. The registry confirms it.', run('ask', result('done'))],
  ['Settle The change was not made. Everything is unchanged.', run('ask', result('failed'))],
  [undefined, run('ask', result('interrupted'))],
  ['Settle Partly done. Tags that were moved since or that cannot be restored are unchanged.', run('restore', result('partly', 1))],
  [undefined, run('restore', result('restored', 1))],
])('a notice says "%s"', (text, ended) => {
  const told = undoNotice(t, createFormat('en'), 'Settle', ended);
  expect(told && `${told.title} ${told.message}`).toBe(text);
});
