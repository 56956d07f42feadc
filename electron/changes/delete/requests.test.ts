import { afterEach, beforeEach, expect, test } from 'vitest';
import { plannedBy, questionOf } from '../../../e2e/support/changes/delete.ts';
import { memory, REACH_SOON } from '../../../e2e/support/changes/memory.ts';
import { connect } from '../../../e2e/support/connect.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { putImage, putIndex, type SampleRepository } from '../../sample/store.ts';
import { RunControl } from '../core/run-work.ts';
import { deleteGroups } from './groups.ts';

const REPOSITORY = 'team/api';
const platform = { os: 'linux', architecture: 'amd64' };
const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

let registry: RegistryDouble;
let repository: SampleRepository;
let client: RegistryClient;
beforeEach(async () => {
  registry = new RegistryDouble();
  repository = registry.store.repository(REPOSITORY);
  client = connect(await registry.start());
});
afterEach(async () => {
  await client.close();
  await registry.stop();
});

const image = (seed: string, tags: string[]): { digest: string; size: number } =>
  putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags);

/** Plans and removes these tags. `requests` are those of the run, without the first check of every tag. */
async function remove(tags: readonly string[], untagOnly = false): Promise<{ items: DeleteItem[]; requests: string[] }> {
  const parts = memory();
  const { groups } = await plannedBy({ ...questionOf(client, REPOSITORY, tags, parts.cache), untagOnly });
  const first = registry.requests.length;
  const looked = repository.tags.size;
  const items: DeleteItem[] = [];
  const job = {
    client,
    repository: REPOSITORY,
    groups,
    way: 'tag-delete',
    run: new RunControl(),
    reachAgain: REACH_SOON,
    protectedTags: ['prod*'],
    ...parts,
  } as const;
  await deleteGroups(job, (more) => items.push(...more));
  const requests = registry.requests.slice(first).map(({ method, path }) => `${method} ${path}`);
  const needsLook = groups.some(({ how }) => how === 'image');
  return { items, requests: needsLook ? requests.slice(looked) : requests };
}

test('of a large repository each image takes at most 20 requests, also one of several platforms', async () => {
  registry.behaviour = { ...registry.behaviour, pageSize: 200 };
  const other = image('other', ['prod', ...names('other-', 600)]);
  for (const tag of names('image-', 10)) image(tag, [tag, `${tag}-alias`]);
  for (const tag of names('index-', 10)) putIndex(repository, [{ ...image(tag, []), platform }], [tag]);
  const tags = [...names('image-', 10), ...names('image-', 10).map((tag) => `${tag}-alias`), ...names('index-', 10)];
  const { items, requests } = await remove(tags);
  expect(items.filter(({ state }) => state === 'deleted')).toHaveLength(30);
  expect(new Set(repository.tags.values())).toEqual(new Set([other.digest]));
  console.log(`${requests.length / 20} requests an image`);
  expect(requests.length / 20).toBeLessThanOrEqual(20);
});

test('each of many tags of one image takes at most 20 requests, and the tags that are kept are proven', async () => {
  const { digest } = image('a', [...names('old-', 60), ...names('kept-', 60)]);
  const { items, requests } = await remove(names('old-', 60), true);
  expect(items.every(({ state }) => state === 'deleted')).toBe(true);
  expect([...repository.tags.keys()]).toEqual(names('kept-', 60));
  console.log(`${requests.length / 60} requests a tag`);
  expect(requests.length / 60).toBeLessThanOrEqual(20);
  const heads = requests.slice(-60).filter((request) => /HEAD .*kept-/.test(request));
  expect(new Set(heads).size).toBe(60);
  expect(repository.manifests.has(digest)).toBe(true);
});

test('when the registry deletes another tag together with one of many, this is detected and the tag is restored', async () => {
  const { digest } = image('a', [...names('old-', 20), ...names('kept-', 20)]);
  let count = 0;
  registry.fault = ({ method, path }) => {
    if (method === 'DELETE' && path.includes('/old-') && ++count === 10) repository.tags.delete('kept-17');
    return undefined;
  };
  const { items } = await remove(names('old-', 20), true);
  expect(items.filter(({ state }) => state === 'deleted')).toHaveLength(20);
  expect(repository.tags.get('kept-17')).toBe(digest);
});

/** Does something once, at the n-th delete by digest. */
function atDelete(n: number, act: () => void): void {
  let count = 0;
  registry.fault = ({ method, path }) => {
    if (method === 'DELETE' && path.includes('sha256:') && ++count === n) act();
    return undefined;
  };
}

test('an image of a run that gets a new tag is kept', async () => {
  for (const tag of names('image-', 6)) image(tag, [tag]);
  const last = repository.tags.get('image-5') ?? '';
  atDelete(3, () => repository.tags.set('new', last));
  const { items } = await remove(names('image-', 6));
  expect(items.filter(({ state }) => state === 'deleted')).toHaveLength(5);
  expect(items.at(-1)).toMatchObject({ tag: 'image-5', state: 'not-tried', failure: { code: 'CONFLICT' } });
  expect([...repository.tags]).toEqual([
    ['image-5', last],
    ['new', last],
  ]);
});

test('an image of a run is kept when someone moves an unprotected tag to it', async () => {
  image('other', ['latest', 'stable', '1.0']);
  for (const tag of names('image-', 8)) image(tag, [tag]);
  const last = repository.tags.get('image-7') ?? '';
  atDelete(3, () => repository.tags.set('stable', last));
  const { items } = await remove(names('image-', 8));
  expect(items.at(-1)).toMatchObject({ tag: 'image-7', state: 'not-tried', failure: { code: 'CONFLICT' } });
  expect(repository.tags.get('stable')).toBe(last);
  expect(repository.manifests.has(last)).toBe(true);
});

test('a tag that is moved to an image at the moment of its deletion is reported as vanished at once', async () => {
  image('other', names('other-', 200));
  for (const tag of names('image-', 4)) image(tag, [tag]);
  atDelete(4, () => repository.tags.set('other-99', repository.tags.get('image-3') ?? ''));
  const { items } = await remove(names('image-', 4));
  expect(repository.tags.has('other-99')).toBe(false);
  expect(items.filter(({ state }) => state === 'deleted')).toHaveLength(4);
  expect(items.at(-1)).toMatchObject({ tag: 'other-99', state: 'vanished' });
});
