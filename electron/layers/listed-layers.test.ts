import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EstargzOptions, makeEstargz } from '../../e2e/support/content/estargz.ts';
import { sha256 } from '../../e2e/support/content/image-files.ts';
import { type MadeLayer, putLayered } from '../../e2e/support/content/layered-image.ts';
import { type MadeEntry, tarOf } from '../../e2e/support/content/tar-entries.ts';
import { makeZstdChunked, withTable, type ZstdChunked } from '../../e2e/support/content/zstd-chunked.ts';
import { gzipWithZtoc, type ZtocFile } from '../../e2e/support/content/ztoc.ts';
import { type AppOverDouble, inRepository, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { testWith } from '../../e2e/support/needs.ts';
import { patient } from '../../e2e/support/patience.ts';
import type { FilesEvent } from '../../shared/contract/files.ts';

const OCI_TAR = 'application/vnd.oci.image.layer.v1.tar';
const large = randomBytes(3_000_000);
const entries: readonly MadeEntry[] = [
  { name: 'bin/', type: 'directory', mode: 0o755 },
  { name: 'bin/tool', content: large, mode: 0o4755 },
  { name: 'bin/same', type: 'link', linkname: 'bin/tool', mode: 0o4755 },
  { name: 'etc/motd', content: Buffer.from('hello') },
  { name: 'etc/empty' },
  { name: 'etc/link', type: 'symlink', linkname: 'motd' },
  { name: 'last', content: Buffer.from('the last one') },
];

let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
});
afterEach(() => over.stop());

const image = (digest: string) => ({ ...inRepository, digest });

async function layerFacts(digest: string, full = false): Promise<Extract<FilesEvent, { kind: 'layer' }>> {
  let found: Extract<FilesEvent, { kind: 'layer' }> | undefined;
  for await (const event of await over.client.files.read({ ...image(digest), full })) if (event.kind === 'layer') found = event;
  if (!found) throw new Error('No layer was told');
  return found;
}

async function estargzLayer(options: EstargzOptions = {}): Promise<MadeLayer> {
  const { layer, tocDigest } = await makeEstargz(entries, options);
  return { bytes: layer, mediaType: `${OCI_TAR}+gzip`, annotations: { 'containerd.io/snapshot/stargz/toc.digest': tocDigest } };
}

let chunked: Promise<ZstdChunked> | undefined;
const chunkedOnce = (): Promise<ZstdChunked> => (chunked ??= tarOf(entries).then(makeZstdChunked));

async function chunkedLayer({ table = (all) => all }: Pick<EstargzOptions, 'table'> = {}): Promise<MadeLayer> {
  const { layer, annotations } = withTable(await chunkedOnce(), table);
  return { bytes: layer, mediaType: `${OCI_TAR}+zstd`, annotations: Object.fromEntries(annotations) };
}

const blobsAsked = (): number => over.registry.requests.filter(({ path }) => path.includes('/blobs/')).length;

testWith(test, 'skopeo').each([
  ['eStargz', 'estargz', estargzLayer],
  ['zstd:chunked', 'zstd-chunked', chunkedLayer],
] as const)('a layer of %s is listed by one request, and each file read by one', async (_, format, make) => {
  const digest = putLayered(over.repository, [await make()]);
  expect((await over.client.files.plan(image(digest))).bytes).toBeLessThan(100_000);
  const before = blobsAsked();
  expect(await layerFacts(digest)).toMatchObject({ format, basis: 'table-of-contents', files: 6, problems: [] });
  // The config of the image was read for the plan.
  expect(blobsAsked() - before).toBe(1);
  const { rows } = await over.client.files.folder({ ...image(digest), path: 'bin' });
  expect(rows.map(({ name, size, mode }) => [name, size, mode])).toEqual([
    ['same', 3_000_000, 0o4755],
    ['tool', 3_000_000, 0o4755],
  ]);
  for (const [path, text] of [
    ['etc/motd', 'hello'],
    ['last', 'the last one'],
  ] as const) {
    const asked = blobsAsked();
    expect(await over.client.files.content({ ...image(digest), path })).toEqual({
      kind: 'text',
      size: text.length,
      text,
      encoding: 'utf-8',
    });
    expect(blobsAsked() - asked).toBe(1);
  }
  expect(await layerFacts(digest, true)).toMatchObject({ format, basis: 'digest', files: 6, problems: [] });
  expect(await over.client.files.content({ ...image(digest), path: 'etc/motd' })).toMatchObject({ text: 'hello' });
});

testWith(test, 'skopeo').each([
  ['eStargz', estargzLayer],
  ['zstd:chunked', chunkedLayer],
] as const)('a layer of %s is listed once: after a start its list is there without a request, also for names of files', async (_, make) => {
  const digest = putLayered(over.repository, [await make()], ['1.0']);
  await layerFacts(digest);
  // What points to the image is what a search for a name tells.
  for await (const _ of await over.client.tags.read({ ...inRepository, readId: 'r', recall: false })) {
    // Read to its end.
  }
  await over.restart();
  const before = over.registry.requests.length;
  expect((await over.client.files.plan(image(digest))).layers[0]).toMatchObject({ isKnown: true });
  expect(await layerFacts(digest)).toMatchObject({ basis: 'table-of-contents', files: 6 });
  expect(over.registry.requests.slice(before).map(({ path }) => path)).toEqual([]);
  expect(await over.client.files.content({ ...image(digest), path: 'last' })).toMatchObject({ text: 'the last one' });
  const where = () => over.client.files.where({ text: 'motd' });
  expect((await where()).users).toMatchObject([{ tag: '1.0', name: 'motd', isListed: true }]);
  const full = over.registry.requests.length;
  expect(await layerFacts(digest, true)).toMatchObject({ basis: 'digest', problems: [] });
  // The bytes alone: the table is known.
  expect(over.registry.requests.length - full).toBe(1);
  // It is kept once it is shown.
  await expect.poll(async () => (await where()).users, { timeout: patient(5_000) }).toMatchObject([{ tag: '1.0', isListed: false }]);
});

test('a table of contents that one image names is not told of another one that has the same layer', async () => {
  const honest = await estargzLayer();
  if (!('bytes' in honest)) throw new Error('It has bytes');
  const plain = { bytes: honest.bytes, mediaType: honest.mediaType };
  const listed = putLayered(over.repository, [honest]);
  const other = putLayered(over.repository, [plain]);
  await layerFacts(listed);
  expect((await over.client.files.plan(image(other))).layers[0]).toMatchObject({ isKnown: false });
  expect(await layerFacts(other)).toMatchObject({ format: 'gzip', basis: 'digest' });
});

const offsetOf = (files: readonly ZtocFile[], path: string): number => files.find(({ name }) => name === path)?.offset ?? 0;

/** A gzip layer that SOCI has a zTOC of, and the index that names it. */
async function sociLayer(change?: (files: ZtocFile[]) => ZtocFile[]) {
  const { layer: bytes, ztoc } = await gzipWithZtoc([...entries, { name: 'big', content: randomBytes(12_000_000) }], change);
  const layer = sha256(bytes);
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.amazon.soci.index.v2+json', digest: over.repository.putBlob(Buffer.from('{}')), size: 2 },
    layers: [
      {
        mediaType: 'application/octet-stream',
        digest: over.repository.putBlob(ztoc),
        size: ztoc.length,
        annotations: { 'com.amazon.soci.image-layer-digest': layer },
      },
    ],
  };
  return { made: { bytes, mediaType: `${OCI_TAR}+gzip` } as const, index };
}

test.each(['first', 'second'])(
  'a gzip layer is listed by a zTOC of the %s version of SOCI, and a file read by one request',
  async (version) => {
    const { made, index } = await sociLayer();
    let digest: string;
    if (version === 'second') {
      const soci = over.repository.putDocument(index, []);
      digest = putLayered(over.repository, [made], [], [], { 'com.amazon.soci.index-digest': soci });
    } else {
      digest = putLayered(over.repository, [made]);
      const subject = { mediaType: index.mediaType, digest, size: 1 };
      const v1 = { ...index, artifactType: 'application/vnd.amazon.soci.index.v1+json', subject };
      over.repository.putDocument(v1, []);
    }
    const before = over.registry.requests.length;
    expect(await layerFacts(digest)).toMatchObject({ format: 'soci', basis: 'table-of-contents', files: 7, problems: [] });
    const paths = over.registry.requests.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path.includes(sha256(made.bytes)))).toEqual([]);
    const asked = blobsAsked();
    expect(await over.client.files.content({ ...image(digest), path: 'last' })).toMatchObject({ text: 'the last one' });
    expect(blobsAsked() - asked).toBe(1);
    expect(await layerFacts(digest, true)).toMatchObject({ format: 'soci', basis: 'digest', problems: [] });
  },
);

describe('content', () => {
  const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(100)]);
  const made: readonly MadeEntry[] = [
    { name: 'large', content: randomBytes(6_000_000) },
    { name: 'text', content: Buffer.from('你好\n') },
    { name: 'picture.txt', content: picture },
    { name: 'drawing.svg', content: Buffer.from('<svg/>') },
    { name: 'bytes', content: Buffer.from([0xff, 0, 1]) },
    { name: 'link', type: 'symlink', linkname: 'text' },
    { name: 'hard', type: 'link', linkname: 'text' },
    { name: 'empty' },
  ];

  test.each<[string, (tar: Buffer) => Buffer, string]>([
    ['a plain tar', (tar) => tar, ''],
    ['gzip', (tar) => gzipSync(tar), '+gzip'],
    ['zstd', (tar) => zstdCompressSync(tar), '+zstd'],
  ])('of %s is told by what it is', async (_, pack, suffix) => {
    const bytes = pack(await tarOf(made));
    const digest = putLayered(over.repository, [{ bytes, mediaType: `${OCI_TAR}${suffix}` }]);
    await layerFacts(digest);
    const content = (path: string) => over.client.files.content({ ...image(digest), path });
    const asked = blobsAsked();
    expect(await content('text')).toEqual({ kind: 'text', size: 7, text: '你好\n', encoding: 'utf-8' });
    expect(await content('hard')).toMatchObject({ text: '你好\n' });
    expect(blobsAsked() - asked).toBe(2);
    expect(await content('picture.txt')).toEqual({ kind: 'picture', size: 108, mediaType: 'image/png', data: picture.toString('base64') });
    expect(await content('drawing.svg')).toMatchObject({ kind: 'text', text: '<svg/>' });
    expect(await content('bytes')).toEqual({ kind: 'binary', size: 3 });
    expect(await content('empty')).toEqual({ kind: 'text', size: 0, text: '', encoding: 'utf-8' });
    const large = blobsAsked();
    expect(await content('large')).toEqual({ kind: 'too-large', size: 6_000_000, most: 4_194_304 });
    expect(blobsAsked()).toBe(large);
    await expect(content('link')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(content('nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of a file that a later layer overwrote is read from its own layer', async () => {
    const digest = putLayered(over.repository, [[{ name: 'a', content: 'first' }], [{ name: 'a', content: 'second' }]]);
    await layerFacts(digest);
    expect(await over.client.files.content({ ...image(digest), path: 'a' })).toMatchObject({ text: 'second' });
    expect(await over.client.files.content({ ...image(digest), path: 'a', layer: 1 })).toMatchObject({ text: 'first' });
  });
});

type Fields = Record<string, unknown>;
const changed = (name: string, change: Fields) => (all: Fields[]) =>
  all.map((entry) => (entry['name'] === name ? { ...entry, ...change } : entry));

type Lie = [what: string, table: (all: Fields[]) => Fields[], why: string, detail: string];

async function expectFoundOut(layer: MadeLayer, why: string, detail: string, annotations: Record<string, string> = {}): Promise<void> {
  const digest = putLayered(over.repository, [layer], [], [], annotations);
  expect(await layerFacts(digest)).toMatchObject({ basis: 'table-of-contents', problems: [] });
  expect(await layerFacts(digest, true)).toMatchObject({ basis: 'digest', problems: [{ why, count: 1, detail }] });
  // What was checked stays, and is not asked for again.
  const asked = blobsAsked();
  expect(await layerFacts(digest, true)).toMatchObject({ problems: [{ why }] });
  expect(blobsAsked()).toBe(asked);
}

describe('a table of contents that lies', () => {
  const lies: readonly Lie[] = [
    ['a file is hidden', (all) => all.filter(({ name }) => name !== 'etc/motd'), 'toc-hidden', 'etc/motd'],
    ['a file is made up', (all) => [...all, { name: 'etc/other', type: 'reg' }], 'toc-missing', 'etc/other'],
    ['a size is changed', changed('etc/empty', { size: 5, offset: 1, endOffset: 2 }), 'toc-size', 'etc/empty'],
    ['a digest is swapped', changed('etc/motd', { digest: sha256(Buffer.from('other')) }), 'toc-digest', 'etc/motd'],
    ['a mode is changed', changed('bin/tool', { mode: 0o755 }), 'toc-facts', 'bin/tool'],
    ['a link leads elsewhere', changed('etc/link', { linkName: '/etc/shadow' }), 'toc-facts', 'etc/link'],
  ];

  test.each(lies)('of eStargz in which %s is listed as it says, and found out by a full read', async (_, table, why, detail) => {
    await expectFoundOut(await estargzLayer({ table }), why, detail);
  });

  testWith(test, 'skopeo').each(lies)(
    'of zstd:chunked in which %s is listed as it says, and found out by a full read',
    async (_, table, why, detail) => {
      await expectFoundOut(await chunkedLayer({ table }), why, detail);
    },
  );

  const file = (name: string, change: Partial<ZtocFile>) => (files: ZtocFile[]) =>
    files.map((each) => (each.name === name ? { ...each, ...change } : each));

  test.each<[string, (files: ZtocFile[]) => ZtocFile[], string, string]>([
    ['a file is hidden', (files) => files.filter(({ name }) => name !== 'etc/motd'), 'toc-hidden', 'etc/motd'],
    ['a file is made up', (files) => [...files, { name: 'etc/other', type: 'reg' }], 'toc-missing', 'etc/other'],
    ['a size is changed', file('etc/motd', { size: 4 }), 'toc-size', 'etc/motd'],
    // A zTOC has no digests: it can have other bytes shown as the content of a file.
    ['the content is that of other bytes', (files) => file('last', { offset: offsetOf(files, 'last') + 1 })(files), 'toc-place', 'last'],
    ['a mode is changed', file('bin/tool', { mode: 0o755 }), 'toc-facts', 'bin/tool'],
    ['a link leads elsewhere', file('etc/link', { link: '/etc/shadow' }), 'toc-facts', 'etc/link'],
  ])('of SOCI in which %s is listed as it says, and found out by a full read', async (_, change, why, detail) => {
    const { made, index } = await sociLayer(change);
    await expectFoundOut(made, why, detail, { 'com.amazon.soci.index-digest': over.repository.putDocument(index, []) });
  });

  test('a file whose digest was swapped is not shown', async () => {
    const table = changed('etc/motd', { digest: sha256(Buffer.from('other')) });
    const digest = putLayered(over.repository, [await estargzLayer({ table })]);
    await layerFacts(digest);
    await expect(over.client.files.content({ ...image(digest), path: 'etc/motd' })).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  test('one that cannot be used is said, and the layer is read whole', async () => {
    const digest = putLayered(over.repository, [await estargzLayer({ table: (all) => [...all, { name: '../x', type: 'dir' }] })]);
    expect(await layerFacts(digest)).toMatchObject({
      basis: 'digest',
      // The table itself is a file like others to whoever does not use it.
      files: 7,
      problems: [{ why: 'toc-refused', count: 1, detail: 'name-escapes' }],
    });
  });
});
