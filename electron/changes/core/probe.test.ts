import { afterEach, expect, test } from 'vitest';
import { connect } from '../../../e2e/support/connect.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { startDistribution } from '../../../e2e/support/servers/distribution.ts';
import type { Credential } from '../../registry/endpoint.ts';
import { createSampleContent } from '../../sample/content.ts';
import { DeleteProbe } from './probe.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0)) await part.stop();
});

function ask(url: string, credential?: Credential) {
  const client = connect(url, credential);
  open.push({ stop: () => client.close() });
  return new DeleteProbe().ask(client, 'test', 'team/api', undefined);
}

test.each([
  [true, { byDigest: 'works', byTag: 'refused' }],
  [false, { byDigest: 'refused', byTag: 'refused' }],
])('Distribution 2.8 with deletes %s', async (deletes, expected) => {
  const registry = await startDistribution({ deletes });
  open.push(registry);
  expect(await ask(registry.url)).toEqual(expected);
});

test.each<[Behaviour['deletes'], Behaviour['digestWhileTagged'], unknown]>([
  ['both', 'taken', { byDigest: 'works', byTag: 'works' }],
  ['digest', 'taken', { byDigest: 'works', byTag: 'refused' }],
  ['tag', 'taken', { byDigest: 'refused', byTag: 'works' }],
  ['off', 'taken', { byDigest: 'refused', byTag: 'refused' }],
  ['both', 'left', { byDigest: 'works', byTag: 'works' }],
  ['digest', 'left', { byDigest: 'works', byTag: 'refused' }],
])(
  'a registry whose deletes are "%s" and where tags of a deleted digest are %s, with nothing of it touched',
  async (deletes, tags, expected) => {
    const store = createSampleContent();
    const before = JSON.stringify([...store.repositories].map(([name, { tags }]) => [name, [...tags]]));
    const registry = new RegistryDouble(store, { deletes, digestWhileTagged: tags });
    open.push(registry);
    await registry.start();
    expect(await ask(registry.url)).toEqual(expected);
    expect(JSON.stringify([...store.repositories].map(([name, { tags }]) => [name, [...tags]]))).toBe(before);
  },
);

test('a token without the delete scope is a missing permission, not a missing ability', async () => {
  const registry = new RegistryDouble(createSampleContent(), { auth: 'bearer', allowedActions: ['pull'] });
  open.push(registry);
  await registry.start();
  expect(await ask(registry.url, { kind: 'password', username: 'sample', password: 'sample' })).toEqual({
    byDigest: 'no-permission',
    byTag: 'no-permission',
  });
});
