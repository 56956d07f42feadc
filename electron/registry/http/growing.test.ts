import { expect, test } from 'vitest';
import type { NamePage } from '../pages.ts';
import { growing } from './growing.ts';

async function* pagesOf(count: number, error?: Error): AsyncGenerator<NamePage> {
  for (let page = 0; page < count; page++) yield { names: Array.from({ length: 1_000 }, (_, i) => `${page}-${i}`) };
  if (error) throw error;
}

async function read(pages: AsyncIterable<NamePage>): Promise<{ sizes: number[]; names: number; error: unknown }> {
  const sizes: number[] = [];
  const names = new Set<string>();
  let failure: unknown;
  try {
    for await (const page of growing(pages)) {
      sizes.push(page.names.length);
      for (const name of page.names) names.add(name);
    }
  } catch (error) {
    failure = error;
  }
  return { sizes, names: names.size, error: failure };
}

test('a short list comes page by page', async () => {
  expect((await read(pagesOf(8))).sizes).toEqual([1, 1, 1, 1, 1, 1, 1, 1].map((page) => page * 1_000));
});

test('a list of a million names comes in a few pieces, and whole', async () => {
  const { sizes, names } = await read(pagesOf(1_000));
  expect(names).toBe(1_000_000);
  expect(sizes.length).toBeLessThan(30);
});

test('what came before a failure is handed on', async () => {
  const error = new Error('broke off');
  expect(await read(pagesOf(25, error))).toMatchObject({ names: 25_000, error });
});

test('where a list was cut is said with its last names', async () => {
  const found: NamePage[] = [];
  async function* cut(): AsyncGenerator<NamePage> {
    yield* pagesOf(19);
    yield { names: ['last'], cut: 'names' };
  }
  for await (const page of growing(cut())) found.push(page);
  expect(found.at(-1)).toMatchObject({ cut: 'names' });
  expect(found.flatMap(({ names }) => names)).toHaveLength(19_001);
});
