import { exec } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ORPCError } from '@orpc/client';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { type Headless, json, layerOf, putBlob, putManifest, sha256, startHeadless } from '../../../../e2e/support/content/image-files.ts';
import { inspectDigest, pullWhole, pushImage } from '../../../../e2e/support/content/images.ts';
import { testWith } from '../../../../e2e/support/needs.ts';
import { run } from '../../../../e2e/support/process.ts';
import { endOf } from '../../../../e2e/support/runs.ts';
import { type Distribution, startDistribution } from '../../../../e2e/support/servers/distribution.ts';
import { imageFileCommand } from '../../../../shared/image-file-command.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo');

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG = 'application/vnd.docker.container.image.v1+json';
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const FOREIGN = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

let registry: Distribution;
let longshore: Headless;
let folder: string;
/** The address that foreign layers name, and who asked it. */
let elsewhere: Server;
const asked: string[] = [];
beforeAll(async () => {
  registry = await startDistribution({ deletes: true, foreignLayers: true });
  folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  longshore = await startHeadless(registry.url);
  elsewhere = createServer((request, answer) => {
    asked.push(request.url ?? '');
    answer.writeHead(404).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await longshore.close();
  await registry.stop();
  elsewhere.close();
  await rm(folder, { recursive: true, force: true });
});

const client = () => longshore.client;
const transfer = () => client().transfer;
const in_ = (repository: string) => ({ connectionId: 'c', repository });

async function save(repository: string, format: 'oci' | 'docker', platforms: string[] | null = null, file = 'image.tar') {
  const path = join(folder, `${repository.replaceAll('/', '-')}-${format}-${file}`);
  const wanted = { ...in_(repository), tags: ['1.0'], platforms, format };
  const plan = await transfer().save.plan(wanted);
  await endOf(client(), await transfer().save.start({ planId: plan.planId, path, replace: false }));
  return { path, plan };
}

async function copy(repository: string, into: string, platforms: string[] | null = null) {
  const images = [{ reference: '1.0', tag: '1.0' }];
  const wanted = { source: in_(repository), images, target: in_(into), platforms, referrers: false };
  const { planId, images: planned, ...plan } = await transfer().copy.plan(wanted);
  await endOf(client(), await transfer().copy.start({ planId, tags: ['1.0'], typed: [] }));
  const [image] = planned;
  if (!image) throw new Error('The plan has no image');
  return { ...plan, ...image };
}

async function load(path: string, repository: string) {
  const { images } = await transfer().file.inspect({ path });
  const target = { ...in_(repository), tag: '1.0' };
  const { planId, image, ...plan } = await transfer().load.plan({ path, image: images[0]?.digest ?? '', target });
  await endOf(client(), await transfer().load.start({ planId, typed: [] }));
  return { ...plan, ...image };
}

/** Runs the command that the notice of a saved file prints, into this repository. */
async function runPrinted(path: string, repository: string): Promise<string> {
  const command = imageFileCommand('oci', path)
    .replace('skopeo copy', 'skopeo copy --quiet --dest-tls-verify=false')
    .replace('docker://…', `docker://${registry.host}/${repository}:1.0`);
  await promisify(exec)(command);
  return inspectDigest(registry.host, repository, '1.0');
}

const images = [
  { layers: [20_000, 7_000], architecture: 'amd64' },
  { layers: [20_000], architecture: 'arm64' },
];

/** The same image in Docker's types, as skopeo converts it. */
async function pushDocker(repository: string, one: boolean): Promise<string> {
  await pushImage(one ? (images[0] ?? { layers: [] }) : images, { host: registry.host, repository: `${repository}-oci`, tags: ['1.0'] });
  const [from, to] = [`docker://${registry.host}/${repository}-oci:1.0`, `docker://${registry.host}/${repository}:1.0`];
  await run('skopeo', ['copy', '--quiet', '--all', '--format=v2s2', '--src-tls-verify=false', '--dest-tls-verify=false', from, to]);
  return inspectDigest(registry.host, repository, '1.0');
}

test('images and indexes of both kinds of media types, saved as an OCI layout, are read by the printed command with the same digest', async () => {
  const oci = await pushImage(images, { host: registry.host, repository: 'read/oci', tags: ['1.0'] });
  const single = await pushImage(images[0] ?? { layers: [] }, { host: registry.host, repository: 'read/single', tags: ['1.0'] });
  const kinds = [
    ['read/oci', oci.digest, false],
    ['read/single', single.digest, false],
    ['read/docker', await pushDocker('read/docker', true), true],
    ['read/list', await pushDocker('read/list', false), true],
  ] as const;
  for (const [repository, digest, isDocker] of kinds) {
    const { path, plan } = await save(repository, 'oci');
    expect(plan.isDocker).toBe(isDocker);
    expect(await runPrinted(path, `${repository}-read`)).toBe(digest);
  }
  const odd = await save('read/list', 'oci', null, `it's 12:30 (new).tar`);
  expect(await runPrinted(odd.path, 'read/odd')).toBe(kinds[3][1]);
});

/** An image with a layer of its own and a foreign one, which the registry has or not. */
async function pushForeign(repository: string, isHeld: boolean) {
  const [own, foreign] = [await layerOf('own'), await layerOf('foreign')];
  const [packedOwn, packedForeign] = [gzipSync(own), gzipSync(foreign)];
  const config = json({ os: 'windows', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [foreign, own].map(sha256) } });
  const urls = [`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/layer`];
  const descriptor = isHeld
    ? await putBlob(registry.url, repository, packedForeign)
    : { digest: sha256(packedForeign), size: packedForeign.byteLength };
  const layers = [
    { mediaType: FOREIGN, ...descriptor, urls },
    { mediaType: LAYER, ...(await putBlob(registry.url, repository, packedOwn)) },
  ];
  const document = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, ...(await putBlob(registry.url, repository, config)) },
    layers,
  };
  const { digest } = await putManifest(registry.url, repository, document, '1.0');
  return { digest, foreign: descriptor };
}

const hasBlob = async (repository: string, digest: string): Promise<boolean> =>
  (await fetch(`${registry.url}/v2/${repository}/blobs/${digest}`, { method: 'HEAD' })).ok;

test('a foreign layer that the source has is copied, saved and loaded like any other', async () => {
  const { digest, foreign } = await pushForeign('foreign/held', true);
  const plan = await copy('foreign/held', 'foreign/held-copy');
  expect(plan).toMatchObject({ digest, foreign: { blobs: 0 }, toMount: { blobs: 3 } });
  expect(await hasBlob('foreign/held-copy', foreign.digest)).toBe(true);
  const saved = await save('foreign/held', 'oci');
  expect(saved.plan).toMatchObject({ foreign: { blobs: 0 }, blobs: 3 });
  expect(await runPrinted(saved.path, 'foreign/held-read')).toBe(digest);
  expect(await load(saved.path, 'foreign/held-loaded')).toMatchObject({ digest, foreign: { blobs: 0 } });
  expect(await hasBlob('foreign/held-loaded', foreign.digest)).toBe(true);
  const docker = await save('foreign/held', 'docker');
  await run('skopeo', [
    'copy',
    '--quiet',
    '--dest-tls-verify=false',
    `docker-archive:${docker.path}`,
    `docker://${registry.host}/foreign/d:1`,
  ]);
  expect(asked).toEqual([]);
});

test('a foreign layer that the source does not have is named in the plan, left out of copies and files, and never downloaded', async () => {
  const { digest, foreign } = await pushForeign('foreign/absent', false);
  const leftOut = { foreign: { blobs: 1, bytes: foreign.size } };
  expect(await copy('foreign/absent', 'foreign/absent-copy')).toMatchObject({ digest, ...leftOut, toMount: { blobs: 2 } });
  const saved = await save('foreign/absent', 'oci');
  expect(saved.plan).toMatchObject({ ...leftOut, blobs: 2 });
  expect(await load(saved.path, 'foreign/absent-loaded')).toMatchObject({ digest, ...leftOut });
  expect(await runPrinted(saved.path, 'foreign/absent-read')).toBe(digest);
  // For docker the file would name a layer that is not in it.
  const refused = await save('foreign/absent', 'docker').catch((error: unknown) => error);
  expect(refused instanceof ORPCError && refused.data).toMatchObject({ reason: 'foreign-layers', subject: foreign.digest });
  expect(asked).toEqual([]);
});

test('an index with missing images is copied, saved and loaded without them, and they are named', async () => {
  const repository = 'sparse/api';
  const three = [...images, { layers: [9_000], architecture: 's390x' }];
  const { manifest } = await pushImage(three, { host: registry.host, repository, tags: ['1.0'] });
  const [amd64, arm64, s390x] = (JSON.parse(manifest) as { manifests: { digest: string }[] }).manifests.map(({ digest }) => digest);
  const gone = await fetch(`${registry.url}/v2/${repository}/manifests/${arm64}`, { method: 'DELETE' });
  expect(gone.status).toBe(202);
  const missing = [{ digest: arm64, platform: 'linux/arm64' }];
  const platforms = [{ name: 'linux/amd64' }, { name: 'linux/s390x' }];
  const plan = await copy(repository, 'sparse/copy');
  expect(plan).toMatchObject({ missing, platforms });
  expect(plan.digest).not.toBe(plan.whole);
  await pullWhole(registry.host, 'sparse/copy', '1.0');
  const copied = await (await fetch(`${registry.url}/v2/sparse/copy/manifests/1.0`, { headers: { accept: OCI_INDEX } })).json();
  expect(copied.manifests.map(({ digest }: { digest: string }) => digest)).toEqual([amd64, s390x]);
  expect((await copy(repository, 'sparse/one', ['linux/s390x'])).digest).toBe(s390x);
  const saved = await save(repository, 'oci');
  expect(saved.plan).toMatchObject({ missing, platforms });
  expect(await runPrinted(saved.path, 'sparse/read')).toBe(plan.digest);
  expect((await save(repository, 'docker', ['linux/amd64'])).plan).toMatchObject({ images: [{ digest: amd64 }], isIndex: false, missing });
  expect((await load(saved.path, 'sparse/loaded')).digest).toBe(plan.digest);
  await pullWhole(registry.host, 'sparse/loaded', '1.0');
});

test('an index within an index that lacks an image is transferred without it', async () => {
  const repository = 'sparse/nested';
  const inner = await pushImage(images, { host: registry.host, repository, tags: ['inner'] });
  const [amd64, arm64] = (JSON.parse(inner.manifest) as { manifests: { digest: string; size: number }[] }).manifests;
  const nested = { mediaType: OCI_INDEX, digest: inner.digest, size: inner.manifest.length };
  await putManifest(
    registry.url,
    repository,
    { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [nested] } as { mediaType: string },
    '1.0',
  );
  await fetch(`${registry.url}/v2/${repository}/manifests/${amd64?.digest}`, { method: 'DELETE' });
  expect(await copy(repository, 'sparse/nested-copy')).toMatchObject({ missing: [{ digest: amd64?.digest, platform: 'linux/amd64' }] });
  const read = async (reference: string) =>
    (await fetch(`${registry.url}/v2/sparse/nested-copy/manifests/${reference}`, { headers: { accept: OCI_INDEX } })).json();
  const root = await read('1.0');
  expect((await read(root.manifests[0].digest)).manifests).toMatchObject([{ digest: arm64?.digest }]);
});

test('several tags are one file: skopeo reads each by its tag, docker load finds all names, and a layer that they share is in it once', async () => {
  const repository = 'many/api';
  const first = await pushImage({ layers: [50_000, 7_000] }, { host: registry.host, repository, tags: ['1.0', 'stable'] });
  const second = await pushImage({ layers: [9_000] }, { host: registry.host, repository, tags: ['1.1'] });
  const plan = await transfer().save.plan({
    ...in_(repository),
    tags: ['1.0', 'stable', '1.1', 'missing'],
    platforms: null,
    format: 'oci',
  });
  expect(plan.images).toEqual([
    { tag: '1.0', digest: first.digest },
    { tag: 'stable', digest: first.digest },
    { tag: '1.1', digest: second.digest },
  ]);
  expect(plan).toMatchObject({ failed: [{ tag: 'missing', failure: { code: 'NOT_FOUND' } }], blobs: 5 });
  const path = join(folder, 'many.tar');
  await endOf(client(), await transfer().save.start({ planId: plan.planId, path, replace: false }));
  const to = `docker://${registry.host}/many/read`;
  for (const [tag, { digest }] of [
    ['stable', first],
    ['1.1', second],
  ] as const) {
    const command = imageFileCommand('oci', path, tag).replace('skopeo copy', 'skopeo copy --quiet --dest-tls-verify=false');
    await run('bash', ['-c', command.replace('docker://…', `${to}:${tag}`)]);
    expect(await inspectDigest(registry.host, 'many/read', tag)).toBe(digest);
  }
  const { images } = await transfer().file.inspect({ path });
  expect(images.map(({ names, digest }) => [names, digest])).toEqual([
    [['1.0', 'stable'], first.digest],
    [['1.1'], second.digest],
  ]);
  const docker = join(folder, 'many-docker.tar');
  const wanted = await transfer().save.plan({ ...in_(repository), tags: ['1.0', 'stable', '1.1'], platforms: null, format: 'docker' });
  await endOf(client(), await transfer().save.start({ planId: wanted.planId, path: docker, replace: false }));
  const listed = JSON.parse(await run('tar', ['-xOf', docker, 'manifest.json'])) as { RepoTags: string[] }[];
  const name = `${registry.host}/${repository}`;
  expect(listed.map(({ RepoTags }) => RepoTags)).toEqual([[`${name}:1.0`, `${name}:stable`], [`${name}:1.1`]]);
});
