import { afterEach, expect, test, vi } from 'vitest';
import { collectAtRest, isWorthCollecting } from './memory.ts';

const MB = 1_000_000;

test.each([
  ['at rest after it has grown', { busy: 0.01, heap: 50 * MB, kept: 40 * MB }, true],
  ['at rest as it was', { busy: 0.01, heap: 46 * MB, kept: 40 * MB }, false],
  ['at rest and smaller', { busy: 0, heap: 30 * MB, kept: 40 * MB }, false],
  ['while it works', { busy: 0.2, heap: 90 * MB, kept: 40 * MB }, false],
])('a heap is collected: %s', (_, looked, expected) => {
  expect(isWorthCollecting(looked)).toBe(expected);
});

let stop = (): void => {};
afterEach(() => stop());

/** Fills the heap, less than V8 would begin to collect for, and lets go of all of it but for what it gives back. */
function fill(): WeakRef<object> {
  const held = Array.from({ length: 100 }, (_, i) => Array.from({ length: 10_000 }, (__, at) => `${i} ${at}`));
  return new WeakRef(held);
}

test('what a thread no longer uses is collected once it is at rest', { timeout: 20_000 }, async () => {
  stop = collectAtRest(100);
  const held = fill();
  // The failure of an assertion about what is held would hold it.
  await vi.waitFor(() => expect(held.deref() === undefined).toBe(true), { timeout: 15_000, interval: 300 });
});
