import { expect, test } from 'vitest';
import { TokenCache } from './token-cache.ts';

const after = (seconds: number): number => performance.now() + seconds * 1_000;

test('one request fetches a token, however many wait for it, and the next ones use it', async () => {
  const cache = new TokenCache();
  let fetched = 0;
  const fetchToken = async () => ({ value: `token ${++fetched}`, expiresAt: after(300) });
  expect(await Promise.all([cache.get('a', fetchToken), cache.get('a', fetchToken)])).toEqual(['token 1', 'token 1']);
  expect(await cache.get('a', fetchToken)).toBe('token 1');
  expect(await cache.get('b', fetchToken)).toBe('token 2');
});

test('a token that is about to expire is fetched again, and still tells what it allowed', async () => {
  const cache = new TokenCache();
  let fetched = 0;
  const fetchToken = async () => ({ value: `token ${++fetched}`, expiresAt: after(4) });
  expect(await cache.get('a', fetchToken)).toBe('token 1');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(cache.peek('a')?.value).toBe('token 1');
  expect(await cache.get('a', fetchToken)).toBe('token 2');
});

test('a failure to fetch reaches everybody who waits, and the next one asks again', async () => {
  const cache = new TokenCache();
  const broken = async () => Promise.reject(new Error('refused'));
  const answers = await Promise.allSettled([cache.get('a', broken), cache.get('a', broken)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await cache.get('a', async () => ({ value: 'token', expiresAt: after(300) }))).toBe('token');
});

test('a token that the registry refused is forgotten, unless another has taken its place', async () => {
  const cache = new TokenCache();
  let fetched = 0;
  const fetchToken = async () => ({ value: `token ${++fetched}`, expiresAt: after(300) });
  await cache.get('a', fetchToken);
  cache.drop('a', 'token 0');
  expect(await cache.get('a', fetchToken)).toBe('token 1');
  cache.drop('a', 'token 1');
  expect(await cache.get('a', fetchToken)).toBe('token 2');
});

test('a token reaches those who wait for it, also where more are fetched than are kept', async () => {
  const cache = new TokenCache();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = cache.get('first', () => held.then(() => ({ value: 'first', expiresAt: after(300) })));
  for (let i = 0; i < 1_100; i++) await cache.get(`key ${i}`, async () => ({ value: `token ${i}`, expiresAt: after(300) }));
  release();
  expect(await first).toBe('first');
  expect(cache.peek('key 0')).toBeUndefined();
  expect(cache.peek('key 1099')?.value).toBe('token 1099');
  expect(cache.recent).toHaveLength(16);
});
