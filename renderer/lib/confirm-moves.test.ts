import { expect, test } from 'vitest';
import type { CurrentTag } from '../../shared/contract/retag.ts';
import { confirmMoves, moveOf } from './confirm-moves.ts';

const [a, b] = ['sha256:a', 'sha256:b'];
const taken: CurrentTag = { state: 'taken', digest: a, complete: true, indexes: [] };

test.each<[string, CurrentTag, string | null]>([
  ['a free tag', { state: 'free' }, null],
  ['a tag that points there already', { state: 'same' }, b],
  ['a tag of another image', taken, a],
])('where %s points before', (_, current, before) => {
  expect(moveOf({ tag: '1.0', digest: b, current })).toEqual({ tag: '1.0', before, after: b });
});

const moves = ['latest', '1.0'].map((tag) => moveOf({ tag, digest: b, current: taken }));

test.each([
  ['one protected tag, not typed', '', true, [], false],
  ['one protected tag, typed', ' latest ', true, [], true],
  ['many with a protected one, not typed', '', false, ['latest'], true],
  ['many with a protected one, typed', 'latest', false, [], true],
])('%s', (_, typed, isAlone, kept, isConfirmed) => {
  const confirmed = confirmMoves(moves, ['latest'], typed, isAlone);
  expect({ ...confirmed, kept: [...confirmed.kept] }).toEqual({ names: ['latest'], kept, isConfirmed });
});
