import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { digestOf } from '../electron/registry/digest.ts';
import { record } from './support/bench/record.ts';
import { type MadeLayer, putLayered } from './support/content/layered-image.ts';
import { headerBlocks, padding } from './support/content/tar-entries.ts';
import { startAppOver } from './support/hosts/app-over.ts';
import { RegistryDouble } from './support/registry/double.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

const LATENCY = 50;
const FILES = 40_000;
const GB = 1_000_000_000;
const SIZE = 20_000;
/** Packed bytes of one file. */
const SPACE = Math.floor(GB / FILES);
const LAST = 'srv/last';
const repository = 'team/api';

const last = randomBytes(SIZE);

/** A layer of 1 GB whose bytes are zeros but for its table and its last file: nothing else of it is read. */
type Made = { readonly bytes: Buffer; readonly table: number; readonly layer: MadeLayer };

/** 40,000 files as both formats list them, ten in a folder as in `/usr` of a distribution; digests that differ, as those of real files do. */
const entries = Array.from({ length: FILES }, (_, n) => ({
  name: n === FILES - 1 ? LAST : `usr/lib/module-${n % 400}/part-${n % 4_000}/file-${n}.js`,
  type: 'reg',
  modtime: '2026-01-01T00:00:00Z',
  mode: 0o644,
  size: SIZE,
  digest: n === FILES - 1 ? digestOf(last) : digestOf(Buffer.from(String(n))),
  offset: 512 + n * SPACE,
}));

function zstdChunked(): Made {
  const content = zstdCompressSync(last);
  const at = entries[FILES - 1]?.offset ?? 0;
  const listed = entries.map((entry) => ({ ...entry, endOffset: entry.offset + (entry.name === LAST ? content.length : SPACE - 600) }));
  const json = Buffer.from(JSON.stringify({ version: 1, entries: listed }));
  const table = zstdCompressSync(json);
  const offset = GB + SIZE;
  const bytes = Buffer.alloc(offset + table.length);
  bytes.set(content, at);
  bytes.set(table, offset);
  const prefix = 'io.github.containers.zstd-chunked.manifest-';
  const annotations = { [`${prefix}position`]: `${offset}:${table.length}:${json.length}:1`, [`${prefix}checksum`]: digestOf(table) };
  const layer = { bytes, mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', digest: digestOf(table), annotations };
  return { bytes, table: table.length, layer };
}

async function estargz(): Promise<Made> {
  const content = gzipSync(last);
  const json = Buffer.from(JSON.stringify({ version: 1, entries }));
  const header = await headerBlocks({ name: 'stargz.index.json', content: json });
  const table = gzipSync(Buffer.concat([header, json, padding(json.length), Buffer.alloc(1024)]));
  const offset = GB + SIZE;
  const said = Buffer.from(`SG\x16\0${offset.toString(16).padStart(16, '0')}STARGZ`, 'latin1');
  const footer = [Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 26, 0]), said, Buffer.from([1, 0, 0, 0xff, 0xff]), Buffer.alloc(8)];
  const end = Buffer.concat([table, ...footer]);
  const bytes = Buffer.alloc(offset + end.length);
  bytes.set(content, entries[FILES - 1]?.offset ?? 0);
  bytes.set(end, offset);
  const annotations = { 'containerd.io/snapshot/stargz/toc.digest': digestOf(json) };
  const layer = { bytes, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digestOf(table), annotations };
  return { bytes, table: end.length, layer };
}

/** 200 MB of text in files of 20 kB, packed as gzip. */
async function plainGzip(): Promise<Made> {
  const words = randomBytes(2_000_000).toString('base64');
  const parts: Buffer[] = [];
  for (let n = 0; n < 10_000; n++) {
    const content =
      n === 9_999
        ? last
        : Buffer.from(
            words
              .slice((n * 137) % 2_000_000)
              .padEnd(SIZE, 'text ')
              .slice(0, SIZE),
          );
    parts.push(await headerBlocks({ name: n === 9_999 ? LAST : `usr/lib/part-${n}`, content }), content, padding(SIZE));
  }
  const bytes = gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]), { level: 1 });
  return { bytes, table: 0, layer: { bytes, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' } };
}

/** The application over a registry that has this layer, through the slow line. */
async function started(made: Made) {
  const registry = new RegistryDouble();
  const { port } = new URL(await registry.start());
  const slow = await startSlowProxy(Number(port), LATENCY);
  const over = await startAppOver(slow.url);
  const digest = putLayered(registry.store.repository(repository), [made.layer]);
  const image = { connectionId: 'c', repository, digest };
  // The manifest and the config are read by whoever opens the image.
  await over.client.files.plan(image);
  const asked = () => registry.requests.filter(({ path }) => path.includes('/blobs/')).length;
  const stop = async (): Promise<void> => {
    await over.stop();
    await slow.stop();
    await registry.stop();
  };
  return { over, image, slow, asked, stop };
}

for (const [format, make] of [
  ['zstd:chunked', async () => zstdChunked()],
  ['eStargz', estargz],
] as const) {
  test(`a layer of ${format} with 40,000 files in 1 GB, through 50 ms of latency`, async () => {
    const made = await make();
    const { over, image, slow, asked, stop } = await started(made);
    const [requests, bytes, from] = [asked(), slow.received(), performance.now()];
    let files = 0;
    for await (const event of await over.client.files.read({ ...image, full: false })) if (event.kind === 'end') files = event.files;
    const took = performance.now() - from;
    expect(files).toBe(FILES);
    const what = `${format}, 1 GB, 40,000 files, 50 ms away`;
    record(`${what}: requests until its tree`, { value: asked() - requests, unit: 'requests', most: 2 });
    record(`${what}: bytes until its tree, of all`, { value: (slow.received() - bytes) / made.bytes.length, unit: 'x', most: 0.02 });
    record(`${what}: until its tree`, { value: took, unit: 'ms', floor: (asked() - requests) * LATENCY, most: 400 });
    const [before, start] = [asked(), performance.now()];
    expect(await over.client.files.content({ ...image, path: LAST })).toMatchObject({ kind: 'binary', size: SIZE });
    record(`${what}: a file of 20 kB`, { value: performance.now() - start, unit: 'ms', floor: LATENCY, most: 200 });
    record(`${what}: requests for it`, { value: asked() - before, unit: 'requests', most: 1 });
    await stop();
  });
}

test('the last file of a gzip layer of 200 MB that was read once', async () => {
  const made = await plainGzip();
  const { over, image, slow, asked, stop } = await started(made);
  for await (const _ of await over.client.files.read({ ...image, full: false }));
  const [requests, bytes, start] = [asked(), slow.received(), performance.now()];
  expect(await over.client.files.content({ ...image, path: LAST })).toMatchObject({ size: SIZE });
  const what = 'gzip, 200 MB unpacked, a file of 20 kB at its end';
  record(`${what}: until it is shown`, { value: performance.now() - start, unit: 'ms', floor: LATENCY, most: 200 });
  record(`${what}: requests`, { value: asked() - requests, unit: 'requests', most: 1 });
  record(`${what}: bytes of the layer`, { value: (slow.received() - bytes) / 1e6, unit: 'MB', most: 8.4 });
  await stop();
});
