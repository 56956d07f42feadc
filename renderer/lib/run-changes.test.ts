import { expect, test } from 'vitest';
import type { Run } from '../../shared/contract/runs.ts';
import { endedIds, endedSince, withRuns } from './run-changes.ts';

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
