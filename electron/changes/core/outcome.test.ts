import { afterEach, beforeEach, expect, test } from 'vitest';
import { changesOf } from '../../../e2e/support/changes/undo.ts';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { putImage, type SampleRepository } from '../../sample/store.ts';

const REPOSITORY = 'team/api';
let registry: RegistryDouble;
let repository: SampleRepository;
let over: AppOver;
beforeEach(async () => {
  registry = new RegistryDouble();
  repository = registry.store.repository(REPOSITORY);
  over = await startAppOver(await registry.start());
});
afterEach(async () => {
  await over.stop();
  await registry.stop();
});

const image = (seed: string, tags: string[]): string => {
  const platform = { os: 'linux', architecture: 'amd64' };
  return putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags).digest;
};

test('a move whose old tag somebody moved meanwhile is done in part, and the old tag is not said to be on the image', async () => {
  const [digest, other] = [image('a', ['old']), image('b', ['other'])];
  registry.fault = ({ method, path }) => {
    if (method !== 'DELETE' || !path.endsWith('/old')) return undefined;
    repository.tags.set('old', other);
    return { kind: 'status', status: 403 };
  };
  const order = { connectionId: 'c', repository: REPOSITORY, from: 'old', digest, targets: [{ to: 'new', expected: null }] };
  const { results } = await over.client.retag.apply({ ...order, remove: true, typed: [] });
  expect(results).toMatchObject([
    { tag: 'new', state: 'moved' },
    { tag: 'old', state: 'as-before', failure: { code: 'CONFLICT', data: { what: 'tag-moved' } } },
  ]);
  expect(await changesOf(over.client)).toMatchObject([{ state: 'partly' }]);
});
