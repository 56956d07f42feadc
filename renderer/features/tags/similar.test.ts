import { expect, test } from 'vitest';
import { similarTags } from './similar.ts';

const names = ['latest', 'prod-eu', '2.0.0-rc.2', '2.0.0-rc.1', '1.9.3', '1.9.2', '1.8.0', 'v0.4.1', `sha256-${'a'.repeat(64)}.sig`];

test.each([
  ['pre-releases of a release that is not out', '2.0.0', ['2.0.0-rc.2', '2.0.0-rc.1']],
  ['its own line before other lines of the major version', '1.9.4', ['1.9.3', '1.9.2', '1.8.0']],
  ['the release of a variant', '1.9.3-alpine', ['1.9.3', '1.9.2', '1.8.0']],
  ['a v too many', 'v1.9.2', ['1.9.2', '1.9.3', '1.8.0']],
  ['a v left out', '0.4.1', ['v0.4.1']],
  ['a word with a wrong letter', 'lateset', ['latest']],
  ['a word that begins alike', 'prod', ['prod-eu']],
  ['nothing alike', 'nightly-20260411', []],
  ['a signature', `sha256-${'b'.repeat(64)}.sig`, []],
])('tags offered for one that is not found: %s', (_, wanted, expected) => {
  expect(similarTags(wanted, names)).toEqual(expected);
});
