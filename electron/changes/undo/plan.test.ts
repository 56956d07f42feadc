import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { memory } from '../../../e2e/support/changes/memory.ts';
import { connect } from '../../../e2e/support/connect.ts';
import { pullWhole, pushImage } from '../../../e2e/support/content/images.ts';
import { testWith } from '../../../e2e/support/needs.ts';
import { run } from '../../../e2e/support/process.ts';
import { type Distribution, startDistribution } from '../../../e2e/support/servers/distribution.ts';
import type { Move } from '../../../shared/contract/history.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { deleteTarget } from '../delete/target.ts';
import { planUndo } from './plan.ts';
import { restore } from './restore.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo');

let registry: Distribution;
let client: RegistryClient;
beforeAll(async () => {
  registry = await startDistribution({ deletes: true });
  client = connect(registry.url);
});
afterAll(async () => {
  await client.close();
  await registry.stop();
});

const changeOf = (moves: readonly Move[]) => ({ moves, referrers: [] });

const yes = async (): Promise<boolean> => true;

test('a deleted multi-platform image with two tags is restored byte by byte, and pulls', async () => {
  const repository = 'undo/index';
  const { digest } = await pushImage(
    [
      { layers: [500], architecture: 'amd64' },
      { layers: [700], architecture: 'arm64' },
    ],
    { host: registry.host, repository, tags: ['1.0', 'latest'] },
  );
  const before = await client.manifest(repository, '1.0');
  const parts = memory();
  const job = { client, repository, tag: '1.0', digest, what: 'image', way: 'placeholder', siblings: ['latest'], ...parts } as const;
  expect(await deleteTarget(job, () => {})).toMatchObject({ tag: 'deleted' });
  // Someone deletes the platforms too: only their blobs are left.
  const children = JSON.parse(before.bytes.toString('utf8')) as { manifests: { digest: string }[] };
  for (const child of children.manifests) await client.deleteManifest(repository, child.digest);
  const question = { client, repository, trash: parts.trash };
  const change = changeOf([
    { tag: '1.0', before: digest, after: null },
    { tag: 'latest', before: digest, after: null },
  ]);
  const plan = await planUndo(question, change, yes);
  expect(plan).toMatchObject({ missing: [], moves: [{ action: 'restore' }, { action: 'restore' }] });
  expect(plan.obstacle).toBeUndefined();
  for (const { tag, now } of plan.moves) await restore(question, tag, { digest, seen: now }, parts.stepLog);
  for (const tag of ['1.0', 'latest']) {
    expect(await client.manifest(repository, tag)).toEqual(before);
    await pullWhole(registry.host, repository, tag);
  }
  expect((await planUndo(question, change, yes)).obstacle).toBe('nothing-left');
});

test('after garbage collection the plan says that nothing can be undone, and which content was not found', async () => {
  const own = await startDistribution({ deletes: true });
  const asked = connect(own.url);
  const repository = 'undo/collected';
  const { digest, manifest } = await pushImage({ layers: [500] }, { host: own.host, repository, tags: ['1.0'] });
  const parts = memory();
  await deleteTarget(
    { client: asked, repository, tag: '1.0', digest, what: 'image', way: 'placeholder', siblings: [], ...parts },
    () => {},
  );
  await run('docker-registry', ['garbage-collect', join(own.folder, 'config.yml')]);
  const change = changeOf([{ tag: '1.0', before: digest, after: null }]);
  const plan = await planUndo({ client: asked, repository, trash: parts.trash }, change, yes);
  const { config, layers } = JSON.parse(manifest) as { config: { digest: string }; layers: { digest: string }[] };
  expect(plan.obstacle).toBe('content-deleted');
  expect(plan.missing.sort()).toEqual([config.digest, ...layers.map((layer) => layer.digest)].sort());
  await asked.close();
  await own.stop();
  await rm(own.folder, { recursive: true, force: true });
});

test('a tag that someone has moved since is unchanged', async () => {
  const repository = 'undo/moved';
  const first = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: ['stable'] });
  const second = await pushImage({ layers: [600] }, { host: registry.host, repository, tags: ['2.0'] });
  const other = await pushImage({ layers: [700] }, { host: registry.host, repository, tags: ['stable'] });
  const { trash } = memory();
  const change = changeOf([{ tag: 'stable', before: first.digest, after: second.digest }]);
  const plan = await planUndo({ client, repository, trash }, change, yes);
  expect(plan).toMatchObject({ obstacle: 'nothing-left', moves: [{ action: 'moved', now: other.digest }] });
  // A tag that someone moved between the plan and the undo is not restored either.
  const { stepLog } = memory();
  const late = restore({ client, repository, trash }, 'stable', { digest: first.digest, seen: second.digest }, stepLog);
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT', data: { what: 'tag-moved', now: other.digest } });
  expect((await client.head(repository, 'stable'))?.digest).toBe(other.digest);
});

test('a new tag is undone by removing it, where the registry lets tags be removed', async () => {
  const repository = 'undo/new';
  const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: ['1.0', 'new'] });
  const { trash } = memory();
  const change = changeOf([{ tag: 'new', before: null, after: digest }]);
  const question = { client, repository, trash };
  expect(await planUndo(question, change, yes)).toMatchObject({ moves: [{ action: 'remove' }] });
  expect((await planUndo(question, change, async () => false)).obstacle).toBe('cannot-remove');
});
