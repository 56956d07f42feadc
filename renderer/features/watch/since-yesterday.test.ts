import { expect, test } from 'vitest';
import type { WatchChange } from '../../../shared/contract/watch.ts';
import { sinceYesterday } from './since-yesterday.ts';

const at = (...day: [number, number, number, number, number]): WatchChange => ({
  ...{ connectionId: 'c', repository: 'r', tag: 't', kind: 'moved', before: null, after: null },
  at: new Date(...day).getTime(),
});

test.each([
  ['today', at(2026, 2, 1, 0, 5), true],
  ['yesterday in the first minute, over the end of a month', at(2026, 1, 28, 0, 0), true],
  ['the evening before yesterday', at(2026, 1, 27, 23, 59), false],
])('%s', (_, change, isIn) => {
  expect(sinceYesterday([change], new Date(2026, 2, 1, 18, 0).getTime())).toHaveLength(isIn ? 1 : 0);
});
