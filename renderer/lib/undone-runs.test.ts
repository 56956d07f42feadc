import { expect, test } from 'vitest';
import type { Run } from '../../shared/contract/runs.ts';
import { decidedRuns, undoneRuns } from './undone-runs.ts';

const about = {
  kind: 'delete',
  connectionId: 'c',
  connection: 'Prod',
  repository: 'team/api',
  tag: '1.0',
  count: 4,
  untagOnly: false,
} as const;
const changed = (id: string, ...changeIds: string[]): Run => ({
  ...{ id, about, state: 'done', started: '2026-01-01T00:00:00Z', changeIds, canRetry: false, dismissed: false },
});
const undoOf = (id: string, changeIds: string[], [changeId = '', ...others]: string[], state: 'done' | 'partly' = 'done'): Run => ({
  ...changed(id, ...changeIds),
  about: { kind: 'undo', changeId, others, how: 'undo', at: about, count: 1 },
  result: { kind: 'undo', state, restored: 1, removed: 0 },
});
test.each<[string, Run[], string[]]>([
  ['no undo', [changed('a', 'x'), changed('b')], []],
  ['an undo', [changed('a', 'x'), changed('b', 'y'), undoOf('u', ['p'], ['x'])], ['a']],
  ['an undo in several repositories', [changed('a', 'x', 'y'), undoOf('u', ['p', 'q'], ['x', 'y'])], ['a']],
  ['an undo in one of several repositories', [changed('a', 'x', 'y'), undoOf('u', ['p'], ['x'])], []],
  ['an undo that did a part', [changed('a', 'x'), undoOf('u', ['p'], ['x'], 'partly')], []],
  ['a redo', [changed('a', 'x'), undoOf('u', ['p'], ['x']), undoOf('r', ['q'], ['p'])], ['u']],
  [
    'a redo that was undone',
    [changed('a', 'x'), undoOf('u', ['p'], ['x']), undoOf('r', ['q'], ['p']), undoOf('v', ['s'], ['x'])],
    ['r', 'u', 'a'],
  ],
])('which runs are undone: %s', (_, runs, undone) => {
  expect([...undoneRuns(runs)]).toEqual(undone);
});

test('a run is decided about once a later run has settled its change', () => {
  const settle = (state: 'done' | 'left' | 'unknown'): Run => ({
    ...changed('s'),
    about: { kind: 'undo', changeId: 'x', how: 'ask', at: about, count: 1 },
    result: { kind: 'undo', state, restored: 0, removed: 0 },
  });
  const runs = [changed('a', 'x'), changed('b', 'y')];
  expect([...decidedRuns(runs)]).toEqual([]);
  expect([...decidedRuns([...runs, settle('unknown')])]).toEqual([]);
  expect([...decidedRuns([...runs, undoOf('u', [], ['x'])])]).toEqual([]);
  for (const state of ['done', 'left'] as const) expect([...decidedRuns([...runs, settle(state)])]).toEqual(['a']);
});
