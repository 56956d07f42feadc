import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAppOver } from '../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { putImage } from '../sample/store.ts';

test('a registry that is removed leaves nothing of itself in the cache', async () => {
  const registry = new RegistryDouble();
  const platform = { os: 'linux', architecture: 'amd64' };
  const image = { layers: [], created: '2026-01-01T00:00:00Z', platform };
  const { digest } = putImage(registry.store.repository('team/api'), image, ['1.0']);
  const over = await startAppOver(await registry.start());
  const cached = async (): Promise<string[]> => {
    const found = await readdir(join(over.app.services.dataFolder, 'cache'), { recursive: true, withFileTypes: true }).catch(() => []);
    return found.filter((entry) => entry.isFile() && entry.name !== 'CACHEDIR.TAG').map(({ name }) => name);
  };
  await over.client.images.get({ connectionId: 'c', repository: 'team/api', digest });
  for await (const event of await over.client.tags.read({ connectionId: 'c', repository: 'team/api', readId: 'r', recall: true }))
    void event;
  expect((await cached()).length).toBeGreaterThan(0);
  await over.client.connections.remove({ id: 'c' });
  expect(await cached()).toEqual([]);
  await over.stop();
  await registry.stop();
});
