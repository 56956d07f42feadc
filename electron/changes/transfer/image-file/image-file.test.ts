import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { memory } from '../../../../e2e/support/changes/memory.ts';
import { connect, failureOf } from '../../../../e2e/support/connect.ts';
import { inspectDigest, pullWhole, pushImage } from '../../../../e2e/support/content/images.ts';
import { testWith } from '../../../../e2e/support/needs.ts';
import { run } from '../../../../e2e/support/process.ts';
import { type Distribution, startDistribution } from '../../../../e2e/support/servers/distribution.ts';
import type { RegistryClient } from '../../../registry/client.ts';
import { UnfinishedFiles } from '../../../storage/unfinished-files.ts';
import { readGraph } from '../graph.ts';
import { sourceOf } from '../payload.ts';
import { blobsPresent } from '../plan.ts';
import { sendPayload } from '../send.ts';
import { openImageFile } from './read.ts';
import type { Replace } from './target.ts';
import { type FileFormat, writeImageFile } from './write.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo');

const repository = 'image-file/api';
const images = [
  { layers: [300_000, 70_000], architecture: 'amd64' },
  { layers: [200_000], architecture: 'arm64' },
];
const NO_REPORT = { progress: () => {}, blobs: () => {} };
const never = new AbortController().signal;
let registry: Distribution;
let client: RegistryClient;
let folder: string;
let digest: string;
let children: string[];
beforeAll(async () => {
  registry = await startDistribution({ deletes: true });
  client = connect(registry.url);
  folder = await mkdtemp(join(tmpdir(), 'longshore-image-file-'));
  const pushed = await pushImage(images, { host: registry.host, repository, tags: ['1.0'] });
  digest = pushed.digest;
  children = (JSON.parse(pushed.manifest) as { manifests: { digest: string }[] }).manifests.map((child) => child.digest);
});
afterAll(async () => {
  await client.close();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

async function save(
  format: FileFormat,
  platforms: string[] | null,
  file: string,
  signal = never,
  replace: Replace = 'nothing',
): Promise<string> {
  const path = join(folder, file);
  const graph = await readGraph(sourceOf({ client, repository }), '1.0', platforms);
  const name = format === 'oci' ? '1.0' : `${registry.host}/${repository}:1.0`;
  const read = (blob: string, offset: number, stop: AbortSignal) => client.blobs.read(repository, blob, offset, stop);
  const bytes = await writeImageFile(
    { images: [{ graph, name }], format, path, replace, read, note: (part) => new UnfinishedFiles(folder).note(part), signal },
    NO_REPORT,
  );
  expect((await stat(path)).size).toBe(bytes);
  return path;
}

/** Loads the one image of a file; its digest. */
async function load(path: string, into: string): Promise<string> {
  const { images, close } = await openImageFile(path, folder, never);
  const [image, ...more] = images;
  expect(more).toEqual([]);
  if (!image) throw new Error('no image');
  const { graph, read } = image;
  const to = { client, repository: into };
  const tags = [{ tag: '1.0', raw: graph.root, expected: null }];
  const present = await blobsPresent(graph, to, never);
  await sendPayload({ payload: graph, to, tags, present, mountFrom: undefined, read, signal: never, ...memory() }, NO_REPORT).finally(
    close,
  );
  return graph.root.digest;
}

const skopeo = (...args: string[]): Promise<string> =>
  run('skopeo', ['copy', '--quiet', '--all', '--src-tls-verify=false', '--dest-tls-verify=false', ...args]);

test('an index saved as an OCI layout is read by skopeo with the same digest, and by Longshore', async () => {
  const path = await save('oci', null, 'oci.tar');
  await skopeo(`oci-archive:${path}:1.0`, `docker://${registry.host}/image-file/by-skopeo:1.0`);
  expect(await inspectDigest(registry.host, 'image-file/by-skopeo', '1.0')).toBe(digest);
  expect(await load(path, 'image-file/own')).toBe(digest);
  await pullWhole(registry.host, 'image-file/own', '1.0');
});

test('one platform saved for docker load is read by skopeo as docker-archive', async () => {
  const path = await save('docker', ['linux/arm64'], 'docker.tar');
  await skopeo(`docker-archive:${path}`, `docker://${registry.host}/image-file/docker:1.0`);
  await pullWhole(registry.host, 'image-file/docker', '1.0');
  const config = async (name: string): Promise<string> =>
    (JSON.parse((await client.manifest(name, '1.0')).bytes.toString('utf8')) as { config: { digest: string } }).config.digest;
  const own = JSON.parse((await client.manifest(repository, children[1] ?? '')).bytes.toString('utf8')) as { config: { digest: string } };
  expect(await config('image-file/docker')).toBe(own.config.digest);
  const [, listed] = await Promise.all([0, run('tar', ['-tf', path])]);
  expect(listed).toContain('manifest.json');
  // For docker it has to be one image.
  expect(await failureOf(save('docker', null, 'index.tar'))).toMatchObject({ code: 'UNSUPPORTED' });
});

test('an oci-archive file by skopeo loads with the same digest, gzipped too', async () => {
  const path = join(folder, 'skopeo.tar');
  await skopeo(`docker://${registry.host}/${repository}:1.0`, `oci-archive:${path}:1.0`);
  expect(await load(path, 'image-file/loaded')).toBe(digest);
  expect(await inspectDigest(registry.host, 'image-file/loaded', '1.0')).toBe(digest);
  const gzipped = join(folder, 'skopeo.tar.gz');
  await writeFile(gzipped, gzipSync(await readFile(path)));
  expect(await load(gzipped, 'image-file/loaded-gz')).toBe(digest);
  await pullWhole(registry.host, 'image-file/loaded-gz', '1.0');
});

test('a docker-archive file by skopeo loads: its layers are compressed during the transfer, its config is unchanged', async () => {
  const path = join(folder, 'skopeo-docker.tar');
  const source = `docker://${registry.host}/${repository}@${children[0]}`;
  await run('skopeo', ['copy', '--quiet', '--src-tls-verify=false', source, `docker-archive:${path}:team/api:1.9`]);
  const { images: found, close } = await openImageFile(path, folder, never);
  expect(found.map(({ names }) => names)).toEqual([['docker.io/team/api:1.9']]);
  await close();
  const loaded = await load(path, 'image-file/from-docker');
  expect(await inspectDigest(registry.host, 'image-file/from-docker', '1.0')).toBe(loaded);
  await pullWhole(registry.host, 'image-file/from-docker', '1.0');
  const manifest = JSON.parse((await client.manifest('image-file/from-docker', '1.0')).bytes.toString('utf8'));
  expect(manifest.layers.every((layer: { mediaType: string }) => layer.mediaType.endsWith('tar+gzip'))).toBe(true);
});

test('an existing file is not replaced unasked; a save that is stopped or fails leaves nothing behind', async () => {
  const path = await save('oci', null, 'there.tar');
  expect(await failureOf(save('oci', null, 'there.tar'))).toMatchObject({ code: 'CONFLICT', data: { what: 'file-exists', subject: path } });
  await save('oci', ['linux/amd64'], 'there.tar', never, 'tar');
  expect(await failureOf(save('oci', null, 'no/such/folder.tar'))).toMatchObject({
    code: 'STORAGE',
    data: { reason: 'missing', code: 'ENOENT' },
  });
  const controller = new AbortController();
  controller.abort();
  await expect(save('oci', null, 'stopped.tar', controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect((await readdir(folder)).filter((name) => /part|stopped/.test(name))).toEqual([]);
});

test('a file without images is refused with the reason', async () => {
  const whole = await save('oci', null, 'whole.tar');
  const cut = join(folder, 'cut.tar');
  await writeFile(cut, await readFile(whole));
  await truncate(cut, 200_000);
  const text = join(folder, 'text.tar');
  await writeFile(text, 'no tar at all, but long enough to be looked at'.repeat(50));
  const empty = join(folder, 'empty.tar');
  await writeFile(empty, Buffer.alloc(1024));
  const whyOf = async (path: string) => {
    const { code, data } = await failureOf(openImageFile(path, folder, never));
    return `${code} ${data['reason']}`;
  };
  expect(await whyOf(cut)).toBe('IMAGE_FILE cut-short');
  expect(await whyOf(text)).toBe('IMAGE_FILE not-a-tar');
  expect(await whyOf(empty)).toBe('IMAGE_FILE no-image');
  expect(await whyOf(join(folder, 'nothing.tar'))).toBe('STORAGE missing');
  expect(await whyOf(folder)).toBe('STORAGE folder');
  // A blob that is not what its name says.
  const bytes = await readFile(whole);
  bytes.fill(7, bytes.byteLength - 60_000, bytes.byteLength - 50_000);
  await writeFile(cut, bytes);
  expect(await failureOf(load(cut, 'image-file/broken'))).toMatchObject({ code: 'DIGEST_MISMATCH' });
  expect(await client.head('image-file/broken', '1.0')).toBeUndefined();
});
