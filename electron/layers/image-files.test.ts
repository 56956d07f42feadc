import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../e2e/support/connect.ts';
import { sha256 } from '../../e2e/support/content/image-files.ts';
import { type MadeLayer, putLayered } from '../../e2e/support/content/layered-image.ts';
import { madeTar } from '../../e2e/support/content/tar-writer.ts';
import { startAppOver } from '../../e2e/support/hosts/app-over.ts';
import { type AppOverDouble, inRepository, REPOSITORY, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import type { FilesEvent } from '../../shared/contract/files.ts';
import type { Exchange } from '../sample/registry.ts';

const OCI_TAR = 'application/vnd.oci.image.layer.v1.tar';
let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
});
afterEach(() => over.stop());

const image = (digest: string) => ({ ...inRepository, digest });

/** Reads an image to its end; the events without the progress. */
async function read(digest: string): Promise<Exclude<FilesEvent, { kind: 'progress' }>[]> {
  const events: Exclude<FilesEvent, { kind: 'progress' }>[] = [];
  for await (const event of await over.client.files.read({ ...image(digest), full: false }))
    if (event.kind !== 'progress') events.push(event);
  return events;
}

const put = (layers: readonly MadeLayer[], env: readonly string[] = []): string => putLayered(over.repository, layers, ['1.0'], env);
const packed = (pack: (tar: Buffer) => Buffer, suffix: string, content: Buffer | string = 'hello'): MadeLayer => ({
  bytes: pack(
    madeTar([
      { name: 'etc/', flag: '5' },
      { name: 'etc/motd', content },
    ]),
  ),
  mediaType: `${OCI_TAR}${suffix}`,
});
const blobsAsked = (): number => over.registry.requests.filter(({ path }) => path.includes('/blobs/')).length;

test('the files of an image are told layer by layer, then of the whole, and answered without another request', async () => {
  const digest = put(
    [
      [
        { name: './', flag: '5' },
        { name: 'usr/', flag: '5' },
        { name: 'usr/bin/', flag: '5' },
        { name: 'usr/bin/tool', content: 'v1', mode: 0o4755 },
        { name: 'old', content: 'x'.repeat(900) },
      ],
      [{ name: 'usr/bin/tool', content: 'v2!', mode: 0o755, uid: 7 }, { name: '.wh.old' }],
    ],
    ['PATH=/usr/bin'],
  );
  const planned = await over.client.files.plan(image(digest));
  expect(planned.layers.map(({ number, isKnown }) => [number, isKnown])).toEqual([
    [1, false],
    [2, false],
  ]);
  expect(planned.bytes).toBe(planned.layers.reduce((sum, { size }) => sum + size, 0));
  const events = await read(digest);
  expect(events.map((event) => (event.kind === 'layer' ? event.number : event.kind)).sort()).toEqual([1, 2, 'end']);
  expect(events.find((event) => event.kind === 'layer' && event.number === 1)).toMatchObject({
    format: 'gzip',
    basis: 'digest',
    files: 2,
    problems: [],
  });
  expect(events.at(-1)).toMatchObject({
    kind: 'end',
    files: 1,
    unpacked: 3,
    wasted: 902,
    layers: [
      { added: 2, wasted: 902 },
      { changed: 1, deleted: 1 },
    ],
  });
  const asked = blobsAsked();
  const folder = await over.client.files.folder({ ...image(digest), path: 'usr/bin' });
  expect(folder).toEqual({
    rows: [
      expect.objectContaining({
        name: 'tool',
        path: 'usr/bin/tool',
        size: 3,
        mode: 0o755,
        uid: 7,
        layers: [1, 2],
        digest: sha256(Buffer.from('v2!')),
      }),
    ],
    more: 0,
  });
  const found = await over.client.files.find({ ...image(digest), text: '', marks: ['on-path'] });
  expect(found.rows.map(({ path }) => path)).toEqual(['usr/bin/tool']);
  expect((await over.client.files.find({ ...image(digest), layer: 1, text: '', marks: ['set-uid'] })).rows).toMatchObject([
    { replacedIn: 2 },
  ]);
  expect((await over.client.files.wasted(image(digest))).rows.map(({ path }) => path)).toEqual(['old', 'usr/bin/tool']);
  expect(await over.client.files.plan(image(digest))).toMatchObject({ bytes: 0, layers: [{ isKnown: true }, { isKnown: true }] });
  await read(digest);
  expect(blobsAsked()).toBe(asked);
});

test.each<[string, MadeLayer, object]>([
  ['tar', packed((tar) => tar, ''), { format: 'tar', basis: 'digest' }],
  ['gzip', packed(gzipSync, '+gzip'), { format: 'gzip', basis: 'digest' }],
  [
    'gzip of several members',
    packed((tar) => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]), '+gzip'),
    { format: 'gzip', basis: 'digest' },
  ],
  ['zstd', packed(zstdCompressSync, '+zstd'), { format: 'zstd', basis: 'digest' }],
  [
    'zstd of several frames',
    packed((tar) => Buffer.concat([zstdCompressSync(tar.subarray(0, 700)), zstdCompressSync(tar.subarray(700))]), '+zstd'),
    { format: 'zstd' },
  ],
  ['another media type than it is', packed(zstdCompressSync, '+gzip'), { format: 'zstd', basis: 'digest' }],
  ['content in many pieces', packed(gzipSync, '+gzip', randomBytes(3_000_000)), { format: 'gzip', basis: 'digest' }],
])('a layer of %s is read', async (_, layer, expected) => {
  const [told] = await read(put([layer]));
  expect(told).toMatchObject({ kind: 'layer', files: 1, problems: [], ...expected });
});

const tar = madeTar([
  { name: 'a', content: 'one' },
  { name: 'b', content: randomBytes(5000) },
]);
const as = (bytes: Buffer, more: object = {}): MadeLayer => ({ bytes, mediaType: `${OCI_TAR}+gzip`, ...more });

describe('a layer with which something is wrong is told as far as it was read, and so is the rest of the image', () => {
  test.each<[string, MadeLayer, string, number]>([
    ['another digest', as(gzipSync(tar), { digest: sha256(Buffer.from('x')) }), 'digest', 2],
    ['cut short', as(gzipSync(tar).subarray(0, 3000)), 'cut-short', 2],
    ['its tar cut short', as(gzipSync(tar.subarray(0, 3000))), 'cut-short', 2],
    ['damaged', as(Buffer.from(gzipSync(tar)).fill(0xff, 3000, 3100)), 'damaged', 0],
    ['no tar', as(gzipSync(randomBytes(2000))), 'not-a-tar', 0],
    ['xz', as(Buffer.from('fd377a585a000004e6d6b446', 'hex')), 'unknown-compression', 0],
    ['encrypted', { bytes: tar, mediaType: `${OCI_TAR}+gzip+encrypted` }, 'encrypted', 0],
    ['longer than its manifest says', as(gzipSync(tar), { size: 100 }), 'more-bytes', 0],
    ['a path that leads out', as(gzipSync(madeTar([{ name: '../x' }, { name: 'y' }]))), 'path-escapes', 2],
  ])('%s', async (_, layer, why, files) => {
    const events = await read(put([[{ name: 'good', content: 'good' }], layer]));
    const told = events.find((event) => event.kind === 'layer' && event.number === 2);
    expect(told).toMatchObject({
      files,
      basis: why === 'path-escapes' ? 'digest' : 'unverified',
      problems: [expect.objectContaining({ why, count: 1 })],
    });
    expect(events.at(-1)).toMatchObject({ kind: 'end', files: 1 + files });
  });

  test('not found', async () => {
    const digest = put([[{ name: 'good' }], [{ name: 'bad' }]]);
    const { layers } = await over.client.files.plan(image(digest));
    over.repository.deleteBlob(layers[1]?.digest ?? '');
    const events = await read(digest);
    expect(events.find((event) => event.kind === 'layer' && event.number === 2)).toMatchObject({ problems: [{ why: 'not-found' }] });
    expect(events.at(-1)).toMatchObject({ files: 1 });
  });

  test('is asked for once more at the next reading, and no other layer is', async () => {
    const layer = [{ name: 'late' }];
    const digest = put([[{ name: 'good' }], layer]);
    const { layers } = await over.client.files.plan(image(digest));
    const missing = layers[1];
    over.repository.deleteBlob(missing?.digest ?? '');
    await read(digest);
    expect(await over.client.files.plan(image(digest))).toMatchObject({
      bytes: missing?.size,
      layers: [{ isKnown: true }, { isKnown: false }],
    });
    put([layer]);
    const asked = blobsAsked();
    expect((await read(digest)).at(-1)).toMatchObject({ kind: 'end', files: 2 });
    expect(blobsAsked() - asked).toBe(1);
    expect((await over.client.files.folder({ ...image(digest), path: '' })).rows.map(({ name }) => name)).toEqual(['good', 'late']);
  });
});

test('the same layer twice is read once', async () => {
  const layer = [{ name: 'a', content: 'x' }];
  const digest = put([layer, [{ name: '.wh.a' }], layer]);
  expect((await read(digest)).filter(({ kind }) => kind === 'layer')).toHaveLength(3);
  expect(new Set(over.registry.requests.map(({ path }) => path)).size).toBe(over.registry.requests.length);
  expect((await over.client.files.folder({ ...image(digest), path: '' })).rows).toMatchObject([{ name: 'a', layers: [3] }]);
});

test('what was not read is not found; an index has no files', async () => {
  const digest = put([[{ name: 'a' }]]);
  expect(
    await failureOf(
      over.app.services.files.ask({ kind: 'wasted', image: digest }, async () => ({
        client: over.app.services.clients.of('c'),
        ...image(digest),
        annotations: [],
        layers: [{ digest, mediaType: '', size: 1, annotations: [] }],
      })),
    ),
  ).toMatchObject({ code: 'NOT_FOUND', data: { what: 'files' } });
  const index = over.repository.putDocument({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] } as {
    mediaType: string;
  });
  await expect(read(index)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});

/** A registry that sends a layer of a gigabyte as fast as it is read, and counts its bytes. */
class LargeLayer extends RegistryDouble {
  sent = 0;

  protected override answerBlob(exchange: Exchange, name: string, digest: string): void {
    const { response } = exchange;
    if (digest !== LARGE) return super.answerBlob(exchange, name, digest);
    const piece = randomBytes(65_536);
    response.writeHead(200, { 'content-length': GIGABYTE });
    const more = (): void => {
      while (!response.destroyed) {
        this.sent += piece.byteLength;
        if (!response.write(piece)) return void response.once('drain', more);
      }
    };
    more();
  }
}

const GIGABYTE = 1_000_000_000;
const LARGE = sha256(Buffer.from('large'));

test('leaving stops the bytes at once, and the next image is read', async () => {
  const registry = new LargeLayer();
  const large = await startAppOver(await registry.start());
  try {
    const layer = { bytes: madeTar([{ name: 'zeros', size: GIGABYTE }]), mediaType: OCI_TAR, digest: LARGE, size: GIGABYTE };
    const digest = putLayered(registry.store.repository(REPOSITORY), [layer]);
    for await (const event of await large.client.files.read({ ...image(digest), full: false })) if (event.kind === 'progress') break;
    // What the sockets hold was on its way.
    await wait(300);
    const { sent } = registry;
    expect(sent).toBeLessThan(GIGABYTE / 4);
    await wait(500);
    expect(registry.sent).toBe(sent);
    const small = putLayered(registry.store.repository(REPOSITORY), [[{ name: 'a' }]]);
    const ends: number[] = [];
    for await (const event of await large.client.files.read({ ...image(small), full: false }))
      if (event.kind === 'end') ends.push(event.files);
    expect(ends).toEqual([1]);
  } finally {
    await large.stop();
    await registry.stop();
  }
});

test('after a restart the files are there without a request, and it is known which images have a file', async () => {
  const base = [{ name: 'usr/lib/libssl.so.3', content: 'ssl' }, { name: 'usr/lib/libssl.so.1' }, { name: 'etc/motd' }];
  const digest = put([base, [{ name: 'app' }]]);
  putLayered(over.repository, [base], ['2.0']);
  putLayered(over.repository, [[{ name: 'else' }]], ['3.0']);
  for await (const _ of await over.client.tags.read({ ...inRepository, readId: 'r', recall: false })) {
  }
  await read(digest);
  await over.restart();
  const asked = blobsAsked();
  expect((await over.client.files.folder({ ...image(digest), path: 'usr/lib' })).rows).toHaveLength(2);
  expect(await over.client.files.plan(image(digest))).toMatchObject({ bytes: 0 });
  expect((await read(digest)).at(-1)).toMatchObject({ kind: 'end', files: 4 });
  expect(blobsAsked()).toBe(asked);
  const where = async (text: string) => {
    const { users, layers } = await over.client.files.where({ text });
    return [users.map(({ tag, name }) => `${tag} ${name}`), layers];
  };
  expect(await where('libssl.so.3')).toEqual([['1.0 libssl.so.3', '2.0 libssl.so.3'], 2]);
  expect(await where('libssl')).toEqual([['1.0 libssl.so.1', '1.0 libssl.so.3', '2.0 libssl.so.1', '2.0 libssl.so.3'], 2]);
  expect(await where('nothing')).toEqual([[], 2]);
});
