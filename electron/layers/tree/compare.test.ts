import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import { compareFiles } from './compare.ts';
import { mergeLayers } from './merge.ts';
import { below, pathOf } from './node.ts';
import { rowOfNode } from './rows.ts';

/** An entry in a few words: `a/b=10:x` is a file of 10 bytes whose content is x, without `:x` of unknown content; `d/` a folder, `l->t` a symbolic link, `h=>t` a hard link, `!` after all means set-uid. */
function entry(words: string): FileEntry {
  const [text = '', mark] = words.split('!');
  const rest = { size: 0, mode: mark === undefined ? 0o644 : 0o4755, uid: 0, gid: 0, modified: words.length };
  const [symlink, target] = text.split('->');
  if (target !== undefined) return { ...rest, path: symlink ?? '', kind: 'symlink', target };
  const [hardlink, linked] = text.split('=>');
  if (linked !== undefined) return { ...rest, path: hardlink ?? '', kind: 'hardlink', target: linked };
  if (text.endsWith('/')) return { ...rest, path: text.slice(0, -1), kind: 'folder' };
  const [path = '', facts = '0'] = text.split('=');
  const [size, content] = facts.split(':');
  return { ...rest, path, kind: 'file', size: Number(size), ...(content === undefined ? {} : { digest: `sha256:${content}` }) };
}

const merged = (...layers: readonly string[]) =>
  mergeLayers(layers.map((layer) => ({ entries: layer.split(' ').filter(Boolean).map(entry) })));

const many = Array.from({ length: 21 }, (_, i) => `d/e/f${i}=1:x`).join(' ');

const signs = { added: '+', removed: '-', changed: '~' } as const;

test.each<[string, readonly string[], readonly string[], readonly string[], string]>([
  ['the same files in other layers', ['a=1:x', 'b=2:y'], ['b=2:y a=1:x'], [], '0 0 0 0'],
  ['a file added, one removed, one changed', ['a=1:x b=2:y'], ['a=9:z c=3:w'], ['~a 1>9', '+c >3', '-b 2>'], '1 1 1 0'],
  ['the same size with other content', ['a=5:x'], ['a=5:y'], ['~a 5>5'], '0 0 1 0'],
  ['the same size, content unknown of one', ['a=5:x'], ['a=5'], [], '0 0 0 1'],
  ['another mode', ['a=5:x'], ['a=5:x!'], ['~a 5>5'], '0 0 1 0'],
  ['a folder with few files', ['k=1:x'], ['k=1:x d/ d/e/ d/e/a=4:p d/b=3:q d/f/'], ['+d/e/a >4', '+d/b >3', '+d/f >0 (0)'], '2 0 0 0'],
  ['a folder with many files is one row', ['k=1:x'], [`k=1:x d/ ${many}`], ['+d >21 (21)'], '21 0 0 0'],
  ['deeper within a folder that both have', ['d/ d/a=1:x'], ['d/ d/a=1:x d/b=2:y'], ['+d/b >2'], '1 0 0 0'],
  ['a link that leads elsewhere', ['l->a'], ['l->b'], ['~l 0>0'], '0 0 1 0'],
  ['a hard link beside a file of the same content', ['a=5:x b=>a'], ['b=5:x a=>b'], [], '0 0 0 0'],
  ['a file where a folder was', ['d/ d/a=4:x d/b=1:y'], ['d=9:z'], ['~d 5>9'], '0 2 1 0'],
  ['deleted by a whiteout', ['a=5:x', '.wh.a'], ['a=5:x'], ['+a >5'], '1 0 0 0'],
])('%s', (_, left, right, rows, counts) => {
  const found = compareFiles(merged(...left), merged(...right));
  expect(
    found.rows.map(
      ({ mark, path, left: a, right: b, files }) =>
        `${signs[mark]}${path} ${a ?? ''}>${b ?? ''}${files === undefined ? '' : ` (${files})`}`,
    ),
  ).toEqual(rows);
  expect(`${found.added} ${found.removed} ${found.changed} ${found.undecided}`).toBe(counts);
  expect(found.count).toBe(rows.length);
});

test('of any two images it counts what a comparison of all their paths finds', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const file = fc
    .tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.constantFrom('1:x', '1:y', '2:z'))
    .map(([parts, facts]) => `${parts.join('/')}=${facts}`);
  const layers = fc.array(
    fc.array(file, { maxLength: 5 }).map((files) => files.join(' ')),
    { minLength: 1, maxLength: 3 },
  );
  const paths = (image: ReturnType<typeof merged>): ReadonlyMap<string, string> =>
    new Map(
      [...below(image.root)].flatMap((node) => {
        if (node.children) return [];
        const { path, size, digest } = rowOfNode(node, pathOf(node).split('/').slice(0, -1).join('/'));
        return [[path, `${size} ${digest}`] as const];
      }),
    );
  fc.assert(
    fc.property(layers, layers, (a, b) => {
      const [left, right] = [merged(...a), merged(...b)];
      const [before, after] = [paths(left), paths(right)];
      const found = compareFiles(left, right);
      const added = [...after.keys()].filter((path) => !before.has(path)).length;
      const removed = [...before.keys()].filter((path) => !after.has(path)).length;
      const changed = [...before].filter(([path, facts]) => after.has(path) && after.get(path) !== facts).length;
      // A file in place of a folder is told as one change, and what was in the folder as removed.
      const swapped = found.rows.filter(({ mark, path }) => mark === 'changed' && before.has(path) !== after.has(path)).length;
      const [gone, come] = [
        found.rows.filter(({ mark, path }) => mark === 'changed' && before.has(path) && !after.has(path)).length,
        found.rows.filter(({ mark, path }) => mark === 'changed' && !before.has(path) && after.has(path)).length,
      ];
      expect([found.added + come, found.removed + gone, found.changed - swapped]).toEqual([added, removed, changed]);
      const back = compareFiles(right, left);
      expect([back.added, back.removed, back.changed]).toEqual([found.removed, found.added, found.changed]);
      expect(compareFiles(left, left).count).toBe(0);
    }),
  );
});

test.each<[string, string, string, readonly string[], boolean]>([
  ['another content', 'a=1:x', 'a=1:y', [], true],
  ['content of another size that is not known', 'a=1', 'a=2', [], true],
  ['only another mode', 'a=1:x', 'a=1:x!', ['mode 0644>4755'], false],
  ['another mode, and content that is not known', 'a=1', 'a=1!', ['mode 0644>4755'], true],
  ['a link that leads elsewhere', 'l->a', 'l->b', ['target a>b'], false],
  ['a link where a file was', 'l=3:x', 'l->b', ['kind file>symlink', 'target >b'], false],
  ['a file that is new', '', 'a=3:x', [], true],
  ['an empty file that is new', '', 'a=0:x', [], false],
])('%s: it is said what differs, and whether there is content to look at', (_, left, right, facts, isContent) => {
  const { rows } = compareFiles(merged(left), merged(right));
  expect(rows.map((row) => row.facts.map(({ what, left: a, right: b }) => `${what} ${a}>${b}`))).toEqual([facts]);
  expect(rows[0]?.isContent).toBe(isContent);
});
