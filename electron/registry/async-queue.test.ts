import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AsyncQueue, emitted } from './async-queue.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test('a reader gets what came meanwhile as one batch, and no batch of more than the limit waits', async () => {
  const queue = new AsyncQueue<number>({ wait: 20, most: 3 });
  const read = all(queue);
  for (const item of [1, 2, 3, 4]) queue.push(item);
  await wait(60);
  queue.push(5);
  queue.close();
  queue.push(6);
  const batches = await read;
  expect(batches.flat()).toEqual([1, 2, 3, 4, 5]);
  expect(batches.length).toBeLessThan(4);
});

test('an item that may not wait takes those along that may', async () => {
  const queue = new AsyncQueue<number>({ wait: 60_000 });
  queue.push(1);
  queue.push(2, 5);
  queue.push(3, 40_000);
  const [first] = [await queue[Symbol.asyncIterator]().next()];
  expect(first.value).toEqual([1, 2, 3]);
  queue.close();
});

test('what waits is handed out once one of it is urgent', async () => {
  const queue = new AsyncQueue<number>({ wait: 60_000 });
  const next = queue[Symbol.asyncIterator]().next();
  queue.push(1);
  queue.push(2);
  queue.hurry((item) => item > 2);
  queue.push(3);
  queue.hurry((item) => item > 2);
  expect((await next).value).toEqual([1, 2, 3]);
  queue.close();
});

test('an error reaches the reader after what came before it', async () => {
  const got: number[] = [];
  const events = emitted<number>(async (emit) => {
    emit(1);
    await wait(1);
    emit(2);
    throw new Error('broken');
  });
  await expect(
    (async () => {
      for await (const event of events) got.push(event);
    })(),
  ).rejects.toThrow('broken');
  expect(got).toEqual([1, 2]);
});

test('a job continues when its reader leaves', async () => {
  let last = 0;
  const events = emitted<number>(async (emit) => {
    for (let i = 1; i <= 5; i++) {
      last = i;
      emit(i);
      await wait(1);
    }
  });
  for await (const _ of events) break;
  await wait(30);
  expect(last).toBe(5);
  expect(await all(events)).toEqual([]);
});
