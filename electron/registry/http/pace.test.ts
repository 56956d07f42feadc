import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

async function load(pace: Pace, count: number, answer: (atOnce: number) => number): Promise<number> {
  let now = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: count }, async () => {
      const end = await pace.turn(undefined);
      now++;
      most = Math.max(most, now);
      const took = answer(now);
      await wait(took);
      pace.answered(took);
      now--;
      end();
    }),
  );
  return most;
}

test('begins with 6 at once and goes up to 16 while answers stay as quick', async () => {
  const pace = new Pace();
  expect(await load(pace, 6, () => 4)).toBe(6);
  expect(await load(pace, 600, () => 8)).toBe(16);
});

test('does not grow while more at once only makes answers slower', async () => {
  const pace = new Pace();
  // A server that does one thing after another: each more at once costs every other.
  await load(pace, 300, (atOnce) => 3 * atOnce);
  expect(pace.limit).toBeLessThan(12);
});

test('halves when the registry is overloaded, once for one overload, and never below one', async () => {
  const pace = new Pace();
  pace.overloaded(undefined);
  pace.overloaded(undefined);
  expect(pace.limit).toBe(3);
});

test('starts nothing while Retry-After lasts, and what waits can be called off', async () => {
  const pace = new Pace();
  pace.overloaded(120);
  const stop = new AbortController();
  const given = pace.turn(stop.signal);
  stop.abort(new Error('called off'));
  await expect(given).rejects.toThrow('called off');
  const started = performance.now();
  (await pace.turn(undefined))();
  expect(performance.now() - started).toBeGreaterThan(100);
});

test.each([-1, 1])(
  'a clock that jumps by %i hours under way neither lengthens nor ends the time that a registry is left alone',
  async (hours) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const pace = new Pace();
      pace.overloaded(200);
      const started = performance.now();
      vi.setSystemTime(Date.now() + hours * 3_600_000);
      (await pace.turn(AbortSignal.timeout(2_000)))();
      expect(performance.now() - started).toBeGreaterThan(180);
      // Another overload after the jump counts as one.
      await wait(1_000);
      pace.overloaded(undefined);
      expect(pace.limit).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  },
);
