import { afterEach, expect, test } from 'vitest';
import { connect, failureOf } from '../../../e2e/support/connect.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { behaviourOf, profiles } from '../../../e2e/support/registry/profiles.ts';
import { tagDetails } from '../../../e2e/support/tag-details.ts';
import type { UntaggedImage } from '../../../shared/contract/untagged.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import { createSampleContent } from '../../sample/content.ts';
import { putImage } from '../../sample/store.ts';
import type { ToldRow } from './api.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

async function harbor(behaviour: Partial<Behaviour> = {}) {
  const profile = profiles.find(({ product }) => product === 'harbor');
  const registry = new RegistryDouble(createSampleContent(), { ...(profile && behaviourOf(profile)), ...behaviour });
  const url = await registry.start();
  const client = connect(url, { kind: 'password', username: 'sample', password: 'sample' });
  open.push(registry, { stop: () => client.close() });
  await client.ping();
  registry.requests.length = 0;
  return { registry, client };
}

test('Harbor is recognised by its challenge, and its projects are listed for who is no administrator', async () => {
  const { client, registry } = await harbor();
  expect(client.productId).toBe('harbor');
  const names: string[] = [];
  for await (const page of client.repositories()) names.push(...page.names);
  expect(names.sort()).toEqual([...registry.store.repositories.keys()].sort());
});

test("Harbor's tag table takes a request a page and no pull: no manifest is asked for", async () => {
  const { client, registry } = await harbor();
  const details = await tagDetails(client, 'team/api');
  expect(details.size).toBe(registry.store.repository('team/api').tags.size);
  expect(details.get('1.9.2')).toMatchObject({ state: 'read', kind: 'index', platforms: [{ architecture: 'amd64' }, {}, {}] });
  expect(details.get('1.8.7')).toMatchObject({ state: 'read', kind: 'image', created: expect.any(String), size: expect.any(Number) });
  expect(registry.requests.filter(({ path }) => path.includes('/manifests/') || path.includes('/blobs/'))).toEqual([]);
  expect(registry.requests.filter(({ path }) => path.includes('/artifacts'))).toHaveLength(1);
});

test('a row says when its tag or its image was pulled last, and whether a rule protects it', async () => {
  const { client, registry } = await harbor({
    immutable: /^1\.9/,
    lastPull: (tag) => (tag === '1.9.2' ? '2026-11-02T03:04:05Z' : undefined),
  });
  const details = await tagDetails(client, 'team/api');
  expect(details.get('1.9.2')).toMatchObject({ pulled: '2026-11-02T03:04:05.000Z', immutable: true });
  // It was never pulled: the first day of the calendar is no time.
  expect(details.get('1.8.7')).toMatchObject({ immutable: false });
  expect(details.get('1.8.7')).not.toHaveProperty('pulled');

  // A pull by digest is noted with the image.
  const digest = (await client.head('team/api', '1.8.7'))?.digest;
  const tags = [
    { name: '1.8.7', pull_time: '2026-10-01T00:00:00Z' },
    { name: 'other', pull_time: '2026-11-05T00:00:00Z' },
    { name: 'odd', pull_time: 7 },
  ];
  const artifact = { digest, manifest_media_type: OCI_MANIFEST, type: 'IMAGE', pull_time: '2026-11-01T00:00:00Z', tags };
  registry.fault = ({ path }) =>
    path.endsWith('/artifacts') ? { kind: 'body', body: JSON.stringify([artifact]), headers: { 'x-total-count': '1' } } : undefined;
  const rows: ToldRow[] = [];
  for await (const page of client.productApi.tagRows?.('team/api', undefined) ?? []) rows.push(...page);
  expect(rows.map((row) => (row.state === 'read' ? row.pulled : undefined))).toEqual([
    '2026-11-01T00:00:00.000Z',
    '2026-11-05T00:00:00.000Z',
    '2026-11-01T00:00:00.000Z',
  ]);
});

test("a platform without a system is not shown as a slash, in Harbor's table either", async () => {
  const { client, registry } = await harbor();
  const digest = (await client.head('team/api', '1.9.2'))?.digest;
  const references = [{ platform: { os: '', architecture: '' } }, { platform: { architecture: 'arm64' } }];
  const artifact = { digest, manifest_media_type: OCI_INDEX, type: 'IMAGE', references, tags: [{ name: '1.9.2' }] };
  registry.fault = ({ path }) =>
    path.endsWith('/artifacts') ? { kind: 'body', body: JSON.stringify([artifact]), headers: { 'x-total-count': '1' } } : undefined;
  expect((await tagDetails(client, 'team/api')).get('1.9.2')).toMatchObject({ platforms: [{ os: 'unknown', architecture: 'arm64' }] });
});

test('where its own API may not be asked, the table is read in the usual way', async () => {
  const { client, registry } = await harbor();
  registry.fault = ({ path }) => (path.startsWith('/api/') ? { kind: 'status', status: 403 } : undefined);
  expect((await tagDetails(client, 'team/web')).size).toBe(registry.store.repository('team/web').tags.size);
});

test('a repository of several segments is named twice escaped, as its router wants it', async () => {
  const { client, registry } = await harbor();
  registry.store.repositories.set('team/deep/er', registry.store.repository('team/web'));
  expect((await tagDetails(client, 'team/deep/er')).size).toBeGreaterThan(0);
  expect(registry.requests.some(({ path }) => path.includes('/repositories/deep%252Fer/artifacts'))).toBe(true);
});

test('a tag that a rule protects is said to be protected, at a push and at a removal', async () => {
  const { client } = await harbor({ immutable: /^1\.9/ });
  const raw = await client.manifest('team/api', '1.8.7');
  const pushed = await failureOf(client.putManifest('team/api', '1.9.2', raw));
  expect(pushed).toMatchObject({ code: 'CONFLICT', data: { what: 'protected', now: expect.stringContaining('immutable') } });
  const digest = (await client.head('team/api', '1.9.2'))?.digest ?? '';
  expect(await failureOf(client.deleteTag('team/api', '1.9.2', digest))).toMatchObject({ code: 'CONFLICT', data: { what: 'protected' } });
});

test('Harbor lists manifests without a tag, also those that were never seen, and nothing that is part of an index', async () => {
  const { client, registry } = await harbor();
  const repository = registry.store.repository('team/api');
  const platform = { os: 'linux', architecture: 'amd64' };
  const { digest } = putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed: 'untagged' } });
  const told: UntaggedImage[] = [];
  for await (const images of client.productApi.untagged?.('team/api', undefined) ?? []) told.push(...images);
  expect(told).toEqual([
    {
      digest,
      mediaType: OCI_MANIFEST,
      kind: 'image',
      content: 'image',
      size: expect.any(Number),
      created: '2026-01-01T00:00:00.000Z',
      pushed: '2026-01-02T00:00:00.000Z',
    },
  ]);
});
