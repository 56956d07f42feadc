import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type MadeEntry, madeTar } from '../../../e2e/support/content/tar-writer.ts';
import { connect, startRegistry } from '../../../e2e/support/registry/connected.ts';
import { sha256 } from '../../sample/store.ts';
import { artifactLimits } from '../limits.ts';
import { readContents } from './contents.ts';

const MiB = 1024 ** 2;

/** Reads a blob of these bytes, under another digest where one is given. */
async function contentsOf(bytes: Buffer, digest = sha256(bytes)) {
  const registry = await startRegistry({}, []);
  registry.store.repository('charts/api').putBlob(bytes, digest);
  return readContents(connect(registry.url), 'charts/api', digest);
}

const CHART: readonly MadeEntry[] = [
  { name: 'api', flag: '5' },
  { name: 'api/Chart.yaml', content: 'name: api\n' },
  { name: 'api/values.yaml', content: 'replicas: 2\n' },
  { name: 'api/icon.png', content: Buffer.from([0x89, 0x50, 0, 1]) },
  { name: 'api/latin1.txt', content: Buffer.from([0x63, 0xe9]) },
  { name: 'api/templates/link.yaml', flag: '2', link: '../values.yaml' },
];

test.each([
  ['gzip', (tar: Buffer) => gzipSync(tar)],
  ['zstd', (tar: Buffer) => zstdCompressSync(tar)],
  ['nothing', (tar: Buffer) => tar],
])('a chart compressed with %s is a package: its files are listed, and those that are text can be read', async (_, compress) => {
  expect(await contentsOf(compress(madeTar(CHART)))).toEqual({
    kind: 'package',
    problems: [],
    files: [
      { path: 'api/Chart.yaml', size: 10, text: 'name: api\n' },
      { path: 'api/values.yaml', size: 12, text: 'replicas: 2\n' },
      { path: 'api/icon.png', size: 4 },
      { path: 'api/latin1.txt', size: 2 },
    ],
  });
});

test.each([
  ['a text is told as it is', Buffer.from('package main\n# 订单\n'), { kind: 'text', text: 'package main\n# 订单\n' }],
  ['nothing is an empty text', Buffer.alloc(0), { kind: 'text', text: '' }],
  ['bytes are no text', Buffer.from([0, 1, 2, 3]), { kind: 'binary' }],
  ['what is compressed and no tar is no text', gzipSync('hello'), { kind: 'binary' }],
  ['what only begins as gzip is no text', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), { kind: 'binary' }],
  ['a text that is too long is not shown', Buffer.alloc(artifactLimits.text + 1, 'x'), { kind: 'binary' }],
])('%s', async (_, bytes, contents) => {
  expect(await contentsOf(bytes)).toEqual(contents);
});

test('a blob that is too large is not read further than the limit', async () => {
  const registry = await startRegistry({}, []);
  const bytes = randomBytes(artifactLimits.bytes + MiB);
  registry.store.repository('models/small').putBlob(bytes, sha256(bytes));
  expect(await readContents(connect(registry.url), 'models/small', sha256(bytes))).toEqual({
    kind: 'too-large',
    limit: artifactLimits.bytes,
  });
});

test('content that is not what was asked for is refused', async () => {
  await expect(contentsOf(gzipSync(madeTar(CHART)), sha256('another'))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});

test.each<[string, Buffer, readonly string[], number]>([
  ['a package that breaks off shows what came before', gzipSync(madeTar(CHART)).subarray(0, -40), ['damaged'], 4],
  ['a path that escapes is named, and stays inside', madeTar([{ name: '../../etc/passwd', content: 'x' }, ...CHART]), ['path-escapes'], 5],
  [
    'more files than the limit are not listed',
    madeTar(Array.from({ length: artifactLimits.files + 10 }, (_, i) => ({ name: `f${i}`, content: 'x' }))),
    ['too-many-entries'],
    artifactLimits.files,
  ],
])('%s', async (_, bytes, problems, files) => {
  const contents = await contentsOf(bytes);
  expect(contents).toMatchObject({ kind: 'package', problems });
  expect(contents.kind === 'package' && contents.files.length).toBe(files);
});

test('a bomb is left at the limit', async () => {
  const content = Buffer.alloc(2 * artifactLimits.unpacked);
  const bomb = gzipSync(
    madeTar([
      { name: 'values.yaml', content: 'a: 1\n' },
      { name: 'large', content },
    ]),
    { level: 1 },
  );
  expect(await contentsOf(bomb)).toEqual({
    kind: 'package',
    problems: ['unpacks-too-large'],
    files: [
      { path: 'values.yaml', size: 5, text: 'a: 1\n' },
      { path: 'large', size: content.byteLength },
    ],
  });
});

test('of texts that are many, the later ones are only listed', async () => {
  const content = Buffer.alloc(MiB, 'x');
  const contents = await contentsOf(gzipSync(madeTar(Array.from({ length: 6 }, (_, i) => ({ name: `f${i}`, content })))));
  expect(contents.kind === 'package' && contents.files.map(({ text }) => text?.length)).toEqual([MiB, MiB, MiB, MiB, undefined, undefined]);
});
