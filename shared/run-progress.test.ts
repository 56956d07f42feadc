import { expect, test } from 'vitest';
import type { Run } from './contract/runs.ts';
import { percentOf } from './run-progress.ts';

const run = (state: Run['state'], done?: number): Run => ({
  id: 'r',
  about: { kind: 'scan', connectionId: 'c', connection: 'Prod', again: false },
  state,
  started: '2026-01-01T00:00:00Z',
  changeIds: [],
  canRetry: false,
  dismissed: false,
  ...(done === undefined ? {} : { progress: { phase: 'work', done, total: 4, unit: 'repositories' } }),
});

test.each<[string, readonly Run[], number | undefined]>([
  ['nothing', [], undefined],
  ['a run that has read nothing yet', [run('running')], undefined],
  ['one run', [run('running', 1)], 25],
  ['a run beside one that has read nothing yet', [run('running', 2), run('running')], 25],
  ['two runs', [run('running', 1), run('paused', 3)], 50],
  ['runs that have ended beside one', [run('done', 4), run('running', 1), run('failed', 2)], 25],
])('how far all is: %s', (_, runs, percent) => {
  expect(percentOf(runs)).toBe(percent);
});
