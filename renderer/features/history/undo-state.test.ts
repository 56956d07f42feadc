import { expect, test } from 'vitest';
import { undoStateOf } from './undo-state.ts';

const plan = { moves: [], tags: 0, referrers: [], missing: [] };
const progress = { kind: 'progress', phase: 'read', done: 1, total: 2 } as const;
const idle = { running: false, progress: undefined, stopped: false };
const given = { planning: undefined, error: null, run: idle, wasStopped: false };

test.each([
  ['nothing is known yet', given, { kind: 'planning', progress: undefined }],
  ['the registry is being asked', { ...given, planning: { progress, plan: undefined } }, { kind: 'planning', progress }],
  ['the plan is there', { ...given, planning: { progress, plan } }, { kind: 'ready', wasStopped: false }],
  ['it was stopped and planned again', { ...given, planning: { progress, plan }, wasStopped: true }, { kind: 'ready', wasStopped: true }],
  [
    'nothing can be undone',
    { ...given, planning: { progress, plan: { ...plan, obstacle: 'content-gone' as const } } },
    { kind: 'impossible', obstacle: 'content-gone' },
  ],
  ['the plan failed', { ...given, error: 'no' }, { kind: 'failed', error: 'no' }],
  [
    'it runs, and is told to stop',
    { ...given, planning: { progress, plan }, run: { running: true, progress, stopped: true } },
    { kind: 'running', progress, isStopping: true },
  ],
  [
    'it runs, and the plan behind it fails to be made again',
    { ...given, planning: { progress, plan }, error: 'no', run: { ...idle, running: true } },
    { kind: 'running', isStopping: false },
  ],
])('an undo of which %s', (_, from, state) => {
  expect(undoStateOf(from)).toMatchObject(state);
});
