import { expect, test } from 'vitest';
import { orderTags } from './tag-order.ts';

test.each([
  ['1.10 comes before 1.9', ['1.9', '1.10'], ['1.10', '1.9']],
  ['a pre-release stands below its release', ['1.9.0-rc.1', '1.9.0', '1.9.0-rc.2'], ['1.9.0', '1.9.0-rc.2', '1.9.0-rc.1']],
  ['rc.10 is newer than rc.9', ['2.0.0-rc.9', '2.0.0-rc.10'], ['2.0.0-rc.10', '2.0.0-rc.9']],
  ['latest stands on top, other words after it', ['1.0', 'stable', 'latest', 'edge'], ['latest', 'edge', 'stable', '1.0']],
  ['a family stands above its members', ['1.9.2', '1.9', '1', '1.9.1'], ['1', '1.9', '1.9.2', '1.9.1']],
  ['a leading v is no difference', ['v1.2.0', '1.3.0', 'v1.4.0'], ['v1.4.0', '1.3.0', 'v1.2.0']],
  ['nightlies read newest first', ['nightly-20260101', 'nightly-20260301'], ['nightly-20260301', 'nightly-20260101']],
  ['a variant stands below the plain version', ['1.2.3-alpine', '1.2.3', '1.2.2'], ['1.2.3', '1.2.3-alpine', '1.2.2']],
])('%s', (_, given, expected) => {
  expect(orderTags(given)).toEqual(expected);
});

test('the order does not depend on the order given', () => {
  const tags = ['1.9', '1.10', 'latest', '1.10.0-rc.1', 'v2', 'edge', '2024-01-01', '1.9-alpine', 'a1b2c3d', '0'];
  const expected = orderTags(tags);
  for (let i = 0; i < 50; i++) expect(orderTags(tags.toSorted(() => Math.random() - 0.5))).toEqual(expected);
});
