import { afterEach, expect, test } from 'vitest';
import { deleted, planned } from '../../../e2e/support/changes/delete-one.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import type { DeleteItem, DeletePlan } from '../../../shared/contract/delete.ts';
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

test('a manifest that is too large to be read keeps no other image from being deleted, and it is said', async () => {
  const parts = await start();
  largeImage(parts, ['large']);
  putSmallImage(parts, 'a', ['1.0']);
  expect(await planned(parts.client, '1.0')).toMatchObject({ tooLarge: ['large'], complete: true, image: { obstacles: [] } });
  const outcome = await deleted(parts.client, '1.0', 'image');
  expect(outcome).toMatchObject({ tag: 'gone' });
  expect(outcome.failure).toBeUndefined();
  expect([...parts.repository.tags.keys()]).toEqual(['large']);
});

test('an index that is too large to be read keeps the images that it names, and no others', async () => {
  const parts = await start();
  const child = putSmallImage(parts, 'child', ['child']);
  putSmallImage(parts, 'other', ['other']);
  large(parts, { mediaType: OCI_INDEX, ...{ manifests: [{ mediaType: OCI_MANIFEST, digest: child, size: 1 }] } }, ['large']);
  expect((await planned(parts.client, 'child')).image.obstacles).toEqual(['in-index']);
  expect((await planned(parts.client, 'other')).image.obstacles).toEqual([]);
  expect(await deleted(parts.client, 'other', 'image')).toMatchObject({ tag: 'gone' });
});

test('the tag of a manifest that is too large to be kept is removed by a tag delete, and it is said that this has no undo', async () => {
  const parts = await start();
  const digest = largeImage(parts, ['large', 'kept']);
  const plan = await planned(parts.client, 'large');
  expect(plan.tagOnly).toEqual({ way: 'tag-delete', obstacles: [] });
  expect(plan.image.obstacles).toEqual(['too-large']);
  const outcome = await deleted(parts.client, 'large', 'tag');
  expect(outcome).toMatchObject({ tag: 'gone', lostSiblings: [] });
  expect([...parts.repository.tags]).toEqual([['kept', digest]]);
  for await (const event of await parts.client.history.planUndo({ id: outcome.changeId }))
    if (event.kind === 'plan') expect(event.plan).toMatchObject({ obstacle: 'content-gone' });
});

test('where tags cannot be deleted by themselves, one of a manifest that is too large is left alone', async () => {
  const parts = await start({ deletes: 'digest' });
  largeImage(parts, ['large']);
  expect((await planned(parts.client, 'large')).tagOnly.obstacles).toEqual(['too-large']);
});

test('of many, the tag of a manifest that is too large is removed and its image kept, the others are deleted', async () => {
  const parts = await start();
  const { repository, client } = parts;
  const digest = largeImage(parts, ['large']);
  putSmallImage(parts, 'a', ['1.0', '1.1']);
  const targets = [{ repository: REPOSITORY, tags: ['large', '1.0', '1.1'] }];
  const items: DeleteItem[] = [];
  let plan: DeletePlan | undefined;
  for await (const event of await client.delete.plan({ connectionId: 'c', targets, untagOnly: false }))
    if (event.kind === 'plan') plan = event.plan;
  expect(plan).toMatchObject({ tooLarge: ['large'], complete: true });
  const run = { connectionId: 'c', runId: 'r', parts: [{ repository: REPOSITORY, groups: plan?.groups ?? [] }], confirmation: REPOSITORY };
  for await (const event of await client.delete.apply({ ...run, typed: [], several: false }))
    if (event.kind === 'items') items.push(...event.items);
  expect(items.map(({ tag, state }) => `${tag} ${state}`).sort()).toEqual(['1.0 gone', '1.1 gone', 'large gone']);
  expect(repository.tags.size).toBe(0);
  expect(repository.manifests.has(digest)).toBe(true);
});
