import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../e2e/support/content/image-files.ts';
import { started } from '../../e2e/support/started.ts';
import { keepTree, treeOf, treesKnown } from './layer-trees.ts';
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
const tree = (name: string, bytes = 10) => ({ digest: digest(name), packed: Buffer.alloc(bytes, name), names: ['a', name] });

test('a tree is kept until the next one of its layer', async () => {
  const rows = await newRows();
  expect(treeOf(rows, digest('x'), 1)).toBeUndefined();
  keepTree(rows, tree('x'), 1);
  keepTree(rows, { ...tree('x', 20), names: ['other'] }, 2);
  expect(treeOf(rows, digest('x'), 3)?.byteLength).toBe(20);
  expect(treesKnown(rows, [digest('x'), digest('y')])).toEqual([digest('x')]);
  expect(rows.sql('SELECT n.name FROM layer_file f JOIN file_name n ON n.id = f.name').all()).toEqual([{ name: 'other' }]);
});

test('what was not needed for longest is forgotten first', async () => {
  const rows = await newRows();
  for (const [i, name] of ['x', 'y', 'z'].entries()) keepTree(rows, tree(name, 100), i, 300);
  treeOf(rows, digest('x'), 10);
  keepTree(rows, tree('w', 150), 11, 300);
  expect(new Set(treesKnown(rows, ['w', 'x', 'y', 'z'].map(digest)))).toEqual(new Set([digest('w'), digest('x')]));
});
