import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LayerTree } from '../layer-tree.ts';
import { packTree, unpackTree } from './pack.ts';

const tree: LayerTree = {
  digest: `sha256:${'a'.repeat(64)}`,
  format: 'gzip',
  basis: 'digest',
  unpacked: 9_000_000,
  problems: [{ why: 'path-escapes', count: 2, detail: '../x' }],
  entries: [
    { path: 'a', kind: 'file', size: 5, mode: 0o4755, uid: 1, gid: 2, user: 'one', modified: 1, digest: `sha256:${'b'.repeat(64)}` },
    { path: 'a/\\xff', kind: 'symlink', size: 0, mode: 0o777, uid: 0, gid: 0, target: '../b' },
  ],
  offsets: [512, -1],
  points: [
    { from: 10, bits: 0, out: 0, window: Buffer.alloc(0) },
    { from: 2_000, bits: 5, out: 4_194_400, window: randomBytes(32_768) },
  ],
};

test('a tree is unpacked as it was, with the places where unpacking can begin', async () => {
  expect(unpackTree(await packTree(tree))).toEqual(tree);
});

test('of a listed tree it is known by which table, and where each file is', async () => {
  const point = { from: 10, bits: 3, out: 0, window: randomBytes(32_768) };
  const { offsets: _, points: __, ...listed } = tree;
  const [first] = tree.entries;
  const digest = first?.digest ?? '';
  const other = `sha256:${'c'.repeat(64)}`;
  const chunked = new Map([
    ['a', { packing: 'zstd', size: 5, digest, parts: [{ from: 1, to: 9, skip: 0, size: 5, digest }] }],
    ['a/\\xff', { packing: 'none', size: 7, parts: [{ from: 9, to: 12, skip: 1, size: 7, digest: other }] }],
  ] as const);
  const soci = new Map([
    [
      'a',
      { packing: 'deflate', size: 5, parts: [{ from: 10, to: 90, skip: 3, size: 5, point }], spans: [{ from: 10, to: 90, digest: other }] },
    ],
  ] as const);
  const [one, two]: readonly LayerTree[] = [
    { ...listed, basis: 'table-of-contents', toc: 'one', places: chunked },
    { ...listed, basis: 'table-of-contents', toc: 'two', places: soci },
  ];
  expect(one && unpackTree(await packTree(one))).toEqual(one);
  expect(two && unpackTree(await packTree(two))).toMatchObject({ toc: 'two', places: soci });
});

test('of a tree with thousands of those places the first 500 are kept', async () => {
  const window = Buffer.alloc(32_768, 'x');
  const points = Array.from({ length: 2_000 }, (_, n) => ({ from: n * 1_000, bits: 0, out: n * 4_194_304, window }));
  const packed = await packTree({ ...tree, points });
  expect(packed.length).toBeLessThan(100_000);
  expect(unpackTree(packed)?.points).toHaveLength(500);
});

test('what is damaged or of another version is no tree', async () => {
  expect(unpackTree((await packTree(tree)).subarray(0, 50))).toBeUndefined();
  expect(unpackTree(Buffer.from('{}'))).toBeUndefined();
});
