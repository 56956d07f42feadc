import { expect, test } from 'vitest';
import type { BlobProgress, RunProgress } from '../../../shared/contract/runs.ts';
import { ByteMeter } from './byte-meter.ts';

test('only blobs under way are reported one by one; what is mounted counts for nothing', async () => {
  const told: { progress?: RunProgress; blobs?: readonly BlobProgress[]; left?: number } = {};
  const meter = new ByteMeter(
    [
      ['a', 10],
      ['b', 20],
      ['c', 30],
      ['d', 40],
    ],
    {
      progress: (progress) => void Object.assign(told, { progress }),
      blobs: (blobs, left) => void Object.assign(told, { blobs, left }),
    },
  );
  await meter.during(async () => {
    expect(told.progress).toEqual({ phase: 'work', done: 0, total: 100, unit: 'bytes' });
    meter.note('a', 10);
    meter.note('b', 5);
    meter.remove('c');
  });
  expect(told).toEqual({
    progress: { phase: 'work', done: 15, total: 70, unit: 'bytes' },
    blobs: [{ digest: 'b', size: 20, sent: 5 }],
    left: 2,
  });
  expect(meter.total).toBe(15);
});
