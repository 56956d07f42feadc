import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { pool } from '../pool.ts';
import { Pace } from './pace.ts';

/** A server: how long an answer takes to a request that is sent at `now`, with so many under way. */
type Server = (now: number, atOnce: number) => number;

/** A line of so many ms before a server that answers all at once. */
const line =
  (ms: number): Server =>
  () =>
    ms;

/** A server that does one thing after another, each of which takes `each` ms, behind a line. */
function busy(each: number, way = 0, more = 0): Server {
  let free = 0;
  return (now, atOnce) => {
    free = Math.max(free, now) + each * (1 + more * atOnce);
    return way + free - now;
  };
}

/** One whose connections take so long to begin: those that were opened last. */
function connecting(server: Server, ms: number): Server {
  let open = 0;
  return (now, atOnce) => {
    const isNew = atOnce > open;
    open = Math.max(open, atOnce);
    return server(now, atOnce) + (isNew ? ms : 0);
  };
}

/** Sends `count` requests as fast as the pace lets them go; the widths it had, and ms until the last answer. */
async function load(pace: Pace, count: number, server: Server): Promise<{ most: number; took: number; widths: number[] }> {
  const started = performance.now();
  const widths: number[] = [];
  let [now, most, left] = [0, 0, count];
  const work = pool(
    () => pace.limit + 4,
    () => (left-- > 0 ? left : undefined),
    async () => {
      const turn = await pace.turn(undefined);
      most = Math.max(most, ++now);
      const took = server(performance.now(), now);
      await new Promise((resolve) => setTimeout(resolve, took));
      turn.answered();
      now--;
      turn.end();
      widths.push(pace.limit);
    },
  );
  await vi.runAllTimersAsync();
  await work;
  return { most, took: performance.now() - started, widths };
}

const onVirtualTime = (): void => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], loopLimit: 100_000 });
afterEach(() => void vi.useRealTimers());

const average = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0) / widths.length;

test('begins with 6 at once, and goes up to 64 within 8 round trips where only the line is long', async () => {
  onVirtualTime();
  const pace = new Pace();
  expect((await load(pace, 6, line(50))).most).toBe(6);
  const { most, widths } = await load(pace, 240, line(50));
  expect(most).toBe(64);
  expect(widths.indexOf(64)).toBeLessThan(160);
});

test.each([
  ['a line of 50 ms', line(50), 50 / 64],
  ['one of 50 ms whose connections take three times as long to begin', connecting(line(50), 100), 50 / 64],
  ['one of 200 ms', line(200), 200 / 64],
  ['one of 50 ms to a server that needs 1 ms', busy(1, 50), 1],
] as const)('5,000 answers over %s take little more than 64 at once would', async (_, server, each) => {
  onVirtualTime();
  const { took } = await load(new Pace(), 5_000, server);
  expect(took).toBeLessThan(1.2 * 5_000 * each);
});

test.each([
  ['does one thing after another', busy(1)],
  ['does so slowly', busy(40)],
  ['does so behind a short way', busy(1, 2)],
  ['is slower the more it is asked at once', busy(1, 0, 0.02)],
] as const)('a server that %s gets few at once', async (_, server) => {
  onVirtualTime();
  const { widths, most } = await load(new Pace(), 2_000, server);
  expect(average(widths)).toBeLessThan(8);
  expect(most).toBeLessThanOrEqual(12);
});

test('a server that becomes busy gets fewer again, and more once only the line is long', async () => {
  onVirtualTime();
  const pace = new Pace();
  await load(pace, 1_000, line(50));
  expect(pace.limit).toBe(64);
  await load(pace, 12_000, busy(2));
  expect(pace.limit).toBeLessThanOrEqual(16);
  await load(pace, 4_000, line(50));
  expect(pace.limit).toBe(64);
});

test('what waits for nothing is no reason for more at once', async () => {
  onVirtualTime();
  const pace = new Pace();
  for (let i = 0; i < 100; i++) {
    const turn = await pace.turn(undefined);
    await vi.advanceTimersByTimeAsync(50);
    turn.answered();
    turn.end();
  }
  expect(pace.limit).toBe(6);
});

test('a registry that counts requests gets 16 at once at most', async () => {
  onVirtualTime();
  const pace = new Pace();
  await load(pace, 1_000, line(50));
  pace.counted();
  expect((await load(pace, 1_000, line(50))).widths.every((width) => width <= 16)).toBe(true);
});

/** One that refuses what exceeds so many a second, and allows for no burst. */
async function refused(pace: Pace, count: number, aSecond: number): Promise<number> {
  let [left, refusals, next] = [count, 0, 0];
  const work = pool(
    () => pace.limit + 4,
    () => (left-- > 0 ? left : undefined),
    async () => {
      const turn = await pace.turn(undefined);
      const isAllowed = performance.now() >= next - 100;
      if (isAllowed) next = Math.max(next, performance.now()) + 1000 / aSecond;
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (isAllowed) turn.answered();
      else {
        refusals++;
        turn.overloaded(undefined);
      }
      turn.end();
    },
  );
  await vi.runAllTimersAsync();
  await work;
  return refusals;
}

test('a registry that refuses more than 100 a second is not driven there again and again', async () => {
  onVirtualTime();
  const pace = new Pace();
  await refused(pace, 500, 100);
  expect(await refused(pace, 2_000, 100)).toBeLessThan(400);
});

test('halves when the registry is overloaded, once for one overload, and never below one', async () => {
  const pace = new Pace();
  const turn = await pace.turn(undefined);
  turn.overloaded(undefined);
  turn.overloaded(undefined);
  expect(pace.limit).toBe(3);
});

test('starts nothing while Retry-After lasts, and what waits can be called off', async () => {
  const pace = new Pace();
  const overloaded = await pace.turn(undefined);
  overloaded.overloaded(120);
  overloaded.end();
  const stop = new AbortController();
  const given = pace.turn(stop.signal);
  stop.abort(new Error('called off'));
  await expect(given).rejects.toThrow('called off');
  const started = performance.now();
  (await pace.turn(undefined)).end();
  expect(performance.now() - started).toBeGreaterThan(100);
});

test.each([-1, 1])(
  'a clock that jumps by %i hours under way neither lengthens nor ends the time that a registry is left alone',
  async (hours) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const pace = new Pace();
      const turn = await pace.turn(undefined);
      turn.overloaded(200);
      turn.end();
      const started = performance.now();
      vi.setSystemTime(Date.now() + hours * 3_600_000);
      (await pace.turn(AbortSignal.timeout(2_000))).end();
      expect(performance.now() - started).toBeGreaterThan(180);
      // Another overload after the jump counts as one.
      await wait(1_000);
      turn.overloaded(undefined);
      expect(pace.limit).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  },
);
