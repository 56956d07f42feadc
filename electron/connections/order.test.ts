import { expect, test } from 'vitest';
import { client, restart, saveFirst } from '../../e2e/support/hosts/connected-app.ts';

const names = async (): Promise<string[]> => (await client().connections.list()).connections.map(({ name }) => name);

test('registries are listed in the order that the person gives them, also after a restart; one that is not named keeps its place at the end', async () => {
  const saved = [await saveFirst({ name: 'a' }), await saveFirst({ name: 'b' }), await saveFirst({ name: 'c' })];
  const [a, b, c] = saved.map(({ id }) => id) as [string, string, string];
  await client().connections.order({ ids: [c, a, b] });
  expect(await names()).toEqual(['c', 'a', 'b']);
  await restart();
  expect(await names()).toEqual(['c', 'a', 'b']);
  await client().connections.order({ ids: [b, 'removed', c] });
  expect(await names()).toEqual(['b', 'c', 'a']);
});
