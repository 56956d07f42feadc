import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { memory } from '../../../../e2e/support/changes/memory.ts';
import { connect } from '../../../../e2e/support/connect.ts';
import { inspectDigest, pullWhole, pushImage } from '../../../../e2e/support/content/images.ts';
import { testWith } from '../../../../e2e/support/needs.ts';
import { RegistryDouble } from '../../../../e2e/support/registry/double.ts';
import { type CuttingProxy, startCuttingProxy } from '../../../../e2e/support/servers/cutting-proxy.ts';
import { type Distribution, startDistribution } from '../../../../e2e/support/servers/distribution.ts';
import { referrersTag } from '../../../../shared/oci/digest.ts';
import { readManifest } from '../../../../shared/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../../shared/oci/media-types.ts';
import type { RawManifest, RegistryClient } from '../../../registry/client.ts';
import { digestOf } from '../../../registry/digest.ts';
import { referrersIn } from '../../core/referrers.ts';
import { scanRepository } from '../../core/scan.ts';
import { deleteTarget } from '../../delete/target.ts';
import { readPayload, type Wanted } from '../payload.ts';
import { blobsPresent, planPayloads } from '../plan.ts';
import { type SentBytes, sendPayload } from '../send.ts';
import { sendBlob } from '../upload.ts';
import { prepareCopy } from './apply.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo');

const MB = 1_000_000;
let source: Distribution;
let target: Distribution;
let proxy: CuttingProxy;
let from: RegistryClient;
let to: RegistryClient;
let sourceProxy: CuttingProxy;
beforeAll(async () => {
  [source, target] = await Promise.all([startDistribution({ deletes: true }), startDistribution({ deletes: true })]);
  [sourceProxy, proxy] = await Promise.all([startCuttingProxy(source.port), startCuttingProxy(target.port)]);
  from = connect(sourceProxy.url);
  to = connect(proxy.url);
});
afterAll(async () => {
  await Promise.all([from.close(), to.close()]);
  await Promise.all([proxy.stop(), sourceProxy.stop()]);
  await Promise.all([source.stop(), target.stop()]);
});

type Asked = {
  readonly from?: RegistryClient;
  readonly to?: RegistryClient;
  readonly repository: string;
  readonly into?: string;
  readonly tag?: string;
  readonly wanted?: Partial<Wanted>;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
};

async function copy(asked: Asked): Promise<SentBytes & { digest: string }> {
  const { repository, into = repository, tag = '1.0', signal = new AbortController().signal } = asked;
  const wanted: Wanted = { reference: '1.0', platforms: null, referrers: false, ...asked.wanted };
  const here = { client: asked.from ?? from, repository };
  const there = { client: asked.to ?? to, repository: into, tag };
  const { payload, ...known } = { payload: await readPayload(here, wanted, signal) };
  const expected = (await there.client.head(into, tag))?.digest ?? null;
  const image = { reference: wanted.reference, tag, digest: payload.root.digest, expected };
  const prepared = await prepareCopy({ from: here, to: there, wanted }, image, signal);
  const present = await blobsPresent(prepared.payload, there, signal);
  const job = {
    ...known,
    ...prepared,
    present,
    ...memory(),
    to: there,
    mountFrom: here.client === there.client ? repository : undefined,
    read: (digest: string, offset: number, stop: AbortSignal) => here.client.blobs.read(repository, digest, offset, stop),
    signal,
  };
  return { ...(await sendPayload(job, { progress: () => asked.onProgress?.(), blobs: () => {} })), digest: payload.root.digest };
}

const platforms = [
  { layers: [2 * MB, 100], architecture: 'amd64' },
  { layers: [MB, 200], architecture: 'arm64' },
];

test('an index is copied to another registry with the same digest, skopeo pulls it, and the second copy transfers nothing', async () => {
  const repository = 'copy/whole';
  const { digest } = await pushImage(platforms, { host: source.host, repository, tags: ['1.0'] });
  const first = await copy({ repository });
  expect(first.digest).toBe(digest);
  expect(first.sent).toBeGreaterThan(3 * MB);
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await pullWhole(target.host, repository, '1.0');
  const before = proxy.uploaded;
  expect(await copy({ repository, tag: 'again' })).toMatchObject({ sent: 0, present: first.sent });
  expect(proxy.uploaded).toBe(before);
});

test('within a registry blobs are mounted: none of their bytes is transferred, counted in front of the server', async () => {
  const repository = 'copy/mount';
  const { digest } = await pushImage(platforms, { host: target.host, repository, tags: ['1.0'] });
  const { signal } = new AbortController();
  const payload = await readPayload({ client: to, repository }, { reference: '1.0', platforms: null, referrers: false }, signal);
  const into = { client: to, repository: 'copy/mounted' };
  const plan = await planPayloads([{ payload, tag: '1.0' }], { to: into, mounts: true, cache: memory().cache }, signal);
  expect(plan).toMatchObject({ repository: 'new', toTransfer: { bytes: 0 }, present: { blobs: 0 } });
  expect(plan.images).toMatchObject([{ digest, current: { state: 'free' } }]);
  const before = proxy.uploaded;
  expect(await copy({ from: to, repository, into: 'copy/mounted' })).toMatchObject({ sent: 0, mounted: plan.toMount.bytes });
  expect(proxy.uploaded - before).toBe(0);
  await pullWhole(target.host, 'copy/mounted', '1.0');
  console.log(`mounted ${plan.toMount.blobs} blobs of ${plan.toMount.bytes} bytes; ${proxy.uploaded - before} bytes of them were sent`);
});

test('reading resumes where the source broke off; a target that breaks off gets the blob again', async () => {
  const repository = 'copy/cut';
  const { digest } = await pushImage({ layers: [8 * MB] }, { host: source.host, repository, tags: ['1.0'] });
  sourceProxy.cutBlob = { method: 'GET', after: 3 * MB };
  await copy({ repository, into: 'copy/cut-source' });
  expect(sourceProxy.cutBlob).toBeUndefined();
  const ranges = sourceProxy.seen.filter(({ method, path }) => method === 'GET' && path.includes('/blobs/'));
  expect(ranges.length).toBeGreaterThan(2);
  await pullWhole(target.host, 'copy/cut-source', '1.0');
  const before = proxy.uploaded;
  proxy.cutBlob = { method: 'PATCH', after: 3 * MB };
  await copy({ repository, into: 'copy/cut-target' });
  expect(proxy.cutBlob).toBeUndefined();
  expect(proxy.uploaded - before).toBeLessThan(16 * MB);
  expect(await inspectDigest(target.host, 'copy/cut-target', '1.0')).toBe(digest);
  await pullWhole(target.host, 'copy/cut-target', '1.0');
});

test('a registry that keeps a partial upload gets only the rest of it', async () => {
  const registry = new RegistryDouble();
  const own = connect(await registry.start());
  const bytes = Buffer.alloc(4 * MB, 7);
  const digest = digestOf(bytes);
  const read = async function* (_digest: string, offset: number) {
    for (let at = offset; at < bytes.byteLength; at += 100_000) yield bytes.subarray(at, at + 100_000);
  };
  registry.uploads.cutAfter = MB;
  const sent: number[] = [];
  const signal = new AbortController().signal;
  await sendBlob({ to: own.blobs, repository: 'x/y', digest, size: bytes.byteLength, read, signal, onSent: (n) => sent.push(n) });
  expect(await own.blobs.has('x/y', digest)).toBe(true);
  expect(registry.uploads.received).toBe(bytes.byteLength);
  const resumed = sent.findIndex((n, i) => n < (sent[i - 1] ?? 0));
  expect(sent[resumed]).toBeGreaterThan(0);
  await own.close();
  await registry.stop();
});

test('a blob that does not match its digest is refused, and its upload session is closed', async () => {
  const registry = new RegistryDouble();
  const own = connect(await registry.start());
  const read = async function* () {
    yield Buffer.from('something else');
  };
  const digest = digestOf(Buffer.from('what was promised'));
  const signal = new AbortController().signal;
  const transfer = { to: own.blobs, repository: 'x/y', digest, size: 14, read, signal, onSent: () => {} };
  await expect(sendBlob(transfer)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH', data: { expected: digest } });
  await expect(sendBlob({ ...transfer, size: 10 })).rejects.toMatchObject({
    code: 'INVALID_RESPONSE',
    data: { why: 'more-bytes', detail: '10' },
  });
  expect(await own.blobs.has('x/y', digest)).toBe(false);
  expect(registry.uploads.open).toBe(0);
  await own.close();
  await registry.stop();
});

test('a copy that is stopped leaves no tag and no open session', async () => {
  const repository = 'copy/stopped';
  await pushImage({ layers: [30 * MB] }, { host: source.host, repository, tags: ['1.0'] });
  const controller = new AbortController();
  const before = proxy.uploaded;
  const running = copy({ repository, signal: controller.signal, onProgress: () => proxy.uploaded - before > MB && controller.abort() });
  while (proxy.uploaded - before < 2 * MB) await wait(1);
  controller.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(await to.head(repository, '1.0')).toBeUndefined();
  // Distribution 2 leaves an empty folder of a session that was closed in order; the session itself is closed.
  const places = proxy.seen.filter(({ method, path }) => method === 'DELETE' && path.includes('/blobs/uploads/'));
  expect(places.length).toBeGreaterThan(0);
  for (const { path } of places) expect((await fetch(`${target.url}${path}`)).status).toBe(404);
  const uploads = join(target.folder, 'data/docker/registry/v2/repositories', repository, '_uploads');
  for (const session of await readdir(uploads)) expect(await readdir(join(uploads, session))).not.toContain('data');
});

test('one chosen platform is copied as the image itself, several as an index of them', async () => {
  const repository = 'copy/platforms';
  const three = [...platforms, { layers: [300], architecture: 's390x' }];
  const { manifest } = await pushImage(three, { host: source.host, repository, tags: ['1.0'] });
  const children = (JSON.parse(manifest) as { manifests: { digest: string }[] }).manifests.map(({ digest }) => digest);
  const one = await copy({ repository, into: 'copy/one', wanted: { platforms: ['linux/arm64'] } });
  expect(one.digest).toBe(children[1]);
  await pullWhole(target.host, 'copy/one', '1.0');
  const two = await copy({ repository, into: 'copy/two', wanted: { platforms: ['linux/amd64', 'linux/s390x'] } });
  const index = readManifest((await to.manifest('copy/two', two.digest)).bytes.toString('utf8'), OCI_INDEX);
  expect(index.kind === 'index' && index.manifests.map(({ digest }) => digest)).toEqual([children[0], children[2]]);
  await pullWhole(target.host, 'copy/two', '1.0');
  await expect(copy({ repository, into: 'copy/none', wanted: { platforms: ['windows/amd64'] } })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

/** An SBOM of `subject`, by its digest, with the fallback tag that lists it; and a signature as cosign keeps one. */
async function attach(
  client: RegistryClient,
  repository: string,
  subject: RawManifest,
): Promise<{ sbom: RawManifest; signature: RawManifest }> {
  const signal = new AbortController().signal;
  const empty = Buffer.from('{}');
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(empty), size: 2 };
  const read = async function* () {
    yield empty;
  };
  await sendBlob({ to: client.blobs, repository, digest: config.digest, size: 2, read, signal, onSent: () => {} });
  const manifestOf = (document: object): RawManifest => {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [config], ...document }));
    return { bytes, digest: digestOf(bytes), mediaType: OCI_MANIFEST };
  };
  const about = { mediaType: subject.mediaType, digest: subject.digest, size: subject.bytes.byteLength };
  const sbom = manifestOf({ artifactType: 'application/spdx+json', subject: about });
  const signature = manifestOf({ annotations: { kind: 'signature' } });
  await client.putManifest(repository, sbom.digest, sbom);
  await client.putManifest(repository, `${referrersTag(subject.digest)}.sig`, signature);
  const entry = { mediaType: OCI_MANIFEST, digest: sbom.digest, size: sbom.bytes.byteLength, artifactType: 'application/spdx+json' };
  const list = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [entry] }));
  await client.putManifest(repository, referrersTag(subject.digest), { bytes: list, digest: digestOf(list), mediaType: OCI_INDEX });
  return { sbom, signature };
}

test('referrers are copied too: SBOMs by the fallback tag, merged with those already present, and signatures by cosign tags', async () => {
  const repository = 'copy/referrers';
  const { digest } = await pushImage({ layers: [1000] }, { host: source.host, repository, tags: ['1.0'] });
  const subject = await from.manifest(repository, digest);
  const { sbom, signature } = await attach(from, repository, subject);
  await copy({ repository, wanted: { referrers: true } });
  const tag = referrersTag(digest);
  expect(await to.manifest(repository, sbom.digest)).toEqual(sbom);
  expect((await to.manifest(repository, `${tag}.sig`)).digest).toBe(signature.digest);
  expect(await to.manifest(repository, tag)).toEqual(await from.manifest(repository, tag));
  // Someone attaches another referrer there; a second copy keeps it.
  const other = { mediaType: OCI_MANIFEST, digest: signature.digest, size: signature.bytes.byteLength, artifactType: 'x/other' };
  const list = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [other] }));
  await to.putManifest(repository, tag, { bytes: list, digest: digestOf(list), mediaType: OCI_INDEX });
  await copy({ repository, wanted: { referrers: true } });
  const joined = readManifest((await to.manifest(repository, tag)).bytes.toString('utf8'), OCI_INDEX);
  expect(joined.kind === 'index' && joined.manifests.map((entry) => entry.digest)).toEqual([signature.digest, sbom.digest]);
  // A referrer that a list still names although it was deleted does not stop a copy or a deletion.
  await from.deleteManifest(repository, sbom.digest);
  expect((await copy({ repository, into: 'copy/dangling', wanted: { referrers: true } })).digest).toBe(digest);
  const referrers = [
    ...((await referrersIn(from, repository, [digest], await scanRepository(from, repository, undefined, () => {}))).get(digest) ?? []),
  ];
  expect(referrers.map((entry) => entry.digest)).toContain(sbom.digest);
  const job = {
    client: from,
    repository,
    tag: '1.0',
    digest,
    what: 'image',
    way: 'placeholder',
    siblings: [],
    ...memory(),
    referrers,
  } as const;
  expect(await deleteTarget(job, () => {})).toMatchObject({ tag: 'deleted' });
});
