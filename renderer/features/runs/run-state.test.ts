import { expect, test } from 'vitest';
import type { Run } from '../../../shared/contract/runs.ts';
import { countRunning, hasDoneAll, mayHaveChanged, needsNewPlan } from './run-state.ts';

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

const conflict = (what: string) => ({ code: 'CONFLICT', data: { what, subject: '1.0' } });
const wish: Run['about'] = {
  kind: 'retag',
  at: { connectionId: 'c', connection: 'Prod', repository: 'team/api', tag: '1.0' },
  targets: [],
  remove: false,
};
const load: Run['about'] = { kind: 'load', path: '/tmp/a.tar', to: wish.at };
const failed = (what: string): Run => ({ ...run('failed'), about: wish, failure: conflict(what) });

test.each<[string, Run, changed: boolean, planned: boolean]>([
  ['a deletion of something', { ...run('done'), result: { ...deleted, deleted: 1, notTried: 3 } }, true, false],
  ['a deletion of which nothing was tried', { ...run('stopped'), result: { ...deleted, deleted: 0, notTried: 4 } }, false, false],
  ['a retag of which a part was done', retagged('moved', 'not-tried'), true, false],
  ['a retag of which the outcome is unknown', retagged('unknown'), true, false],
  ['a retag of which nothing was done', retagged('unchanged', 'not-tried'), false, false],
  ['a retag that found its tag moved', failed('tag-moved'), false, true],
  ['a retag whose old tag is gone', failed('tag-deleted'), false, true],
  ['a retag that nobody answered', failed('outcome-unknown'), true, false],
  ['a load that was stopped', { ...run('stopped'), about: load }, false, false],
  ['a load that failed', { ...run('failed'), about: load, failure: { code: 'TIMEOUT', data: {} } }, false, false],
  ['a load that nobody answered', { ...failed('outcome-unknown'), about: load }, true, false],
  ['a load that is done', { ...run('done'), about: load }, true, false],
  [
    'a retag of several, one of which was moved',
    {
      ...retagged('moved'),
      result: {
        kind: 'retag',
        digest: 'sha256:a',
        results: [
          { tag: 't', state: 'moved' },
          { tag: 'u', state: 'unchanged', failure: conflict('tag-moved') },
        ],
      },
    },
    true,
    true,
  ],
])('%s: whether it may have changed something, and has to be planned again', (_, ended, changed, planned) => {
  expect([mayHaveChanged(ended), needsNewPlan(ended)]).toEqual([changed, planned]);
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
