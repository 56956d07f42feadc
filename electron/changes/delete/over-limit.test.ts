import { afterEach, expect, test } from 'vitest';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { DeleteItem, DeleteOutcome, DeletePlan, SinglePlan } from '../../../shared/contract/delete.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import { putImage, type SampleRepository } from '../../sample/store.ts';

const REPOSITORY = 'team/api';
const inside = { connectionId: 'c', repository: REPOSITORY };
const platform = { os: 'linux', architecture: 'amd64' };

type Parts = AppOver & { readonly registry: RegistryDouble; readonly repository: SampleRepository };
let open: Parts | undefined;
afterEach(async () => {
  await open?.stop();
  await open?.registry.stop();
  open = undefined;
});

async function start(behaviour: Partial<Behaviour> = {}): Promise<Parts> {
  const registry = new RegistryDouble(undefined, behaviour);
  const app = await startAppOver(await registry.start());
  open = { ...app, registry, repository: registry.store.repository(REPOSITORY) };
  return open;
}

const image = ({ repository }: Parts, seed: string, tags: string[]): string =>
  putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags).digest;

/** A manifest of more than 4 MiB, whose padding is in an annotation. */
const large = ({ repository }: Parts, document: { mediaType: string }, tags: string[]): string =>
  repository.putDocument({ ...{ schemaVersion: 2, annotations: { padding: 'x'.repeat(4_300_000) } }, ...document }, tags);

const largeImage = (parts: Parts, tags: string[]): string => {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: parts.repository.putBlob(Buffer.from('{}')), size: 2 };
  return large(parts, { mediaType: OCI_MANIFEST, ...{ config, layers: [] } }, tags);
};

async function planned({ client }: Parts, tag: string): Promise<SinglePlan> {
  for await (const event of await client.delete.planOne({ ...inside, tag })) if (event.kind === 'plan') return event.plan;
  throw new Error('no plan');
}

async function deleted(parts: Parts, tag: string, what: 'tag' | 'image'): Promise<DeleteOutcome & { changeId: string }> {
  const { digest, siblings } = await planned(parts, tag);
  const request = { ...inside, tag, digest, what, siblings, confirmation: REPOSITORY, typed: [] };
  for await (const event of await parts.client.delete.applyOne(request))
    if (event.kind === 'done') return { ...event.outcome, changeId: event.changeId };
  throw new Error('no outcome');
}

test('a manifest that is too large to be read keeps no other image from being deleted, and it is said', async () => {
  const parts = await start();
  largeImage(parts, ['large']);
  image(parts, 'a', ['1.0']);
  expect(await planned(parts, '1.0')).toMatchObject({ tooLarge: ['large'], complete: true, image: { obstacles: [] } });
  const outcome = await deleted(parts, '1.0', 'image');
  expect(outcome).toMatchObject({ tag: 'gone' });
  expect(outcome.failure).toBeUndefined();
  expect([...parts.repository.tags.keys()]).toEqual(['large']);
});

test('an index that is too large to be read keeps the images that it names, and no others', async () => {
  const parts = await start();
  const child = image(parts, 'child', ['child']);
  image(parts, 'other', ['other']);
  large(parts, { mediaType: OCI_INDEX, ...{ manifests: [{ mediaType: OCI_MANIFEST, digest: child, size: 1 }] } }, ['large']);
  expect((await planned(parts, 'child')).image.obstacles).toEqual(['in-index']);
  expect((await planned(parts, 'other')).image.obstacles).toEqual([]);
  expect(await deleted(parts, 'other', 'image')).toMatchObject({ tag: 'gone' });
});

test('the tag of a manifest that is too large to be kept is removed by a tag delete, and it is said that this has no undo', async () => {
  const parts = await start();
  const digest = largeImage(parts, ['large', 'kept']);
  const plan = await planned(parts, 'large');
  expect(plan.tagOnly).toEqual({ way: 'tag-delete', obstacles: [] });
  expect(plan.image.obstacles).toEqual(['too-large']);
  const outcome = await deleted(parts, 'large', 'tag');
  expect(outcome).toMatchObject({ tag: 'gone', lostSiblings: [] });
  expect([...parts.repository.tags]).toEqual([['kept', digest]]);
  for await (const event of await parts.client.history.planUndo({ id: outcome.changeId }))
    if (event.kind === 'plan') expect(event.plan).toMatchObject({ obstacle: 'content-gone' });
});

test('where tags cannot be deleted by themselves, one of a manifest that is too large is left alone', async () => {
  const parts = await start({ deletes: 'digest' });
  largeImage(parts, ['large']);
  expect((await planned(parts, 'large')).tagOnly.obstacles).toEqual(['too-large']);
});

test('of many, the tag of a manifest that is too large is removed and its image kept, the others are deleted', async () => {
  const parts = await start();
  const { repository, client } = parts;
  const digest = largeImage(parts, ['large']);
  image(parts, 'a', ['1.0', '1.1']);
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
