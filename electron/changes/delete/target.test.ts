import { afterAll, test as anyTest, beforeAll, describe, expect } from 'vitest';
import { memory } from '../../../e2e/support/changes/memory.ts';
import { connect } from '../../../e2e/support/connect.ts';
import { pullWhole, pushImage } from '../../../e2e/support/content/images.ts';
import { testWith } from '../../../e2e/support/needs.ts';
import { type CuttingProxy, startCuttingProxy } from '../../../e2e/support/servers/cutting-proxy.ts';
import { type Distribution, startDistribution } from '../../../e2e/support/servers/distribution.ts';
import { isFailure } from '../../../shared/errors.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { digestOf } from '../../registry/digest.ts';
import type { DeleteJob, DeleteOutcome } from './job.ts';
import { deleteTarget } from './target.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo');

const TAGS = ['1.9.2', '1.9', 'latest'];
const SIBLINGS = ['1.9', 'latest'];

let registry: Distribution;
let proxy: CuttingProxy;
beforeAll(async () => {
  registry = await startDistribution({ deletes: true });
  proxy = await startCuttingProxy(registry.port);
});
afterAll(async () => {
  await proxy.stop();
  await registry.stop();
});

type End = { outcome: DeleteOutcome } | { refused: string };

async function run(client: RegistryClient, repository: string, digest: string, what: 'tag' | 'image'): Promise<End> {
  const job: DeleteJob = { client, repository, tag: '1.9.2', digest, what, way: 'placeholder', siblings: SIBLINGS, ...memory() };
  try {
    return { outcome: await deleteTarget(job, () => {}) };
  } catch (error) {
    if (isFailure(error)) return { refused: error.code };
    throw error;
  }
}

/** Where each tag truly points, asked past the proxy. */
async function truth(repository: string): Promise<Record<string, string | undefined>> {
  const client = connect(registry.url);
  const heads = await Promise.all(TAGS.map(async (tag) => [tag, (await client.head(repository, tag))?.digest] as const));
  await client.close();
  return Object.fromEntries(heads);
}

/** How many requests the whole sequence makes when nothing goes wrong. */
async function countRequests(repository: string, what: 'tag' | 'image'): Promise<number> {
  const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: TAGS });
  proxy.cut = undefined;
  proxy.seen.length = 0;
  const client = connect(proxy.url);
  await run(client, repository, digest, what);
  await client.close();
  return proxy.seen.length;
}

describe.each(['before', 'after'] as const)(
  'deleting one tag of three, with the connection cut %s the registry saw the request',
  (when) => {
    test('at every single request: no sibling is lost, the tag is unchanged or deleted, and the outcome says which', async () => {
      const requests = await countRequests(`cut/count-${when}`, 'tag');
      const ends: string[] = [];
      expect(requests).toBeGreaterThan(8);
      for (let at = 1; at <= requests; at++) {
        const repository = `cut/tag-${when}-${at}`;
        const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: TAGS });
        proxy.seen.length = 0;
        proxy.cut = { at, when };
        const client = connect(proxy.url);
        const end = await run(client, repository, digest, 'tag');
        await client.close();
        const now = await truth(repository);
        const request = `${at}: ${proxy.seen[at - 1]?.method}`;
        expect([request, now['1.9'], now['latest']]).toEqual([request, digest, digest]);
        expect([request, [digest, undefined].includes(now['1.9.2'])]).toEqual([request, true]);
        const said = 'refused' in end ? 'unchanged' : end.outcome.tag;
        expect([request, said]).toEqual([request, now['1.9.2'] === undefined ? 'deleted' : 'unchanged']);
        if ('outcome' in end) expect(end.outcome.lostSiblings).toEqual([]);
        ends.push(`${request} ${said}`);
      }
      console.log(`cut ${when}: ${ends.join(', ')}`);
      proxy.cut = undefined;
    });
  },
);

test('deleting the image and its tags, cut at every request: all deleted or all unchanged, and the outcome says which', async () => {
  const requests = await countRequests('cut/count-image', 'image');
  for (const when of ['before', 'after'] as const) {
    for (let at = 1; at <= requests; at++) {
      const repository = `cut/image-${when}-${at}`;
      const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: TAGS });
      proxy.seen.length = 0;
      proxy.cut = { at, when };
      const client = connect(proxy.url);
      const end = await run(client, repository, digest, 'image');
      await client.close();
      const now = new Set(Object.values(await truth(repository)));
      expect(now.size).toBe(1);
      const gone = now.has(undefined);
      expect('refused' in end ? 'unchanged' : end.outcome.tag).toBe(gone ? 'deleted' : 'unchanged');
    }
  }
  proxy.cut = undefined;
});

test('a registry that stops answering after the tag was replaced: the outcome is unknown', async () => {
  const repository = 'cut/away';
  const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: TAGS });
  const own = await startCuttingProxy(registry.port);
  const client = connect(own.url);
  const outcome = await deleteTarget(
    { client, repository, tag: '1.9.2', digest, what: 'tag', way: 'placeholder', siblings: SIBLINGS, ...memory() },
    (step) => {
      if (step === 'remove') void own.stop();
    },
  );
  expect(outcome.tag).toBe('unknown');
  expect(outcome.unprovenSiblings).toEqual(SIBLINGS);
  await client.close();
  const now = await truth(repository);
  expect([now['1.9'], now['latest']]).toEqual([digest, digest]);
});

test('a tag that moved since the plan stops the deletion', async () => {
  const repository = 'moved/api';
  const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: TAGS });
  const other = await pushImage({ layers: [600] }, { host: registry.host, repository, tags: ['1.9.2'] });
  const client = connect(registry.url);
  expect(await run(client, repository, digest, 'tag')).toEqual({ refused: 'CONFLICT' });
  expect((await client.head(repository, '1.9.2'))?.digest).toBe(other.digest);
  await client.close();
});

test('a tag that came to the image since the plan stops the deletion of the image', async () => {
  const repository = 'moved/new';
  const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: [...TAGS, 'newcomer'] });
  const client = connect(registry.url);
  expect(await run(client, repository, digest, 'image')).toEqual({ refused: 'CONFLICT' });
  expect((await client.head(repository, 'newcomer'))?.digest).toBe(digest);
  await client.close();
});

test('an image that an index contains is not deleted, and its tag alone can be', async () => {
  const repository = 'index/api';
  const index = await pushImage(
    [
      { layers: [500], architecture: 'amd64' },
      { layers: [700], architecture: 'arm64' },
    ],
    { host: registry.host, repository, tags: ['multi'] },
  );
  const child = (JSON.parse(index.manifest) as { manifests: { digest: string }[] }).manifests[0]?.digest ?? '';
  const client = connect(registry.url);
  await client.putManifest(repository, '1.9.2', await client.manifest(repository, child));
  const job = { client, repository, tag: '1.9.2', digest: child, way: 'placeholder', siblings: [], ...memory() } as const;
  await expect(deleteTarget({ ...job, what: 'image' }, () => {})).rejects.toThrow(/CONFLICT/);
  await deleteTarget({ ...job, what: 'tag' }, () => {});
  expect(await client.head(repository, '1.9.2')).toBeUndefined();
  await pullWhole(registry.host, repository, 'multi');
  await client.close();
});

test('a sibling that someone else deleted since the plan is not restored', async () => {
  const repository = 'moved/sibling';
  const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: ['1.9.2', 'latest'] });
  const client = connect(registry.url);
  const end = await run(client, repository, digest, 'tag');
  expect('outcome' in end && end.outcome).toMatchObject({ tag: 'deleted', lostSiblings: [], unprovenSiblings: [] });
  expect(await client.head(repository, '1.9')).toBeUndefined();
  expect((await client.head(repository, 'latest'))?.digest).toBe(digest);
  await client.close();
});

test('an image in an index that is itself in an index is not deleted', async () => {
  const repository = 'index/nested';
  const inner = await pushImage({ layers: [500] }, { host: registry.host, repository, tags: ['1.9.2'] });
  const client = connect(registry.url);
  const put = async (reference: string, child: { digest: string; mediaType: string; size: number }): Promise<RawManifest> => {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [child] }));
    const manifest = { digest: digestOf(bytes), mediaType: OCI_INDEX, bytes };
    await client.putManifest(repository, reference === '' ? manifest.digest : reference, manifest);
    return manifest;
  };
  const middle = await put('', { digest: inner.digest, mediaType: OCI_MANIFEST, size: inner.manifest.length });
  await put('outer', { digest: middle.digest, mediaType: OCI_INDEX, size: middle.bytes.byteLength });
  const job = {
    client,
    repository,
    tag: '1.9.2',
    digest: inner.digest,
    what: 'image',
    way: 'placeholder',
    siblings: [],
    ...memory(),
  } as const;
  await expect(deleteTarget(job, () => {})).rejects.toThrow(/CONFLICT/);
  expect((await client.head(repository, '1.9.2'))?.digest).toBe(inner.digest);
  await client.close();
});
