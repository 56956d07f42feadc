import { expect, test } from 'vitest';
import { type Retry, retry } from './retry.ts';

/** Work that fails or answers as it is told, one after the other. */
function works(...outcomes: readonly (Error | string)[]) {
  const done: number[] = [];
  const work = async (attempt: number): Promise<string> => {
    done.push(attempt);
    const outcome = outcomes[attempt - 1] ?? 'too often';
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { done, work };
}

const cut = new Error('cut');
const refused = new Error('refused');
const options: Retry<string> = { tries: 3, pause: 1, when: (error) => error === cut };

test.each<[string, readonly (Error | string)[], Partial<Retry<string>>, string, number]>([
  ['what succeeds is done once', ['done'], {}, 'done', 1],
  ['what passes is tried again', [cut, cut, 'done'], {}, 'done', 3],
  ['not more often than allowed', [cut, cut, cut, 'done'], {}, 'cut', 3],
  ['what does not pass is thrown at once', [refused, 'done'], {}, 'refused', 1],
  ['a result may ask for another try', ['busy', 'done'], { again: (result) => result === 'busy' }, 'done', 2],
  ['the last result is handed out as it is', ['busy', 'busy', 'busy'], { again: (result) => result === 'busy' }, 'busy', 3],
  ['one try is one try', [cut, 'done'], { tries: 1 }, 'cut', 1],
])('%s', async (_, outcomes, more, expected, times) => {
  const { done, work } = works(...outcomes);
  expect(await retry(work, { ...options, ...more }).catch((error: Error) => error.message)).toBe(expected);
  expect(done).toEqual(Array.from({ length: times }, (_unused, i) => i + 1));
});

test('a result that names a time is asked again after it, and no earlier', async () => {
  const started = performance.now();
  expect(await retry(works('busy', 'done').work, { ...options, again: (result) => result === 'busy' && 80 })).toBe('done');
  expect(performance.now() - started).toBeGreaterThanOrEqual(75);
});

test('a wait ends when the work is given up, and nothing is tried after that', async () => {
  const controller = new AbortController();
  const { done, work } = works(cut, 'done');
  const ended = retry(work, { ...options, pause: 60_000, signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  expect(done).toEqual([1]);
});
