import { expect, test } from 'vitest';
import type { Run, RunAbout } from '../../../shared/contract/runs.ts';
import type { Place } from '../../../shared/place.ts';
import { runPlace } from './run-place.ts';

const from = { connectionId: 'a', connection: 'Staging', repository: 'team/api', tag: '1.0' };
const to = { connectionId: 'b', connection: 'Prod', repository: 'team/web', tag: '2.0' };
const copy = (...tags: string[]): RunAbout => ({
  ...{ kind: 'copy', from, to, platforms: null, referrers: true },
  images: tags.map((tag) => ({ reference: tag, tag })),
});
const deletion = { connectionId: 'a', connection: 'Staging', tag: '1.0', count: 2, untagOnly: false };
const at = (place: typeof from): Place => ({ connectionId: place.connectionId, repository: place.repository });

test.each<[string, RunAbout, Run['state'], Place]>([
  ['a copy under way', copy('1.0'), 'running', { ...at(from), reference: { tag: '1.0' } }],
  ['a copy that is done', copy('1.0'), 'done', { ...at(to), reference: { tag: '2.0' } }],
  ['a copy of several tags', copy('1.0', '1.1'), 'done', at(to)],
  ['a load under way', { kind: 'load', path: '/a.tar', to }, 'running', at(to)],
  ['a load that is done', { kind: 'load', path: '/a.tar', to }, 'done', { ...at(to), reference: { tag: '2.0' } }],
  [
    'a save',
    { kind: 'save', from, tags: ['1.0'], platforms: null, path: '/a.tar', format: 'oci' },
    'done',
    { ...at(from), reference: { tag: '1.0' } },
  ],
  [
    'a save of files',
    {
      ...{ kind: 'save-content', from: { ...from, tag: '' }, isFolder: true, path: '/a.tar' },
      content: { kind: 'files', digest: 'sha256:a', path: 'etc' },
    },
    'done',
    at(from),
  ],
  ['a retag', { kind: 'retag', at: from, targets: [{ from: '1.0', to: '2.0', isSame: false }], remove: true }, 'done', at(from)],
  ['an undo', { kind: 'undo', changeId: 'x', how: 'undo', at: from, count: 1 }, 'done', at(from)],
  ['a deletion', { kind: 'delete', ...deletion, repository: 'team/api' }, 'done', at(from)],
  ['a deletion in several repositories', { kind: 'clean-up', ...deletion, repository: null }, 'done', { connectionId: 'a' }],
  ['a scan', { kind: 'scan', connectionId: 'a', connection: 'Staging', again: false }, 'running', { connectionId: 'a' }],
  ['a check', { kind: 'check', connectionId: 'a', connection: 'Staging', repository: 'team/api' }, 'running', at(from)],
])('the place of %s', (_, about, state, place) => {
  expect(runPlace({ about, state })).toEqual(place);
});
