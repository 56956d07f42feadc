import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noteAsked, reportSilence } from './silence.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** What is told of the hosts while work asks them; ms are those of the clock. */
async function toldOf(work: () => Promise<void>): Promise<string[]> {
  const told: string[] = [];
  await reportSilence((silent) => told.push(`${Date.now()} ${silent ? `${silent.host} since ${silent.since}` : 'answered'}`), work);
  await vi.advanceTimersByTimeAsync(60_000);
  return told;
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test.each<[string, () => Promise<void>, string[]]>([
  [
    'a host that answers in time is not told of',
    async () => {
      const end = noteAsked('a');
      await pass(2_900);
      end();
    },
    [],
  ],
  [
    'one that does not is told of after 3 s, and that it answered',
    async () => {
      const end = noteAsked('a');
      await pass(5_000);
      end();
    },
    ['3000 a since 0', '5000 answered'],
  ],
  [
    'one slow answer among others is no silence; the silence begins with the last answer',
    async () => {
      const slow = noteAsked('a');
      for (let i = 0; i < 4; i++) {
        const end = noteAsked('a');
        await pass(2_000);
        end();
      }
      await pass(3_000);
      slow();
    },
    ['11000 a since 8000', '11000 answered'],
  ],
  [
    'an answer of another host does not end it',
    async () => {
      const silent = noteAsked('a');
      await pass(2_000);
      noteAsked('b')();
      await pass(2_000);
      silent();
    },
    ['3000 a since 0', '4000 answered'],
  ],
])('%s', async (_, work, told) => {
  expect(await toldOf(work)).toEqual(told);
});

test('outside of a run nobody is told', async () => {
  const end = noteAsked('a');
  expect(vi.getTimerCount()).toBe(0);
  end();
});
