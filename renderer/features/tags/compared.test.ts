import { expect, test } from 'vitest';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { tagsCompared } from './compared.ts';

const digests: Readonly<Record<string, string>> = { latest: 'a', '1.9': 'a', '1.9.2': 'a', '1.9.1': 'b', stable: 'b', '1.8': 'c' };
const details = new Map(Object.entries(digests).map(([tag, digest]) => [tag, { state: 'read', tag, digest } as TagDetail]));

test.each<[readonly string[], boolean, readonly string[]]>([
  [['1.9.1', '1.9.2'], true, ['1.9.2', '1.9.1']],
  [['1.9.2', 'latest'], true, ['latest', '1.9.2']],
  [['1.9.2', 'latest'], false, ['1.9.2']],
  [['1.9', '1.9.2', 'latest'], false, ['1.9.2']],
  [['1.9', '1.9.2', 'latest', 'stable', '1.9.1'], true, ['1.9.2', '1.9.1']],
  [['1.9.2', '1.9.1', '1.8'], true, ['1.9.2', '1.9.1', '1.8']],
  [['not-read', '1.8'], false, ['1.8', 'not-read']],
  [[], false, []],
])('of %j, selected: %s, the comparison is about %j', (tags, isSelection, wanted) => {
  expect(tagsCompared(tags, details, isSelection)).toEqual(wanted);
});
