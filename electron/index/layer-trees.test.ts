import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../e2e/support/content/image-files.ts';
import { started } from '../../e2e/support/started.ts';
import { type KeptTree, keepTree, treeOf, treesKnown } from './layer-trees.ts';
import { openIndex } from './open.ts';
import { Rows } from './rows.ts';

async function newRows(): Promise<Rows> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-trees-'));
  const { database } = openIndex(join(folder, 'index.sqlite'));
  started({
    async stop() {
      database.close();
      await rm(folder, { recursive: true });
    },
  });
  return new Rows(database);
}

const digest = (name: string): string => sha256(Buffer.from(name));
const namesOf = (...names: string[]): Uint8Array => Buffer.from(JSON.stringify(names));
const tree = (name: string, bytes = 10): KeptTree => ({
  ...{ digest: digest(name), packed: Buffer.alloc(bytes, name), names: namesOf('a', name) },
  ...{ files: 2, unpacked: 1024 },
});
const layer = (name: string, toc = 'of another image') => ({ digest: digest(name), toc });

test('a tree is kept until the next one of its layer', async () => {
  const rows = await newRows();
  expect(treeOf(rows, layer('x'), 1)).toBeUndefined();
  keepTree(rows, tree('x'), 1);
  keepTree(rows, { ...tree('x', 20), names: namesOf('other') }, 2);
  expect(treeOf(rows, layer('x'), 3)?.byteLength).toBe(20);
  expect(treesKnown(rows, [layer('x'), layer('y')])).toEqual([digest('x')]);
  expect(rows.sql('SELECT n.name FROM layer_file f JOIN file_name n ON n.id = f.name').all()).toEqual([{ name: 'other' }]);
});

test('what was not needed for longest is forgotten first', async () => {
  const rows = await newRows();
  for (const [i, name] of ['x', 'y', 'z'].entries()) keepTree(rows, tree(name, 100), i, 300);
  treeOf(rows, layer('x'), 10);
  keepTree(rows, tree('w', 150), 11, 300);
  expect(
    new Set(
      treesKnown(
        rows,
        ['w', 'x', 'y', 'z'].map((name) => layer(name)),
      ),
    ),
  ).toEqual(new Set([digest('w'), digest('x')]));
});

test('a list by a table of contents is told to images that name this table, until the bytes were read', async () => {
  const rows = await newRows();
  keepTree(rows, { ...tree('x'), toc: 'one' }, 1);
  expect(treesKnown(rows, [layer('x', 'one')])).toEqual([digest('x')]);
  expect(treesKnown(rows, [layer('x', 'two')])).toEqual([]);
  expect(treeOf(rows, layer('x', 'two'), 2)).toBeUndefined();
  keepTree(rows, { ...tree('x', 20), toc: 'two' }, 3);
  expect(treeOf(rows, layer('x', 'two'), 4)?.byteLength).toBe(20);
  keepTree(rows, tree('x', 30), 5);
  keepTree(rows, { ...tree('x'), toc: 'one' }, 6);
  expect(treeOf(rows, layer('x', 'two'), 7)?.byteLength).toBe(30);
});
