import { expect, test } from 'vitest';
import type { FileRow } from '../../../shared/contract/files.ts';
import {
  beginsWith,
  type FileLine,
  type FolderState,
  fileLines,
  folderOf,
  foundLines,
  keyOf,
  shownFolders,
  wastedLines,
} from './file-lines.ts';

const row = (kind: FileRow['kind'], path: string): FileRow => ({
  ...{ kind, path, name: path.slice(path.lastIndexOf('/') + 1) },
  ...{ size: 1, mode: 0o644, uid: 0, gid: 0, layers: [1] },
});
const folder = (path: string): FileRow => row('folder', path);
const file = (path: string): FileRow => row('file', path);
const read = (rows: readonly FileRow[], more = 0): FolderState => ({ kind: 'read', rows, more });

const tree: Readonly<Record<string, FolderState>> = {
  '': read([folder('app'), folder('etc'), folder('tmp'), file('init')]),
  app: read([folder('app/dist'), file('app/Main.js')], 12),
  'app/dist': { kind: 'reading' },
  etc: { kind: 'failed' },
  tmp: read([]),
};
const stateOf = (path: string): FolderState => tree[path] ?? { kind: 'reading' };

/** The lines as they look: one dash a level. */
const drawn = (lines: readonly FileLine[]): string[] =>
  lines.map((line) => `${'-'.repeat(line.level)}${'name' in line ? line.name : line.kind}${line.expanded ? ' open' : ''}`);

test.each<[string, string[], string[]]>([
  ['nothing is open', [], ['-app', '-etc', '-tmp', '-init']],
  ['a folder is open, of which part is shown', ['app'], ['-app open', '--dist', '--Main.js', '--more', '-etc', '-tmp', '-init']],
  [
    'a folder is being read',
    ['app', 'app/dist'],
    ['-app open', '--dist open', '---reading', '--Main.js', '--more', '-etc', '-tmp', '-init'],
  ],
  ['a folder could not be read', ['etc'], ['-app', '-etc open', '--failed', '-tmp', '-init']],
  ['a folder is empty', ['tmp'], ['-app', '-etc', '-tmp open', '--empty', '-init']],
  ['a folder is open in one that is not', ['app/dist'], ['-app', '-etc', '-tmp', '-init']],
])('where %s, the lines are those', (_, open, lines) => {
  expect(drawn(fileLines(new Set(open), stateOf))).toEqual(lines);
});

test('a tree of nothing says so, and one that is not read yet', () => {
  expect(drawn(fileLines(new Set(), () => read([])))).toEqual(['-empty']);
  expect(drawn(fileLines(new Set(), () => ({ kind: 'reading' })))).toEqual(['-reading']);
});

test('what is found has whole paths, and how much more there is', () => {
  expect(drawn(foundLines([file('etc/passwd')], 3))).toEqual(['-etc/passwd', '-more']);
  expect(drawn(foundLines([], 0))).toEqual([]);
});

const wasted = (path: string, layer: number) => ({ path, size: 1, mode: 0o644, uid: 0, gid: 0, layer, how: 'overwritten', by: 9 }) as const;

test('no two lines have one key, also where a path is wasted in several layers', () => {
  const lines = [...fileLines(new Set(['app', 'app/dist', 'etc']), stateOf), ...wastedLines([wasted('a', 1), wasted('a', 2)], 2)];
  expect(new Set(lines.map(keyOf)).size).toBe(lines.length);
});

test.each([
  [
    ['app', 'app/dist', 'usr/lib'],
    ['', 'app', 'app/dist'],
  ],
  [['app/dist'], ['']],
  [[], ['']],
])('of the open folders %j those on the screen are %j', (open, shown) => {
  expect(shownFolders(new Set(open))).toEqual(shown);
});

test.each([
  ['a', ['app']],
  ['m', ['app/Main.js']],
  ['e', ['etc']],
  ['zz', []],
])('typing %s finds %j', (typed, paths) => {
  const lines = fileLines(new Set(['app']), stateOf);
  expect(lines.filter((line) => beginsWith(line, typed)).map(({ path }) => path)).toEqual(paths);
});

test('the folder of a path ends at its last slash', () => {
  expect([folderOf('etc/ssl/certs'), folderOf('etc'), folderOf('')]).toEqual(['etc/ssl', '', '']);
});
