import { expect, test } from 'vitest';
import { isTyped, undoStateOf } from './undo-state.ts';

const plan = { moves: [], tags: 0, referrers: [], missing: [], toType: { protected: [] } };
const reading = { kind: 'progress', done: 1, total: 2 } as const;
const working = { phase: 'work', done: 1, total: 2, unit: 'tags' } as const;
const given = { planning: undefined, error: null, run: undefined };

test.each([
  ['nothing is known yet', given, { kind: 'planning', progress: undefined }],
  ['the registry is being asked', { ...given, planning: { progress: reading, plan: undefined } }, { kind: 'planning', progress: reading }],
  ['the plan is there', { ...given, planning: { progress: reading, plan } }, { kind: 'ready', plan }],
  [
    'nothing can be undone',
    { ...given, planning: { progress: reading, plan: { ...plan, obstacle: 'content-deleted' as const } } },
    { kind: 'impossible', obstacle: 'content-deleted' },
  ],
  ['the plan failed', { ...given, error: 'no' }, { kind: 'failed', error: 'no' }],
  ['it runs', { ...given, planning: { progress: reading, plan }, run: { progress: working } }, { kind: 'running', progress: working }],
  ['it runs, and its plan failed to be made again', { ...given, error: 'no', run: { progress: undefined } }, { kind: 'running' }],
])('an undo of which %s', (_, from, state) => {
  expect(undoStateOf(from)).toMatchObject(state);
});

test.each([
  [[], '', true],
  [['latest'], '', false],
  [['latest', 'team/api'], ' latest  team/api ', true],
  [['latest', 'team/api'], 'team/api latest', false],
  [['Our  Prod'], 'Our Prod', true],
])('whether %j was typed as %j: %s', (names, typed, isSo) => {
  expect(isTyped(names, typed)).toBe(isSo);
});
