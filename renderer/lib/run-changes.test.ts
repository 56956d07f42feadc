import { expect, test } from 'vitest';
import type { Run } from '../../shared/contract/runs.ts';
import { endedIds, endedSince, runsThatChange, withRuns } from './run-changes.ts';

const run = (id: string, state: Run['state']): Run => ({
  id,
  state,
  about: { kind: 'delete', connectionId: 'c', connection: 'Prod', repository: 'a', tag: '1.0', count: 1, untagOnly: false },
  started: '2026-01-01T00:00:00Z',
  changeIds: [],
  canRetry: false,
  dismissed: false,
});

test('what changed takes its place, what is new comes last, and all of them replace what was known', () => {
  const known = [run('a', 'running'), run('b', 'running')];
  const changed = withRuns(known, { kind: 'changed', runs: [run('c', 'running'), run('a', 'done')] });
  expect(changed.map(({ id, state }) => `${id} ${state}`)).toEqual(['a done', 'b running', 'c running']);
  expect(withRuns(changed, { kind: 'all', runs: [run('b', 'failed')] }).map(({ id }) => id)).toEqual(['b']);
});

test('runs that have ended since are reported, also one that was never seen running, but none that had ended before', () => {
  const runs = [run('a', 'done'), run('b', 'failed'), run('c', 'running'), run('short', 'done')];
  const before = endedIds([run('a', 'done'), run('b', 'running')]);
  expect(endedSince(before, runs).map(({ id }) => id)).toEqual(['b', 'short']);
  expect(endedSince(endedIds(runs), runs)).toEqual([]);
});

test('a registry is changed by what runs and writes there, not by what reads it or has ended', () => {
  const at = { connectionId: 'a', connection: 'A', repository: 'r', tag: '1.0' };
  const running = (id: string, about: Run['about'], state: Run['state'] = 'running'): Run => ({
    ...{ id, about, state, started: '2026-01-01T00:00:00Z', changeIds: [], canRetry: false, dismissed: false },
  });
  const runs = [
    running('retag', { kind: 'retag', at, targets: [], remove: false }),
    running('paused', { kind: 'retag', at, targets: [], remove: false }, 'paused'),
    running('over', { kind: 'retag', at, targets: [], remove: false }, 'done'),
    running('from', { kind: 'copy', from: at, to: { ...at, connectionId: 'b' }, images: [], platforms: null, referrers: false }),
    running('scan', { kind: 'scan', connectionId: 'a', connection: 'A', again: false }),
  ];
  expect(['a', 'b', 'c'].map((id) => runsThatChange(runs, id).map((run) => run.id))).toEqual([['retag', 'paused'], ['from'], []]);
});
