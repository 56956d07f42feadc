import { expect, test } from 'vitest';
import { protectedMoves } from './protected-moves.ts';

const [a, b] = ['sha256:a', 'sha256:b'];
const patterns = ['latest', 'v*'];

test.each([
  ['a protected tag that is overwritten', { tag: 'latest', before: a, after: b }, ['latest']],
  ['a protected tag that is deleted', { tag: 'v1', before: a, after: null }, ['v1']],
  ['a protected name that no tag has yet', { tag: 'latest', before: null, after: b }, []],
  ['a protected tag that points there already', { tag: 'latest', before: a, after: a }, []],
  ['a tag that nothing protects', { tag: '1.0', before: a, after: b }, []],
])('%s: %o needs %j to be typed', (_, move, names) => {
  expect(protectedMoves([move], patterns)).toEqual(names);
});
