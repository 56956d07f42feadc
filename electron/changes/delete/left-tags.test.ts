import { afterEach, expect, test } from 'vitest';
import { type Deleted, deleted, groupOf, planned } from '../../../e2e/support/changes/delete.ts';
import { retagged } from '../../../e2e/support/changes/retag.ts';
import { undone } from '../../../e2e/support/changes/undo.ts';
import {
  type AppOverDouble,
  inRepository,
  putSmallImage,
  REPOSITORY,
  startAppOverDouble,
} from '../../../e2e/support/hosts/app-over-double.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { putImage, putIndex } from '../../sample/store.ts';

const platform = { os: 'linux', architecture: 'amd64' };

let open: AppOverDouble | undefined;
afterEach(async () => {
  await open?.stop();
  open = undefined;
});

/** The application over a registry whose delete by digest answers 202, drops the digest and leaves the tags. */
async function start(behaviour: Partial<Behaviour> = {}): Promise<AppOverDouble> {
  open = await startAppOverDouble({ digestWhileTagged: 'left', ...behaviour });
  return open;
}

const remove = async ({ client }: AppOverDouble, tag: string, what: 'tag' | 'image'): Promise<Deleted> =>
  deleted(client, await planned(client, REPOSITORY, [tag]), { whole: what === 'image' });

test('tags that a delete by digest left behind are deleted one by one, and undo restores the tags and the digest', async () => {
  const parts = await start();
  const { repository, client } = parts;
  const digest = putSmallImage(parts, 'a', ['1.0', 'latest']);
  const other = putSmallImage(parts, 'b', ['2.0']);
  const outcome = await remove(parts, '1.0', 'image');
  expect(outcome.items.map(({ tag, state, failure }) => [tag, state, failure])).toEqual([
    ['1.0', 'deleted', undefined],
    ['latest', 'deleted', undefined],
  ]);
  expect([...repository.tags]).toEqual([['2.0', other]]);
  expect(repository.manifests.has(digest)).toBe(false);
  await undone(client, outcome.changeId);
  expect([repository.tags.get('1.0'), repository.tags.get('latest')]).toEqual([digest, digest]);
  expect(repository.manifests.has(digest)).toBe(true);
});

test('where no tag can be deleted the digest is restored, and only then the tags are called unchanged', async () => {
  const parts = await start({ deletes: 'digest' });
  const { repository } = parts;
  const digest = putSmallImage(parts, 'a', ['1.0', 'latest']);
  const outcome = await remove(parts, '1.0', 'image');
  expect(outcome.states).toEqual({ '1.0': 'unchanged', latest: 'unchanged' });
  expect(outcome.items[0]?.failure?.code).toBe('UNSUPPORTED');
  expect([repository.tags.get('1.0'), repository.tags.get('latest')]).toEqual([digest, digest]);
  expect(repository.manifests.has(digest)).toBe(true);
});

test('a tag whose digest could not be restored is not called unchanged', async () => {
  const parts = await start({ deletes: 'digest' });
  const digest = putSmallImage(parts, 'a', ['1.0']);
  parts.registry.fault = ({ method, path }) => (method === 'PUT' && path.endsWith(digest) ? { kind: 'status', status: 403 } : undefined);
  expect((await remove(parts, '1.0', 'image')).states).toEqual({ '1.0': 'digest-deleted' });
  parts.registry.fault = undefined;
  await parts.client.delete.restore({ ...inRepository, tag: '1.0', digest });
  expect(parts.repository.manifests.has(digest)).toBe(true);
});

test('many images are deleted with the tags that their digests left behind, and undone', async () => {
  const parts = await start();
  const { repository, client } = parts;
  const child = putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed: 'c' } });
  putIndex(repository, [{ ...child, platform }], ['multi']);
  putSmallImage(parts, 'a', ['1.0', '1.1']);
  putSmallImage(parts, 'b', ['2.0', 'kept']);
  const before = { tags: new Map(repository.tags), manifests: new Set(repository.manifests.keys()) };
  const { items, run } = await deleted(client, await planned(client, REPOSITORY, ['multi', '1.0', '1.1', '2.0']));
  expect(items.map(({ tag, state }) => `${tag} ${state}`).sort()).toEqual(['1.0 deleted', '1.1 deleted', '2.0 deleted', 'multi deleted']);
  expect([...repository.tags.keys()]).toEqual(['kept']);
  for (const id of run.changeIds) await undone(client, id);
  expect(Object.fromEntries(repository.tags)).toEqual(Object.fromEntries(before.tags));
  expect(new Set(repository.manifests.keys())).toEqual(before.manifests);
});

/** A repository with a tag whose digest someone has already deleted. */
async function broken(): Promise<AppOverDouble & { digest: string; other: string }> {
  const parts = await start();
  const digest = putSmallImage(parts, 'a', ['1.0', 'latest']);
  const other = putSmallImage(parts, 'b', ['2.0']);
  parts.registry.leaveTags(parts.repository, digest);
  return { ...parts, digest, other };
}

test('a tag whose digest is not found is read by its tag: it keeps no other image from being deleted', async () => {
  const parts = await broken();
  const { whole } = await planned(parts.client, REPOSITORY, ['2.0']);
  expect([whole.complete, groupOf(whole).obstacles]).toEqual([true, []]);
  expect((await remove(parts, '2.0', 'image')).states).toEqual({ '2.0': 'deleted' });
});

test('an image whose digest is not found can be deleted, and undone', async () => {
  const parts = await broken();
  const outcome = await remove(parts, '1.0', 'image');
  expect(outcome.states).toEqual({ '1.0': 'deleted', latest: 'deleted' });
  await undone(parts.client, outcome.changeId);
  expect(parts.repository.tags.get('1.0')).toBe(parts.digest);
  expect(parts.repository.manifests.has(parts.digest)).toBe(true);
});

test('one tag of an image whose digest is not found can be deleted, and undone', async () => {
  const parts = await broken();
  const outcome = await remove(parts, '1.0', 'tag');
  expect(outcome.states).toEqual({ '1.0': 'deleted' });
  expect(parts.repository.tags.get('latest')).toBe(parts.digest);
  await undone(parts.client, outcome.changeId);
  expect(parts.repository.tags.get('1.0')).toBe(parts.digest);
});

test('a tag whose digest is not found can be retagged, and be moved to another image and back', async () => {
  const { client, registry, repository, digest, other } = await broken();
  await retagged(client, { ...inRepository, from: '1.0', targets: ['new'] });
  expect(repository.tags.get('new')).toBe(digest);
  registry.leaveTags(repository, digest);
  const { changeId: id } = await retagged(client, { ...inRepository, from: '2.0', targets: ['latest'] });
  expect(repository.tags.get('latest')).toBe(other);
  await undone(client, id);
  expect(repository.tags.get('latest')).toBe(digest);
});

test('an undo restores a digest that is not found, although the tag points to it', async () => {
  const parts = await start();
  const { repository, client, registry } = parts;
  const digest = putSmallImage(parts, 'a', ['1.0']);
  // The digest is deleted, and every later change is refused.
  let isDeleted = false;
  registry.fault = ({ method, path }) => {
    if (isDeleted && (method === 'DELETE' || method === 'PUT')) return { kind: 'status', status: 403 };
    isDeleted ||= method === 'DELETE' && path.endsWith(digest);
    return undefined;
  };
  const { changeId: id } = await remove(parts, '1.0', 'image');
  registry.fault = undefined;
  expect([repository.tags.get('1.0'), repository.manifests.has(digest)]).toEqual([digest, false]);
  await undone(client, id);
  expect([repository.tags.get('1.0'), repository.manifests.has(digest)]).toEqual([digest, true]);
});
