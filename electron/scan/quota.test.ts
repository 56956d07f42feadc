import { expect, test } from 'vitest';
import { QuotaWatch } from './quota.ts';

test('a scan leaves a tenth of the limit to others, and asks once whether it may use the rest', () => {
  const watch = new QuotaWatch();
  const at = (remaining: number) => watch.isDue({ limit: 100, remaining });
  expect(watch.isDue(undefined)).toBe(false);
  expect([at(50), at(11), at(10), at(9), at(0), at(100), at(10)]).toEqual([false, false, true, false, false, false, true]);
});
