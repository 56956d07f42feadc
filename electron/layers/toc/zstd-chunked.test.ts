import { randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { test as bare, beforeAll, describe, expect } from 'vitest';
import { type MadeEntry, tarOf } from '../../../e2e/support/content/tar-entries.ts';
import { makeZstdChunked, type ZstdChunked } from '../../../e2e/support/content/zstd-chunked.ts';
import { testWith } from '../../../e2e/support/needs.ts';
import { digestOf } from '../../registry/digest.ts';
import { readContent } from './content.ts';
import { type Toc, TocRefusal } from './toc.ts';
import { CHUNKED_FOOTER, chunkedFooter, chunkedPosition, readChunkedToc } from './zstd-chunked.ts';

const test = testWith(bare, 'skopeo');

const large = randomBytes(300_000);
const zeros = Buffer.concat([Buffer.from('begin'), Buffer.alloc(2_000_000), Buffer.from('end')]);
const entries: readonly MadeEntry[] = [
  { name: './', type: 'directory', mode: 0o755 },
  { name: 'bin/', type: 'directory', mode: 0o1777, uid: 7, gid: 8 },
  { name: 'bin/tool', content: large, mode: 0o4755 },
  { name: 'bin/same', type: 'link', linkname: 'bin/tool' },
  { name: 'bin/link', type: 'symlink', linkname: '../etc/hosts' },
  { name: 'etc/empty' },
  { name: 'etc/.wh.old' },
  { name: `etc/${'long'.repeat(60)}`, content: Buffer.from('a long name') },
  { name: 'etc/主机', content: Buffer.from('主机') },
  { name: 'etc/zeros', content: zeros },
];

let made: ZstdChunked;
beforeAll(async () => {
  made = await makeZstdChunked(await tarOf(entries));
}, 30_000);

const tocBytes = (): Buffer => {
  const { offset, length } = chunkedPosition(made.annotations, made.layer.length) ?? { offset: 0, length: 0 };
  return made.layer.subarray(offset, offset + length);
};

function tocOf(): Toc {
  const position = chunkedPosition(made.annotations, made.layer.length);
  if (!position) throw new Error('No position');
  return readChunkedToc(tocBytes(), position);
}

async function contentOf({ places }: Toc, path: string): Promise<{ content: Buffer; ranges: number }> {
  const place = places.get(path);
  if (!place) throw new Error(`No place for ${path}`);
  const chunks: Uint8Array[] = [];
  let ranges = 0;
  async function* read(from: number, to: number): AsyncGenerator<Uint8Array> {
    ranges++;
    yield made.layer.subarray(from, to);
  }
  for await (const chunk of readContent(read, place, new AbortController().signal)) chunks.push(chunk);
  return { content: Buffer.concat(chunks), ranges };
}

test('every entry of a layer that skopeo made is told as its tar has it', () => {
  expect(tocOf().entries.map(({ path, kind, size, mode, uid, target }) => [path, kind, size, mode.toString(8), uid, target])).toEqual([
    ['', 'folder', 0, '755', 0, undefined],
    ['bin', 'folder', 0, '1777', 7, undefined],
    ['bin/tool', 'file', 300_000, '4755', 0, undefined],
    ['bin/same', 'hardlink', 0, '644', 0, 'bin/tool'],
    ['bin/link', 'symlink', 0, '644', 0, '../etc/hosts'],
    ['etc/empty', 'file', 0, '644', 0, undefined],
    ['etc/.wh.old', 'file', 0, '644', 0, undefined],
    [`etc/${'long'.repeat(60)}`, 'file', 11, '644', 0, undefined],
    ['etc/主机', 'file', 6, '644', 0, undefined],
    ['etc/zeros', 'file', zeros.length, '644', 0, undefined],
  ]);
  const digest = digestOf(large);
  expect(tocOf().entries.find(({ path }) => path === 'bin/tool')).toMatchObject({ digest, modified: 1_700_000_000_000 });
});

test.each([
  ['bin/tool', large],
  ['etc/主机', Buffer.from('主机')],
  ['etc/zeros', zeros],
])('%s is read by one range', async (path, expected) => {
  const { content, ranges } = await contentOf(tocOf(), path);
  expect(content.equals(expected)).toBe(true);
  expect(ranges).toBe(1);
});

test('a layer that has lost its annotations says by its end where the table is', () => {
  const { offset, length, unpacked } = chunkedPosition(made.annotations, made.layer.length) ?? {};
  const { layer } = made;
  expect(chunkedFooter(layer.subarray(layer.length - CHUNKED_FOOTER), layer.length)).toEqual({
    offset,
    length,
    unpacked,
    checksum: undefined,
  });
  expect(chunkedFooter(layer.subarray(0, CHUNKED_FOOTER), layer.length)).toBeUndefined();
});

test('the footer of newer tools is read as well', () => {
  const tail = Buffer.alloc(CHUNKED_FOOTER);
  tail.writeUInt32LE(0x184d2a50, 0);
  tail.writeUInt32LE(64, 4);
  for (const [n, value] of [100, 20, 300, 1, 130, 5, 9].entries()) tail.writeBigUInt64LE(BigInt(value), 8 + 8 * n);
  tail.write('GNUlInUx', 64, 'latin1');
  expect(chunkedFooter(tail, 1_000)).toEqual({ offset: 100, length: 20, unpacked: 300, checksum: undefined });
});

const refusalOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof TocRefusal) return error.reason;
    throw error;
  }
  return 'not refused';
};

describe('what the annotations say is refused where it cannot be', () => {
  const position = 'io.github.containers.zstd-chunked.manifest-position';
  const checksum: [string, string] = ['io.github.containers.zstd-chunked.manifest-checksum', `sha256:${'0'.repeat(64)}`];
  test.each<[string, string, readonly [string, string][]]>([
    ['a table behind the layer', 'not-in-the-layer', [[position, '990:20:100:1'], checksum]],
    ['an empty table', 'not-in-the-layer', [[position, '990:0:0:1'], checksum]],
    ['a table of 65 MiB', 'too-large', [[position, `0:100:${65 * 1024 * 1024}:1`], checksum]],
    ['a number that cannot be counted', 'not-in-the-layer', [[position, '9999999999999999:20:100:1'], checksum]],
    ['a table of another kind', 'unreadable', [[position, '0:20:100:2'], checksum]],
    ['no numbers', 'unreadable', [[position, '-1:20:100:1'], checksum]],
    ['no digest of the table', 'digest', [[position, '0:20:100:1']]],
    [
      'digests of two tables',
      'two-digests',
      [[position, '0:20:100:1'], checksum, ['containerd.io/snapshot/stargz/toc.digest', checksum[1]]],
    ],
  ])('%s', (_, reason, annotations) => {
    expect(refusalOf(() => chunkedPosition(new Map(annotations), 1_000))).toBe(reason);
  });
});

/** The table of the layer, changed: its digest is that of what it says, as of an image whose maker lies. */
function lying(change: (entries: Record<string, unknown>[]) => unknown[]): () => Toc {
  const json = JSON.parse(zstdDecompressSync(tocBytes()).toString()) as { entries: Record<string, unknown>[] };
  const text = Buffer.from(JSON.stringify({ ...json, entries: change(json.entries) }));
  const packed = zstdCompressSync(text);
  const checksum = digestOf(packed);
  const { offset = 0 } = chunkedPosition(made.annotations, made.layer.length) ?? {};
  return () => readChunkedToc(packed, { offset, length: packed.length, unpacked: text.length, checksum });
}

const changed = (name: string, change: Record<string, unknown>) => (all: Record<string, unknown>[]) =>
  all.map((entry) => (entry['name'] === name && entry['type'] !== 'chunk' ? { ...entry, ...change } : entry));

describe('a table that is not as it should be is refused', () => {
  test.each<[string, string, (all: Record<string, unknown>[]) => unknown[]]>([
    ['a name twice', 'name-twice', (all) => [...all, { name: './bin//tool', type: 'dir' }]],
    ['a name above the root', 'name-escapes', changed('etc/empty', { name: '../../etc/passwd' })],
    ['a file behind the table', 'position', changed('etc/主机', { offset: 2 ** 40, endOffset: 2 ** 40 + 1 })],
    ['a file without an end', 'position', changed('etc/主机', { endOffset: undefined })],
    ['a file that ends before it begins', 'position', changed('etc/主机', { offset: 500, endOffset: 400 })],
    ['two files in the same bytes', 'overlap', changed('etc/主机', { offset: 0, endOffset: 5_000 })],
    ['pieces that are more than the file', 'position', changed('bin/tool', { size: 299_999 })],
    ['a size that is text', 'number', changed('bin/tool', { size: '300000' })],
  ])('%s', (_, reason, change) => {
    expect(refusalOf(lying(change))).toBe(reason);
  });

  test('one that has other bytes than its digest says', () => {
    const position = chunkedPosition(made.annotations, made.layer.length);
    const other = Buffer.from(tocBytes());
    other[10] = (other[10] ?? 0) ^ 1;
    expect(refusalOf(() => position && readChunkedToc(other, position))).toBe('digest');
  });

  test('one that unpacks to more than it says', () => {
    const text = Buffer.from(JSON.stringify({ entries: [], x: 'y'.repeat(1_000_000) }));
    const packed = zstdCompressSync(text);
    expect(refusalOf(() => readChunkedToc(packed, { offset: 0, length: packed.length, unpacked: 500, checksum: undefined }))).toBe(
      'unreadable',
    );
  });
});
