import { expect, test } from 'vitest';
import type { Run } from '../../../shared/contract/runs.ts';
import { countRunning, hasDoneAll } from './run-state.ts';

const about = {
  kind: 'delete',
  connectionId: 'c',
  connection: 'Prod',
  repository: 'team/api',
  tag: '1.0',
  count: 4,
  untagOnly: false,
} as const;
const run = (state: Run['state'], done?: number): Run => ({
  id: 'r',
  about,
  state,
  started: '2026-01-01T00:00:00Z',
  changeIds: [],
  canRetry: false,
  dismissed: false,
  ...(done === undefined ? {} : { progress: { phase: 'work', done, total: 4, unit: 'tags' } }),
});

const deleted = { kind: 'delete', deleted: 4, total: 4, problems: 0, notTried: 0, proven: 0, emptied: false, freesSpace: false } as const;
const retagged = (...states: Extract<Run['result'], { kind: 'retag' }>['results'][number]['state'][]): Run => ({
  ...run('done'),
  result: { kind: 'retag', digest: 'sha256:a', results: states.map((state) => ({ tag: 't', state })) },
});
test.each<[string, Run, boolean]>([
  ['a move that is all done', retagged('moved', 'removed'), true],
  ['a retag with a tag that is unchanged', retagged('moved', 'unchanged'), false],
  ['a retag with a tag that is unknown', retagged('unknown'), false],
  ['a retag that lost the registry after the first tag', retagged('moved', 'not-tried'), false],
  ['a move whose old tag is left on an empty image', retagged('moved', 'empty'), false],

  ['a deletion of everything', { ...run('done'), result: deleted }, true],
  ['a deletion with problems', { ...run('done'), result: { ...deleted, problems: 1 } }, false],
  ['a run that was stopped', { ...run('stopped'), result: deleted }, false],
  ['a run that failed', run('failed'), false],
  ['a run that is under way', run('running'), false],
])('nothing is left to read after %s', (_, ended, isDone) => {
  expect(hasDoneAll(ended)).toBe(isDone);
});

test.each<[string, readonly Run[], readonly string[], number]>([
  ['nothing', [], [], 0],
  [
    'runs that are under way, paused or stopping',
    [
      { ...run('running'), id: 'a' },
      { ...run('paused'), id: 'b' },
      { ...run('stopping'), id: 'c' },
    ],
    [],
    3,
  ],
  [
    'runs that have ended',
    [
      { ...run('done'), id: 'a' },
      { ...run('failed'), id: 'b' },
      { ...run('stopped'), id: 'c' },
    ],
    ['a'],
    0,
  ],
  ['a run that was begun a moment ago and is not listed yet', [{ ...run('running'), id: 'a' }], ['b'], 2],
  ['a run that was begun here and is listed', [{ ...run('running'), id: 'a' }], ['a'], 1],
])('%s: how many run', (_, runs, begun, count) => {
  expect(countRunning(runs, new Set(begun))).toBe(count);
});
