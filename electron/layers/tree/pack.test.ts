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

test('a tree is unpacked as it was, with the places where unpacking can begin', () => {
  expect(unpackTree(packTree(tree))).toEqual(tree);
});

test('of a tree with thousands of those places the first 500 are kept', () => {
  const window = Buffer.alloc(32_768, 'x');
  const points = Array.from({ length: 2_000 }, (_, n) => ({ from: n * 1_000, bits: 0, out: n * 4_194_304, window }));
  const packed = packTree({ ...tree, points });
  expect(packed.length).toBeLessThan(100_000);
  expect(unpackTree(packed)?.points).toHaveLength(500);
});

test('what is damaged or of another version is no tree', () => {
  expect(unpackTree(packTree(tree).subarray(0, 50))).toBeUndefined();
  expect(unpackTree(Buffer.from('{}'))).toBeUndefined();
});
