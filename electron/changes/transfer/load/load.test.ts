import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ORPCError } from '@orpc/client';
import { extract, pack } from 'tar-stream';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import {
  dockerFiles,
  type Files,
  type Headless,
  json,
  layerOf,
  sha256,
  startHeadless,
  tarOf,
} from '../../../../e2e/support/content/image-files.ts';
import { pullWhole, pushImage } from '../../../../e2e/support/content/images.ts';
import { testWith } from '../../../../e2e/support/needs.ts';
import { run } from '../../../../e2e/support/process.ts';
import { endOf } from '../../../../e2e/support/runs.ts';
import { type Distribution, startDistribution } from '../../../../e2e/support/servers/distribution.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo');

let registry: Distribution;
let longshore: Headless;
let folder: string;
beforeAll(async () => {
  registry = await startDistribution();
  folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  longshore = await startHeadless(registry.url);
});
afterAll(async () => {
  await longshore.close();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

const transfer = () => longshore.client.transfer;

async function written(name: string, content: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Loads the first image of a file as a person would: list, plan, load. */
async function load(path: string, repository: string): Promise<string> {
  const { images } = await transfer().file.inspect({ path });
  const image = images[0]?.digest ?? '';
  const target = { connectionId: 'c', repository, tag: '1.0' };
  const { planId } = await transfer().load.plan({ path, image, target });
  const { result } = await endOf(longshore.client, await transfer().load.start({ planId, typed: [] }));
  if (result?.kind !== 'load') throw new Error('no result');
  return result.digest;
}

/** How loading is refused, as `reason subject`. */
async function refusal(path: string, repository: string): Promise<string> {
  try {
    await load(path, repository);
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return error.code === 'IMAGE_FILE' ? `${error.data.reason} ${error.data.subject}` : `${error.code} ${JSON.stringify(error.data)}`;
  }
  return 'loaded';
}

const repositories = async (): Promise<string[]> => (await (await fetch(`${registry.url}/v2/_catalog`)).json()).repositories;
const changed = (files: Files, name: string, content: Buffer): Files =>
  files.map(([own, bytes]) => [own, own === name ? content : bytes] as const);

test('a docker-archive file with a layer that its config does not name is refused by the name of the layer, and nothing is uploaded', async () => {
  const layers = await Promise.all([layerOf('a'), layerOf('b'), layerOf('c')]);
  const [a, b, c] = layers as [Buffer, Buffer, Buffer];
  const whole = dockerFiles(layers);
  const cases: readonly (readonly [string, Files, string])[] = [
    ['good', whole, 'loaded'],
    ['empty', changed(whole, 'layer-1/layer.tar', Buffer.alloc(0)), 'layer-empty layer-1/layer.tar'],
    ['swapped', dockerFiles([a, c, b], [a, b, c].map(sha256)), 'layer-order layer-1/layer.tar'],
    ['other', dockerFiles([a, await layerOf('x'), c], [a, b, c].map(sha256)), 'layer-other layer-1/layer.tar'],
    ['missing', dockerFiles([a, b], [a, b, c].map(sha256)), 'layer-count config.json'],
    ['damaged', changed(whole, 'layer-2/layer.tar', gzipSync(c).subarray(0, 500)), 'layer-damaged layer-2/layer.tar'],
    ['not-there', whole.filter(([name]) => name !== 'layer-0/layer.tar'), 'part-missing layer-0/layer.tar'],
  ];
  for (const [name, files, outcome] of cases)
    expect(await refusal(await written(`${name}.tar`, await tarOf(files)), `docker/${name}`), name).toBe(outcome);
  expect(await repositories()).toEqual(['docker/good']);
  await pullWhole(registry.host, 'docker/good', '1.0');
});

test('compressed layers in a docker-archive file keep their compression, and are verified by their unpacked content', async () => {
  const layers = await Promise.all([layerOf('a', 50_000), layerOf('b', 50_000)]);
  const path = await written('packed.tar', await tarOf(dockerFiles([gzipSync(layers[0] ?? ''), zstd(layers[1])], layers.map(sha256))));
  expect(await refusal(path, 'packed/good')).toBe('loaded');
  const { mediaType, ...manifest } = await (
    await fetch(`${registry.url}/v2/packed/good/manifests/1.0`, { headers: { accept: OCI } })
  ).json();
  expect([mediaType, ...manifest.layers.map((layer: { mediaType: string }) => layer.mediaType.split('.').at(-1))]).toEqual([
    OCI,
    'tar+gzip',
    'tar+zstd',
  ]);
  await pullWhole(registry.host, 'packed/good', '1.0');
});

test('a zstd:chunked image that skopeo saved loads with its digest', async () => {
  const docker = await written('plain.tar', await tarOf(dockerFiles(await Promise.all([layerOf('a', 50_000), layerOf('b', 50_000)]))));
  const path = join(folder, 'chunked.tar');
  const how = ['--dest-compress', '--dest-compress-format=zstd:chunked'];
  await run('skopeo', ['copy', '--quiet', ...how, `docker-archive:${docker}`, `oci-archive:${path}:1.0`]);
  expect((await readFile(path)).includes('zstd-chunked')).toBe(true);
  expect(await refusal(path, 'packed/chunked')).toBe('loaded');
  await pullWhole(registry.host, 'packed/chunked', '1.0');
});

test('layers that old docker save writes as links with long names are found', async () => {
  const layer = await layerOf('a');
  const [config, manifest] = dockerFiles([layer, layer]).slice(2);
  const long = `${'x'.repeat(120)}/layer.tar`;
  const tar = pack();
  tar.entry({ name: 'layer-0/layer.tar', type: 'symlink', linkname: `../${long}` });
  tar.entry({ name: 'layer-1/layer.tar', type: 'link', linkname: 'layer-0/layer.tar' });
  for (const [name, content] of [[long, layer] as const, ...(config && manifest ? [config, manifest] : [])]) tar.entry({ name }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  expect(await refusal(await written('linked.tar', Buffer.concat(chunks)), 'docker/linked')).toBe('loaded');
});

test('an OCI layout with a wrong blob or layer is refused by its name, and nothing is uploaded', async () => {
  const { path, layers } = await savedBySkopeo('oci-source');
  const files = await filesOf(path);
  const manifestName = files.find(([, bytes]) => bytes.includes('"layers":'))?.[0] ?? '';
  const manifest = JSON.parse(files.find(([name]) => name === manifestName)?.[1].toString() ?? '');
  const [first, second] = layers as [string, string];
  const blob = (digest: string): Buffer => files.find(([name]) => name === blobPath(digest))?.[1] ?? Buffer.alloc(0);
  const renamed = json({ ...manifest, layers: [...manifest.layers].reverse() });
  const index = (bytes: Buffer) =>
    json({ schemaVersion: 2, manifests: [{ mediaType: OCI, digest: sha256(bytes), size: bytes.byteLength, annotations: {} }] });
  const swapped: Files = [...changed(files, 'index.json', index(renamed)), [blobPath(sha256(renamed)), renamed]];
  const flipped = Buffer.from(blob(second));
  flipped[500] = (flipped[500] ?? 0) ^ 1;
  const cases: readonly (readonly [string, Files, string])[] = [
    ['good', files, 'loaded'],
    ['swapped', swapped, `layer-order ${blobPath(second)}`],
    ['empty', changed(files, blobPath(first), Buffer.alloc(0)), `part-size ${first}`],
    ['short', changed(files, blobPath(second), blob(second).subarray(0, -1)), `part-size ${second}`],
    [
      'flipped',
      changed(files, blobPath(second), flipped),
      expect.stringMatching(/^(?:layer-damaged|part-digest) .*[0-9a-f]{64}$/) as string,
    ],
  ];
  for (const [name, content, outcome] of cases)
    expect(await refusal(await written(`oci-${name}.tar`, await tarOf(content)), `oci/${name}`), name).toEqual(outcome);
  expect((await repositories()).filter((name) => name.startsWith('oci/'))).toEqual(['oci/good']);
});

test('a tar that is cut short anywhere, also between its entries, is reported as cut short', async () => {
  const files = dockerFiles(await Promise.all([layerOf('a'), layerOf('b')]));
  const whole = await tarOf(files);
  const { path } = await savedBySkopeo('oci-cut');
  const oci = await readFile(path);
  for (const [kind, bytes] of [
    ['docker', whole],
    ['oci', oci],
    ['gz', gzipSync(whole)],
  ] as const)
    for (let at = 512; at < bytes.byteLength - 1024; at += 512 * 3) {
      const cut = await written('cut.tar', bytes.subarray(0, at));
      expect(await refusal(cut, 'cut/short'), `${kind} at ${at}`).toMatch(/^cut-short /);
    }
  expect(await refusal(await written('empty.tar', Buffer.alloc(1024)), 'cut/short')).toMatch(/^no-image /);
  expect((await repositories()).filter((name) => name.startsWith('cut/'))).toEqual([]);
});

const OCI = 'application/vnd.oci.image.manifest.v1+json';
const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

/** Two frames with one to be skipped between them, as zstd:chunked has them. */
function zstd(bytes: Buffer = Buffer.alloc(0)): Buffer {
  const skipped = Buffer.from('502a4d180400000001020304', 'hex');
  return Buffer.concat([zstdCompressSync(bytes.subarray(0, 700)), skipped, zstdCompressSync(bytes.subarray(700)), skipped]);
}

/** An image of two layers, saved by skopeo as oci-archive. */
async function savedBySkopeo(name: string): Promise<{ path: string; layers: string[] }> {
  const path = join(folder, `${name}.tar`);
  const repository = `source/${name}`;
  const { manifest } = await pushImage({ layers: [3_000, 4_000] }, { host: registry.host, repository, tags: ['1.0'] });
  await run('skopeo', [
    'copy',
    '--quiet',
    '--src-tls-verify=false',
    `docker://${registry.host}/${repository}:1.0`,
    `oci-archive:${path}:1.0`,
  ]);
  return { path, layers: JSON.parse(manifest).layers.map(({ digest }: { digest: string }) => digest) };
}

async function filesOf(path: string): Promise<Files> {
  const files: [string, Buffer][] = [];
  const tar = extract();
  tar.end(await readFile(path));
  for await (const entry of tar) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    if (entry.header.type === 'file') files.push([entry.header.name.replace(/^\.\//, ''), Buffer.concat(chunks)]);
  }
  return files;
}
