import { expect, test } from 'vitest';
import { Courtesy, inBackground } from './background.ts';

const go = async (): Promise<void> => {};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a request that nobody waits for begins once none is under way that somebody waits for', async () => {
  const courtesy = new Courtesy();
  const end = await courtesy.turn(undefined);
  const begun: string[] = [];
  const background = inBackground(go, async () => {
    const ended = await courtesy.turn(undefined);
    begun.push('background');
    ended();
  });
  await settled();
  const second = await courtesy.turn(undefined);
  end();
  end();
  await settled();
  expect(begun).toEqual([]);
  second();
  await background;
  expect(begun).toEqual(['background']);
});

test('four of them are under way at the most, and one that somebody waits for waits for none of them', async () => {
  const courtesy = new Courtesy();
  const ends: (() => void)[] = [];
  for (let i = 0; i < 10; i++) void inBackground(go, async () => ends.push(await courtesy.turn(undefined)));
  await settled();
  expect(ends).toHaveLength(4);
  const foreground = await courtesy.turn(undefined);
  for (const end of ends.splice(0)) end();
  await settled();
  expect(ends).toHaveLength(0);
  foreground();
  await settled();
  expect(ends).toHaveLength(4);
});

test('one that is paused, and one that waits, ends with its signal and leaves room', async () => {
  const courtesy = new Courtesy();
  const stop = new AbortController();
  const paused = Promise.withResolvers<void>();
  const waits = inBackground(
    () => paused.promise,
    () => courtesy.turn(stop.signal),
  );
  const end = await courtesy.turn(undefined);
  const yields = inBackground(go, () => courtesy.turn(stop.signal));
  await settled();
  stop.abort(new Error('stopped'));
  paused.resolve();
  await expect(waits).rejects.toThrow('stopped');
  await expect(yields).rejects.toThrow('stopped');
  end();
  const free = await inBackground(go, () => courtesy.turn(undefined));
  free();
});
