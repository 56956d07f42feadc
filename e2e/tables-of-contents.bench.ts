import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { digestOf } from '../electron/registry/digest.ts';
import { emptyForm } from '../shared/contract/connections.ts';
import { record } from './support/bench/record.ts';
import { type MadeLayer, putLayered } from './support/content/layered-image.ts';
import { headerBlocks, padding } from './support/content/tar-entries.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { enterHost } from './support/hosts/page-client.ts';
import { median } from './support/page/typing.ts';
import { RegistryDouble } from './support/registry/double.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

const LATENCY = 50;
/** ms that a person takes at least from opening an image to opening its files. */
const BEFORE_FILES = 500;
/** The median of so many starts of the application, each of which has never seen a table. */
const STARTS = 7;
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

/** The built application over a registry that has this layer, through the slow line, with the image opened: its manifest and its config are known. */
async function started(made: Made) {
  const registry = new RegistryDouble();
  const { port } = new URL(await registry.start());
  const slow = await startSlowProxy(Number(port), LATENCY);
  const digest = putLayered(registry.store.repository(repository), [made.layer]);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const { client, close } = await enterHost(host.url);
  const { id } = await client.connections.save({ form: { ...emptyForm, address: slow.url, name: 'Slow' } });
  const image = { connectionId: id, repository, digest };
  await client.images.get(image);
  await wait(BEFORE_FILES);
  const asked = () => registry.requests.filter(({ path }) => path.includes('/blobs/')).length;
  const stop = async (): Promise<void> => {
    close();
    await host.stop();
    await slow.stop();
    await registry.stop();
    await removeFolder(dataFolder);
  };
  return { client, image, slow, asked, stop };
}

/** Opens the files of an image as the window does; how many there are. */
async function openFiles({ client, image }: Awaited<ReturnType<typeof started>>): Promise<number> {
  await client.files.plan(image);
  let files = 0;
  for await (const event of await client.files.read({ ...image, full: false })) if (event.kind === 'end') files = event.files;
  return files;
}

for (const [format, make] of [
  ['zstd:chunked', async () => zstdChunked()],
  ['eStargz', estargz],
] as const) {
  test(`a layer of ${format} with 40,000 files in 1 GB, through 50 ms of latency`, async () => {
    const made = await make();
    const what = `${format}, 1 GB, 40,000 files, 50 ms away`;
    const trees: number[] = [];
    for (let start = 1; start <= STARTS; start++) {
      const opened = await started(made);
      const { client, image, slow, asked, stop } = opened;
      const [requests, bytes, from] = [asked(), slow.received(), performance.now()];
      expect(await openFiles(opened)).toBe(FILES);
      trees.push(performance.now() - from);
      if (start === STARTS) {
        record(`${what}: requests until its tree`, { value: asked() - requests, unit: 'requests', most: 2 });
        record(`${what}: bytes until its tree, of all`, { value: (slow.received() - bytes) / made.bytes.length, unit: 'x', most: 0.02 });
        record(`${what}: until its tree`, { value: median(trees), unit: 'ms', floor: (asked() - requests) * LATENCY, most: 400 });
        const [before, begun] = [asked(), performance.now()];
        expect(await client.files.content({ ...image, path: LAST })).toMatchObject({ kind: 'binary', size: SIZE });
        record(`${what}: a file of 20 kB`, { value: performance.now() - begun, unit: 'ms', floor: LATENCY, most: 200 });
        record(`${what}: requests for it`, { value: asked() - before, unit: 'requests', most: 1 });
      }
      await stop();
    }
  });
}

test('the last file of a gzip layer of 200 MB that was read once', async () => {
  const made = await plainGzip();
  const opened = await started(made);
  const { client, image, slow, asked, stop } = opened;
  await openFiles(opened);
  const [requests, bytes, start] = [asked(), slow.received(), performance.now()];
  expect(await client.files.content({ ...image, path: LAST })).toMatchObject({ size: SIZE });
  const what = 'gzip, 200 MB unpacked, a file of 20 kB at its end';
  record(`${what}: until it is shown`, { value: performance.now() - start, unit: 'ms', floor: LATENCY, most: 200 });
  record(`${what}: requests`, { value: asked() - requests, unit: 'requests', most: 1 });
  record(`${what}: bytes of the layer`, { value: (slow.received() - bytes) / 1e6, unit: 'MB', most: 8.4 });
  await stop();
});
