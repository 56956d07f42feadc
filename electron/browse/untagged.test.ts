import { expect, test } from 'vitest';
import { startAppOver } from '../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { started } from '../../e2e/support/started.ts';
import type { UntaggedEvent } from '../../shared/contract/untagged.ts';
import { putImage, putIndex } from '../sample/store.ts';

const REPOSITORY = 'team/api';
const place = { connectionId: 'c', repository: REPOSITORY };
const platform = { os: 'linux', architecture: 'amd64' };

async function startOver() {
  const registry = started(new RegistryDouble());
  const repository = registry.store.repository(REPOSITORY);
  const image = (seed: string, tags: string[] = []) =>
    putImage(
      repository,
      { layers: [{ instruction: 'RUN x', size: 10, seed }], created: '2026-01-01T00:00:00Z', platform, config: { seed } },
      tags,
    );
  const over = started(await startAppOver(await registry.start()));
  /** Reads all tags, as the page does. */
  const read = async (): Promise<void> => {
    for await (const _ of await over.client.tags.read({ ...place, readId: 'r', recall: false }));
  };
  const list = async () => {
    const events: UntaggedEvent[] = [];
    for await (const event of await over.client.untagged.list(place)) events.push(event);
    const [start] = events;
    const images = events.flatMap((event) => (event.kind === 'images' ? event.images : []));
    return { start, images, digests: images.map(({ digest }) => digest).sort() };
  };
  return { registry, repository, image, over, read, list };
}

test('nothing is claimed of a repository whose tags were never read', async () => {
  const { image, list } = await startOver();
  image('a', ['1.0']);
  image('b');
  expect(await list()).toEqual({ start: { kind: 'start', isTold: false, isCut: false }, images: [], digests: [] });
});

test('an image whose tag was moved or deleted is listed, with what is known of it; what a tag or an index has is not', async () => {
  const { image, repository, list, read } = await startOver();
  const moved = image('old', ['latest']);
  const deleted = image('deleted', ['1.0']);
  const children = [image('amd64'), image('arm64')];
  putIndex(
    repository,
    children.map((child) => ({ ...child, platform })),
    ['multi'],
  );
  await read();
  expect((await list()).images).toEqual([]);
  image('new', ['latest']);
  repository.tags.delete('1.0');
  await read();
  const { start, images, digests } = await list();
  expect(start).toEqual({ kind: 'start', isTold: false, isCut: false, asOf: expect.any(String) });
  expect(digests).toEqual([moved.digest, deleted.digest].sort());
  expect(images[0]).toMatchObject({ kind: 'image', content: 'image', size: expect.any(Number), created: '2026-01-01T00:00:00.000Z' });
});

test('children of a deleted index are listed with it, and still once it is not found', async () => {
  const { image, repository, list, read } = await startOver();
  image('kept', ['kept']);
  const child = image('child');
  const index = putIndex(repository, [{ ...child, platform }], ['multi']);
  await read();
  repository.tags.delete('multi');
  await read();
  const both = await list();
  expect(both.digests).toEqual([index, child.digest].sort());
  expect(both.images.find(({ digest }) => digest === child.digest)?.within).toBe(index);
  repository.manifests.delete(index);
  expect((await list()).digests).toEqual([child.digest]);
  expect((await list()).digests).toEqual([child.digest]);
});

test('what the registry does not find any more is not listed, and not asked for again', async () => {
  const { image, repository, registry, list, read } = await startOver();
  image('kept', ['kept']);
  const { digest } = image('deleted', ['1.0']);
  await read();
  repository.tags.delete('1.0');
  repository.manifests.delete(digest);
  await read();
  expect((await list()).images).toEqual([]);
  registry.requests.length = 0;
  expect((await list()).images).toEqual([]);
  expect(registry.requests.filter(({ path }) => path.includes(digest))).toEqual([]);
});

test('a signature without a tag belongs to its image', async () => {
  const { image, repository, list, read } = await startOver();
  const { digest } = image('signed', ['1.0', 'sig']);
  await read();
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const document = {
    ...{ schemaVersion: 2, mediaType, artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json', layers: [] },
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest, size: 2 },
    subject: { mediaType, digest, size: 2 },
  };
  const signature = repository.putDocument(document, ['signature']);
  await read();
  repository.tags.delete('signature');
  await read();
  expect((await list()).digests).toEqual([]);
  repository.tags.delete('1.0');
  repository.tags.delete('sig');
  await read();
  expect((await list()).digests).toEqual([digest, signature].sort());
});
