import { expect, test } from 'vitest';
import { putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';

test.each<[string, Partial<Behaviour>, object]>([
  ['everything', { deletes: 'both', referrers: true }, { byDigest: 'works', byTag: 'works', referrers: 'works' }],
  ['no deletes', { deletes: 'off', referrers: true }, { byDigest: 'refused', byTag: 'refused', referrers: 'works' }],
  ['no referrers API', { deletes: 'digest', referrers: false }, { byDigest: 'works', byTag: 'refused', referrers: 'refused' }],
])('a registry with %s is found out on one repository, and nothing of it is changed', async (_, behaviour, expected) => {
  const over = await startAppOverDouble(behaviour);
  putSmallImage(over, 'one', ['1.0']);
  expect(await over.client.connections.abilities({ id: 'c' })).toEqual({ byDigest: 'unknown', byTag: 'unknown', referrers: 'unknown' });
  expect(over.registry.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  expect(await over.client.connections.abilities({ id: 'c', repository: REPOSITORY })).toEqual(expected);
  expect([...over.repository.tags.keys()]).toEqual(['1.0']);
  await over.stop();
});

test('what an earlier check found out is known without another one', async () => {
  const over = await startAppOverDouble({ deletes: 'both' });
  putSmallImage(over, 'one', ['1.0']);
  await over.client.connections.abilities({ id: 'c', repository: REPOSITORY });
  const asked = over.registry.requests.length;
  expect(await over.client.connections.abilities({ id: 'c' })).toEqual({ byDigest: 'works', byTag: 'works', referrers: 'unknown' });
  expect(over.registry.requests.length).toBe(asked);
  await over.stop();
});
