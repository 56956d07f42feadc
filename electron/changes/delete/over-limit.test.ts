import { afterEach, expect, test } from 'vitest';
import { type Deleted, deleted, groupOf, planned } from '../../../e2e/support/changes/delete.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';

let open: AppOverDouble | undefined;
afterEach(async () => {
  await open?.stop();
  open = undefined;
});

async function start(behaviour: Partial<Behaviour> = {}): Promise<AppOverDouble> {
  open = await startAppOverDouble(behaviour);
  return open;
}

/** A manifest of more than 4 MiB, whose padding is in an annotation. */
const large = ({ repository }: AppOverDouble, document: { mediaType: string }, tags: string[]): string =>
  repository.putDocument({ ...{ schemaVersion: 2, annotations: { padding: 'x'.repeat(4_300_000) } }, ...document }, tags);

const largeImage = (parts: AppOverDouble, tags: string[]): string => {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: parts.repository.putBlob(Buffer.from('{}')), size: 2 };
  return large(parts, { mediaType: OCI_MANIFEST, ...{ config, layers: [] } }, tags);
};

const remove = async ({ client }: AppOverDouble, tag: string, what: 'tag' | 'image'): Promise<Deleted> =>
  deleted(client, await planned(client, REPOSITORY, [tag]), { whole: what === 'image' });

test('a manifest that is too large to be read does not stop the deletion of other images, and the plan names it', async () => {
  const parts = await start();
  largeImage(parts, ['large']);
  putSmallImage(parts, 'a', ['1.0']);
  const { whole } = await planned(parts.client, REPOSITORY, ['1.0']);
  expect(whole).toMatchObject({ tooLarge: ['large'], complete: true, groups: [{ obstacles: [] }] });
  const outcome = await remove(parts, '1.0', 'image');
  expect(outcome.items).toEqual([{ repository: REPOSITORY, tag: '1.0', state: 'deleted' }]);
  expect([...parts.repository.tags.keys()]).toEqual(['large']);
});

test('an index that is too large to be read keeps the images that it names, and no others', async () => {
  const parts = await start();
  const child = putSmallImage(parts, 'child', ['child']);
  putSmallImage(parts, 'other', ['other']);
  large(parts, { mediaType: OCI_INDEX, ...{ manifests: [{ mediaType: OCI_MANIFEST, digest: child, size: 1 }] } }, ['large']);
  expect(groupOf((await planned(parts.client, REPOSITORY, ['child'])).whole).obstacles).toEqual(['in-index']);
  expect(groupOf((await planned(parts.client, REPOSITORY, ['other'])).whole).obstacles).toEqual([]);
  expect((await remove(parts, 'other', 'image')).states).toEqual({ other: 'deleted' });
});

test('the tag of a manifest that is too large to be preserved is deleted by a tag delete, and the plan says that this has no undo', async () => {
  const parts = await start();
  const digest = largeImage(parts, ['large', 'kept']);
  const { plan, whole } = await planned(parts.client, REPOSITORY, ['large']);
  expect([plan.way, groupOf(plan).obstacles]).toEqual(['tag-delete', []]);
  expect(groupOf(whole).obstacles).toEqual(['too-large']);
  const outcome = await remove(parts, 'large', 'tag');
  expect(outcome.states).toEqual({ large: 'deleted' });
  expect([...parts.repository.tags]).toEqual([['kept', digest]]);
  for await (const event of await parts.client.history.planUndo({ id: outcome.changeId }))
    if (event.kind === 'plan') expect(event.plan).toMatchObject({ obstacle: 'content-deleted' });
});

test('where single tags cannot be deleted, the tag of a manifest that is too large is kept', async () => {
  const parts = await start({ deletes: 'digest' });
  largeImage(parts, ['large']);
  expect(groupOf((await planned(parts.client, REPOSITORY, ['large'])).plan).obstacles).toEqual(['too-large']);
});

test('in a bulk delete, a manifest that is too large loses its tag and is kept, and the other images are deleted', async () => {
  const parts = await start();
  const { repository, client } = parts;
  const digest = largeImage(parts, ['large']);
  putSmallImage(parts, 'a', ['1.0', '1.1']);
  const plan = await planned(client, REPOSITORY, ['large', '1.0', '1.1']);
  expect(plan.plan).toMatchObject({ tooLarge: ['large'], complete: true });
  const { items } = await deleted(client, plan);
  expect(items.map(({ tag, state }) => `${tag} ${state}`).sort()).toEqual(['1.0 deleted', '1.1 deleted', 'large deleted']);
  expect(repository.tags.size).toBe(0);
  expect(repository.manifests.has(digest)).toBe(true);
});
